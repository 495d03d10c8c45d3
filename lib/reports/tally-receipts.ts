/**
 * Counts every receipt once, by integration, hour and outcome, so that a chart of thirty days reads some hundred rows and not
 * millions. It follows two minutes behind: by then whatever has an earlier instant is committed. What is not counted yet the
 * charts count themselves (receipt-charts.ts). Samples are left out.
 */
import { inTransaction, sql, type Tx } from '@/lib/foundation/db';
import { SAMPLE_CLICK } from '@/lib/rules/receipt-filter';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const BEHIND_MS = 2 * MINUTE;
/** Longer than the longest chart; what is older when the first count is made is not looked at. */
const FIRST_LOOK_MS = 31 * DAY;
const KEPT_MS = 400 * DAY;

/** The setting that holds the instant up to which everything is counted. */
export const TALLIED_UNTIL = 'receipts-tallied-until';

/** One day at most per transaction. Returns the instant up to which everything is counted. */
export async function tallyReceipts(options: { at?: Date } = {}): Promise<Date> {
  for (;;) {
    const { until, isDone } = await inTransaction(tallyOneDay, options);
    if (isDone) return until;
  }
}

async function tallyOneDay(tx: Tx): Promise<{ until: Date; isDone: boolean }> {
  const last = new Date(tx.now.getTime() - BEHIND_MS);
  const from = await lockUntil(tx);
  const until = new Date(Math.min(last.getTime(), from.getTime() + DAY));
  if (until <= from) return { until: from, isDone: true };
  await count(tx, from, until);
  await tx.execute(sql`
    UPDATE setting SET value = ${JSON.stringify(until)}::jsonb, updated_at = ${tx.now} WHERE key = ${TALLIED_UNTIL}`);
  return { until, isDone: until.getTime() === last.getTime() };
}

/** Whoever counts at the same time waits here, and then finds nothing left. */
async function lockUntil(tx: Tx): Promise<Date> {
  const first = new Date(tx.now.getTime() - FIRST_LOOK_MS);
  first.setUTCMinutes(0, 0, 0);
  await tx.execute(sql`
    INSERT INTO setting (key, value, updated_at) VALUES (${TALLIED_UNTIL}, ${JSON.stringify(first)}::jsonb, ${tx.now})
    ON CONFLICT (key) DO NOTHING`);
  const [row] = await tx.query<{ value: string }>(
    sql`SELECT value FROM setting WHERE key = ${TALLIED_UNTIL} FOR UPDATE`,
  );
  return new Date(row!.value);
}

/** Integration by integration, so that the index by time leads to each one's own. */
async function count(tx: Tx, from: Date, until: Date): Promise<void> {
  await tx.execute(sql`
    INSERT INTO receipt_hour (integration_id, hour, outcome, code, count)
    SELECT i.id, counted.hour, counted.outcome, counted.code, counted.count
      FROM integration i CROSS JOIN LATERAL (
        SELECT date_trunc('hour', r.received_at, 'UTC') AS hour, r.outcome, coalesce(r.code, '') AS code, count(*) AS count
          FROM receipt r
         WHERE r.integration_id = i.id AND r.received_at >= ${from} AND r.received_at < ${until}
           AND (r.click_id IS NULL OR NOT starts_with(r.click_id, ${SAMPLE_CLICK}))
         GROUP BY 1, 2, 3) AS counted
    ON CONFLICT (integration_id, hour, outcome, code) DO UPDATE SET count = receipt_hour.count + excluded.count`);
}

/** As long as the receipts themselves are kept. */
export async function forgetOldTallies(tx: Tx): Promise<void> {
  await tx.execute(sql`DELETE FROM receipt_hour WHERE hour < ${new Date(tx.now.getTime() - KEPT_MS)}`);
}

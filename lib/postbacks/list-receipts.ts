/**
 * The log of an integration, newest first, a page at a time by key. Whatever is asked for, an index leads to it: the one by
 * time, the small one of what is seldom, or those of a click and a transaction.
 */
import { db, empty, join, type Sql, sql } from '@/lib/foundation/db';
import { type Cursor, pageOf } from '@/lib/rules/cursor';
import type { ReceiptFilter, ReceiptOutcome } from '@/lib/rules/receipt-filter';

export type ReceiptLine = {
  id: string;
  receivedAt: Date;
  outcome: ReceiptOutcome;
  code: string | null;
  detail: string | null;
  method: string;
  transaction: string | null;
  clickId: string | null;
  taskKey: string | null;
  state: string | null;
  replayOf: string | null;
};

type Log = { id: string; key: string };

const PAGE = 50;
/** More receipts than this of one click or one transaction are a machine gone wild; the latest are shown. */
const MOST_FOUND = 1_000;

export async function listReceipts(integration: Log, filter: ReceiptFilter, before: Cursor | null) {
  const place = before ? sql`AND (r.received_at, r.id) < (${before.at}, ${before.id}::uuid)` : empty;
  const rows = await db.query<ReceiptLine>(sql`
    ${foundBy(integration, filter)}
    SELECT r.id, r.received_at, r.outcome, r.code, r.detail, r.method, r.transaction, r.click_id, r.task_key, r.state,
           r.replay_of
      FROM (${scans(integration, sql`${conditions(filter)} ${place}`, PAGE + 1)}) AS r
     ORDER BY r.received_at DESC, r.id DESC LIMIT ${PAGE + 1}`);
  return pageOf(rows, PAGE, ({ receivedAt }) => receivedAt);
}

/** How many came after this one, counted up to a page; and the newest of them. */
export async function countNewer(integration: Log, filter: ReceiptFilter, after: Cursor): Promise<number> {
  const [found] = await db.query<{ count: number }>(sql`
    ${foundBy(integration, filter)}
    SELECT count(*)::int AS count FROM (${scans(
      integration,
      sql`${conditions(filter)} AND (r.received_at, r.id) > (${after.at}, ${after.id}::uuid)`,
      PAGE,
    )}) AS newer`);
  return found!.count;
}

/** What this filter finds of the refused ones from before `since`, the oldest first, without those run again after it. */
export function findRefused(
  integration: Log,
  filter: ReceiptFilter,
  since: Date,
  limit: number,
): Promise<{ id: string }[]> {
  const waiting = sql`${conditions({ ...filter, outcome: 'refused' })} AND r.replay_of IS NULL AND r.received_at < ${since}
    AND NOT EXISTS (
      SELECT FROM receipt again WHERE again.replay_of = r.id AND again.replay_of IS NOT NULL AND again.received_at >= ${since})`;
  return db.query<{ id: string }>(sql`
    ${foundBy(integration, filter)}
    SELECT r.id FROM (${scans(integration, waiting, limit, sql`ASC`)}) AS r
     ORDER BY r.received_at, r.id LIMIT ${limit}`);
}

/** Also what came while the integration was switched off or not yet made: then there was only its key. */
function scans({ id, key }: Log, where: Sql, limit: number, direction = sql`DESC`): Sql {
  const scan = (own: Sql) => sql`(
    SELECT * FROM receipt r WHERE ${own} ${where}
     ORDER BY r.received_at ${direction}, r.id ${direction} LIMIT ${limit})`;
  return join(
    [scan(sql`r.integration_id = ${id}::uuid`), scan(sql`r.integration_id IS NULL AND r.integration_key = ${key}`)],
    ' UNION ALL ',
  );
}

function conditions({ outcome, code, click, transaction, from, to }: ReceiptFilter): Sql {
  const wanted = [
    // Spelled out where it is not `recorded`, so that the index of what is seldom can be used.
    outcome === 'recorded' ? sql`AND r.outcome = 'recorded'` : empty,
    outcome !== null && outcome !== 'recorded' ? sql`AND r.outcome = ${outcome} AND r.outcome <> 'recorded'` : empty,
    code ? sql`AND r.code = ${code}` : empty,
    from ? sql`AND r.received_at >= ${from}` : empty,
    to ? sql`AND r.received_at < ${to}` : empty,
    click || transaction ? sql`AND (r.id, r.received_at) IN (SELECT id, received_at FROM found)` : empty,
  ];
  return join(wanted, ' ');
}

/** By click or transaction the few are found first. A transaction that was taken leads to its click, a refused one has an index. */
function foundBy({ id }: Log, { click, transaction }: ReceiptFilter): Sql {
  if (click) {
    const said = transaction ? sql`AND transaction = ${transaction}` : empty;
    return sql`WITH found AS MATERIALIZED (
      SELECT id, received_at FROM receipt WHERE click_id = ${click} ${said} ORDER BY received_at DESC LIMIT ${MOST_FOUND})`;
  }
  if (!transaction) return empty;
  return sql`WITH found AS MATERIALIZED (
    (SELECT id, received_at FROM receipt
      WHERE integration_id = ${id}::uuid AND transaction = ${transaction} AND outcome = 'refused' LIMIT ${MOST_FOUND})
    UNION
    (SELECT r.id, r.received_at FROM confirmation f JOIN receipt r ON r.click_id = f.click_id AND r.transaction = f.transaction
      WHERE f.integration_id = ${id}::uuid AND f.transaction = ${transaction} LIMIT ${MOST_FOUND}))`;
}

/**
 * What an integration's charts are drawn from. Every question is bounded: hours that are counted already, the little that is
 * not, and the latest confirmations for how long they took.
 */
import { db, sql } from '@/lib/foundation/db';
import { TALLIED_UNTIL } from '@/lib/reports/tally-receipts';
import { type ReceiptOutcome, SAMPLE_CLICK } from '@/lib/rules/receipt-filter';

export const SPANS = ['24h', '7d', '30d'] as const;
export type Span = (typeof SPANS)[number];

const HOUR = 3600_000;
const DAY = 24 * HOUR;
export const SPAN_BARS: Record<Span, { count: number; size: number }> = {
  '24h': { count: 24, size: HOUR },
  '7d': { count: 7, size: DAY },
  '30d': { count: 30, size: DAY },
};

export type Bar = { from: Date; counts: Record<ReceiptOutcome, number> };
export type ReceiptCharts = {
  bars: Bar[];
  /** Why they were refused, the commonest first. */
  refusals: { code: string; count: number }[];
  /** Everything of the latest minutes is in it; false: more came than are counted at once. */
  isComplete: boolean;
};

/** So many of what is not tallied yet are looked at. */
const MOST_UNTALLIED = 20_000;

type Row = { hour: Date; outcome: ReceiptOutcome; code: string; count: number; isTallied: boolean };

export async function readReceiptCharts(integrationId: string, span: Span, now: Date): Promise<ReceiptCharts> {
  const { count, size } = SPAN_BARS[span];
  const end = Math.floor(now.getTime() / size) * size + size;
  const bars = Array.from({ length: count }, (_, index): Bar => {
    const counts = { recorded: 0, duplicate: 0, unmatched: 0, test: 0, noted: 0, refused: 0 };
    return { from: new Date(end - (count - index) * size), counts };
  });
  const first = bars[0]!.from;
  const rows = await readRows(integrationId, first);
  const refusals = new Map<string, number>();
  for (const row of rows) {
    const bar = bars[Math.floor((row.hour.getTime() - first.getTime()) / size)];
    if (!bar) continue;
    bar.counts[row.outcome] += row.count;
    if (row.outcome === 'refused') refusals.set(row.code, (refusals.get(row.code) ?? 0) + row.count);
  }
  const sorted = [...refusals].map(([code, count]) => ({ code, count })).sort((one, other) => other.count - one.count);
  const untallied = rows.reduce((sum, row) => sum + (row.isTallied ? 0 : row.count), 0);
  return { bars, refusals: sorted, isComplete: untallied < MOST_UNTALLIED };
}

/** In one statement, so that what is tallied meanwhile is counted neither twice nor never. */
function readRows(integrationId: string, from: Date): Promise<Row[]> {
  return db.query<Row>(sql`
    WITH tallied AS MATERIALIZED (
      SELECT greatest(${from}, (SELECT (value #>> '{}')::timestamptz FROM setting WHERE key = ${TALLIED_UNTIL})) AS until)
    SELECT hour, outcome, code, count::float8 AS count, true AS is_tallied FROM receipt_hour
     WHERE integration_id = ${integrationId}::uuid AND hour >= ${from}
    UNION ALL
    SELECT date_trunc('hour', received_at, 'UTC'), outcome, coalesce(code, ''), count(*)::float8, false
      FROM (SELECT received_at, outcome, code, click_id FROM receipt
             WHERE integration_id = ${integrationId}::uuid AND received_at >= (SELECT until FROM tallied)
             ORDER BY received_at DESC LIMIT ${MOST_UNTALLIED}) AS latest
     WHERE click_id IS NULL OR NOT starts_with(click_id, ${SAMPLE_CLICK})
     GROUP BY 1, 2, 3`);
}

// ── from the click to the confirmation ──────────────────────────────────────

const MINUTE = 60_000;
/** Upper ends of the bars, in milliseconds; the last one has none. */
export const DELAYS: readonly number[] = [MINUTE, 10 * MINUTE, HOUR, 6 * HOUR, DAY, 3 * DAY, 7 * DAY];

export type Delays = {
  /** By DELAYS, and one more for all that took longer. */
  counts: number[];
  medianMs: number | null;
  ninetiethMs: number | null;
  /** Of so many of the latest confirmations. */
  sampled: number;
  /** Of the latest receipts that had to find a click, those that had not found it yet. */
  waiting: number;
};

const LATEST = 2_000;

export async function readDelays(integrationId: string, from: Date): Promise<Delays> {
  const rows = await db.query<{ delayMs: number | null }>(sql`
    SELECT CASE WHEN c.id IS NULL THEN NULL
                ELSE extract(epoch FROM f.received_at - c.clicked_at)::float8 * 1000 END AS delay_ms
      FROM (SELECT confirmation_id, outcome, state, click_id FROM receipt
             WHERE integration_id = ${integrationId}::uuid AND received_at >= ${from}
             ORDER BY received_at DESC LIMIT ${LATEST}) AS r
      JOIN confirmation f ON f.id = r.confirmation_id
      LEFT JOIN click c ON c.id = f.click_id
     WHERE r.outcome IN ('recorded', 'unmatched') AND r.state <> 'RECONCILED'
       AND NOT starts_with(r.click_id, ${SAMPLE_CLICK})`);
  const delays = rows.flatMap(({ delayMs }) => delayMs ?? []).sort((one, other) => one - other);
  const counts = Array<number>(DELAYS.length + 1).fill(0);
  for (const delay of delays) {
    const bar = DELAYS.findIndex((end) => delay < end);
    counts[bar < 0 ? DELAYS.length : bar]! += 1;
  }
  const quantile = (part: number) => delays[Math.floor((delays.length - 1) * part)] ?? null;
  return {
    counts,
    medianMs: quantile(0.5),
    ninetiethMs: quantile(0.9),
    sampled: delays.length,
    waiting: rows.length - delays.length,
  };
}

/**
 * What the charts of an app's callbacks are drawn from: the latest of a span, by when they were promised. Bounded: an app with
 * more than are looked at is told from those.
 */
import { db, sql } from '@/lib/foundation/db';
import { DELAYS, SPAN_BARS, type Span } from '@/lib/reports/receipt-charts';
import type { CallbackStatus } from '@/lib/rules/callback-filter';

export type CallbackBar = { from: Date; counts: Record<CallbackStatus, number> };
export type CallbackCharts = {
  bars: CallbackBar[];
  /** How long after its promise (or the end of its hold) a callback was acknowledged, by DELAYS and one more for longer. */
  delays: number[];
  medianMs: number | null;
  ninetiethMs: number | null;
  /** Why those that are not acknowledged are not, the commonest first. */
  reasons: { reason: string; count: number }[];
  /** False: there are more than were looked at. */
  isComplete: boolean;
};

const MOST = 20_000;
const MOST_REASONS = 8;

type Row = { from: Date; status: CallbackStatus; count: number };
type Delays = { bucket: number; count: number };
type Quantiles = { medianMs: number | null; ninetiethMs: number | null };

export async function readCallbackCharts(appId: string, span: Span, now: Date): Promise<CallbackCharts> {
  const { count, size } = SPAN_BARS[span];
  const end = Math.floor(now.getTime() / size) * size + size;
  const bars = Array.from({ length: count }, (_, index): CallbackBar => {
    const counts = { PENDING: 0, ACKNOWLEDGED: 0, FAILED: 0, CANCELLED: 0 };
    return { from: new Date(end - (count - index) * size), counts };
  });
  const first = bars[0]!.from;
  const latest = sql`
    SELECT created_at, status, last_reason, acknowledged_at,
           extract(epoch FROM acknowledged_at - greatest(created_at, held_until))::float8 * 1000 AS delay_ms
      FROM callback WHERE app_id = ${appId}::uuid AND created_at >= ${first} ORDER BY created_at DESC, id DESC LIMIT ${MOST}`;
  const [rows, delays, quantiles, reasons] = await Promise.all([
    db.query<Row>(sql`
      SELECT date_trunc(${size >= 24 * 3600_000 ? 'day' : 'hour'}, created_at, 'UTC') AS "from", status, count(*)::int AS count
        FROM (${latest}) AS l GROUP BY 1, 2`),
    db.query<Delays>(sql`
      SELECT width_bucket(delay_ms, ${[...DELAYS]}::float8[]) AS bucket, count(*)::int AS count
        FROM (${latest}) AS l WHERE delay_ms IS NOT NULL GROUP BY 1`),
    db.query<Quantiles>(sql`
      SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY delay_ms) AS median_ms,
             percentile_disc(0.9) WITHIN GROUP (ORDER BY delay_ms) AS ninetieth_ms FROM (${latest}) AS l`),
    db.query<{ reason: string; count: number }>(sql`
      SELECT last_reason AS reason, count(*)::int AS count FROM (${latest}) AS l
       WHERE status IN ('PENDING', 'FAILED') AND last_reason IS NOT NULL
       GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${MOST_REASONS}`),
  ]);
  for (const row of rows) {
    const bar = bars[Math.floor((row.from.getTime() - first.getTime()) / size)];
    if (bar) bar.counts[row.status] += row.count;
  }
  const byDelay = Array<number>(DELAYS.length + 1).fill(0);
  for (const { bucket, count } of delays) byDelay[bucket]! += count;
  const looked = rows.reduce((sum, row) => sum + row.count, 0);
  return { bars, delays: byDelay, ...quantiles[0]!, reasons, isComplete: looked < MOST };
}

export type FailingApp = { key: string; name: string; failingSince: Date; isPaused: boolean; waiting: number };

const MOST_APPS = 20;
const MOST_WAITING = 1_000;

/** Games that acknowledge nothing at present, the longest silent first; `waiting` is counted up to 1,000. */
export function readFailingApps(): Promise<FailingApp[]> {
  return db.query<FailingApp>(sql`
    SELECT a.key, a.name, a.callback_failing_since AS failing_since, a.callback_paused_at IS NOT NULL AS is_paused,
           (SELECT count(*)::int FROM (
              SELECT FROM callback c WHERE c.app_id = a.id AND c.status = 'PENDING' LIMIT ${MOST_WAITING}) AS counted) AS waiting
      FROM app a WHERE a.callback_failing_since IS NOT NULL ORDER BY a.callback_failing_since, a.key LIMIT ${MOST_APPS}`);
}

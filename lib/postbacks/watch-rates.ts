/**
 * The money breaker at work (lib/rules/money-breaker.ts). Every completion that is matched is counted for the hour in which
 * it came, in the transaction that settles it: once, whatever crashes. The one that goes beyond the limit trips the breaker
 * and is itself held; others that are being settled at that very moment may still pass. Learning what is usual is the
 * hourly run's.
 */

import { auditChange } from '@/lib/foundation/audit';
import { db, sql, type Tx } from '@/lib/foundation/db';
import { log } from '@/lib/foundation/log';
import { formatUsd, type Micros, parseUsd } from '@/lib/rules/money';
import { type BreakerFigures, DEFAULT_FLOOR, isUnusual, limitOf, type Rate } from '@/lib/rules/money-breaker';

export type RatedSource = {
  integrationId: string;
  integrationKey: string;
  usualCount: number;
  usualMicros: Micros;
  breakerTrippedAt: Date | null;
};

/** Rows that one hour of one source is counted in: settlers side by side do not wait for each other's commit. */
const PARTS = 64;

export async function judgeRate(tx: Tx, source: RatedSource, receivedAt: Date, payout: Micros): Promise<void> {
  const { hour, floor, ...rate } = await countIn(tx, source.integrationId, receivedAt, payout);
  const usual = { count: source.usualCount, micros: source.usualMicros };
  const limit = limitOf(usual, readFloor(floor));
  if (source.breakerTrippedAt === null && isUnusual(rate, limit)) await trip(tx, source, { hour, ...rate }, limit);
}

type Counted = Rate & { hour: Date; floor: FloorSetting | null };

/** One statement: the own part is counted up, the others are read as they were committed, what an admin let pass is off. */
async function countIn(tx: Tx, integrationId: string, receivedAt: Date, payout: Micros): Promise<Counted> {
  const [row] = await tx.query<{ hour: Date; count: bigint; micros: string; floor: FloorSetting | null }>(sql`
    WITH own AS (
      INSERT INTO confirmation_hour AS h (integration_id, hour, part, count, micros)
      VALUES (${integrationId}::uuid, date_trunc('hour', ${receivedAt}::timestamptz), pg_backend_pid() % ${PARTS}, 1, ${payout})
      ON CONFLICT (integration_id, hour, part) DO UPDATE SET count = h.count + 1, micros = h.micros + excluded.micros
      RETURNING integration_id, hour, part, count - passed_count AS count, micros - passed_micros AS micros)
    SELECT own.hour, own.count + coalesce(sum(h.count - h.passed_count), 0) AS count,
           (own.micros + coalesce(sum(h.micros - h.passed_micros), 0))::text AS micros,
           (SELECT value FROM setting WHERE key = 'breaker') AS floor
      FROM own LEFT JOIN confirmation_hour h
        ON h.integration_id = own.integration_id AND h.hour = own.hour AND h.part <> own.part
     GROUP BY own.hour, own.count, own.micros`);
  return { hour: row!.hour, count: Number(row!.count), micros: BigInt(row!.micros), floor: row!.floor };
}

/** `breaker` = { "perHour": 500, "usdPerHour": "2500.00" }: below it no hour is unusual. */
type FloorSetting = { perHour?: number; usdPerHour?: string };

function readFloor(setting: FloorSetting | null): Rate {
  return {
    count: setting?.perHour ?? DEFAULT_FLOOR.count,
    micros: (setting?.usdPerHour && parseUsd(setting.usdPerHour)) || DEFAULT_FLOOR.micros,
  };
}

async function trip(tx: Tx, source: RatedSource, hour: Rate & { hour: Date }, limit: Rate): Promise<void> {
  const figures: BreakerFigures = {
    hour: hour.hour.toISOString(),
    count: hour.count,
    usd: formatUsd(hour.micros),
    limitCount: limit.count,
    limitUsd: formatUsd(limit.micros),
  };
  const tripped = await tx.execute(sql`
    UPDATE integration SET breaker_tripped_at = ${tx.now}, breaker_figures = ${JSON.stringify(figures)}::jsonb
     WHERE id = ${source.integrationId}::uuid AND breaker_tripped_at IS NULL`);
  if (tripped === 0) return;
  const subject = `integration:${source.integrationKey}`;
  await auditChange(
    tx,
    { kind: 'AUTO', id: null },
    { action: 'breaker-tripped', subject, before: null, after: figures },
  );
  log.error({ integration: source.integrationKey, ...figures }, 'the money breaker has stopped a source');
}

/** What is usual for each source: the medians of its busy hours of the last seven days, or nothing. Once an hour. */
export async function learnUsualRates(options: { at?: Date } = {}): Promise<void> {
  const now = options.at ?? null;
  await db.execute(sql`
    WITH clock AS (SELECT date_trunc('hour', coalesce(${now}::timestamptz, now())) AS hour),
         busy AS (
           SELECT integration_id, h.hour, sum(count) AS count, sum(micros) AS micros FROM confirmation_hour h, clock
            WHERE h.hour >= clock.hour - interval '168 hours' AND h.hour < clock.hour GROUP BY integration_id, h.hour),
         usual AS (
           SELECT integration_id, percentile_disc(0.5) WITHIN GROUP (ORDER BY count)::int AS count,
                  percentile_disc(0.5) WITHIN GROUP (ORDER BY micros)::bigint AS micros FROM busy GROUP BY integration_id)
    UPDATE integration i SET usual_count = now.count, usual_micros = now.micros
      FROM (SELECT id, coalesce(count, 0) AS count, coalesce(micros, 0) AS micros
              FROM integration LEFT JOIN usual ON usual.integration_id = integration.id) AS now
     WHERE now.id = i.id AND (i.usual_count, i.usual_micros) <> (now.count, now.micros)`);
}

/** Hours that no median looks at any more. */
export async function forgetOldHours(tx: Tx): Promise<void> {
  await tx.execute(sql`DELETE FROM confirmation_hour WHERE hour < ${tx.now}::timestamptz - interval '192 hours'`);
}

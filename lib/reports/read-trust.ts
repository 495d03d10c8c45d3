/** How far a source is believed, and why no further: for its page, the list of sources and the health page. */
import type { IntegrationSettings, TrustReason } from '@/lib/dialects/dialect';
import { trustOf } from '@/lib/dialects/trust';
import { db, sql } from '@/lib/foundation/db';
import type { Micros } from '@/lib/rules/money';
import type { BreakerFigures } from '@/lib/rules/money-breaker';

export type Trust = {
  trust: 'strong' | 'weak';
  why: readonly TrustReason[];
  allowListed: boolean;
  /** Of today, UTC. Null: none is set. */
  budget: { limitMicros: Micros; usedMicros: Micros; day: string } | null;
  breaker: { trippedAt: Date; figures: BreakerFigures } | null;
  /** What comes in a usual hour, and what of this source waits because of a doubt about it. */
  usual: { count: number; micros: Micros };
  held: number;
};

/** Null: there is no such integration. */
export async function readTrust(integrationId: string): Promise<Trust | null> {
  const [row] = await db.query<Row>(sql`
    SELECT i.dialect, i.require_signature, i.settings->'custom' AS custom, i.allowed_ips <> '{}' AS allow_listed, i.daily_budget_micros,
           i.usual_count, i.usual_micros, i.breaker_tripped_at, i.breaker_figures, today.day::text,
           coalesce(b.spent_micros, 0)::bigint AS used_micros,
           (SELECT count(*)::int FROM confirmation WHERE integration_id = i.id AND held IS NOT NULL) AS held
      FROM integration i CROSS JOIN (SELECT (now() AT TIME ZONE 'UTC')::date AS day) AS today
      LEFT JOIN budget_day b ON b.integration_id = i.id AND b.day = today.day
     WHERE i.id = ${integrationId}::uuid`);
  if (!row) return null;
  const { dailyBudgetMicros: limitMicros, usedMicros, day, breakerTrippedAt: trippedAt, breakerFigures: figures } = row;
  return {
    ...signatureTrust(row.dialect, row),
    allowListed: row.allowListed,
    budget: limitMicros === null ? null : { limitMicros, usedMicros, day },
    breaker: trippedAt && figures && { trippedAt, figures },
    usual: { count: row.usualCount, micros: row.usualMicros },
    held: row.held,
  };
}

/** Of what a source sends, as it is set up; one that takes no postbacks is believed nothing. */
export function signatureTrust(dialect: string, settings: Settings): Pick<Trust, 'trust' | 'why'> {
  return trustOf(dialect, settings) ?? { trust: 'weak', why: [] };
}

type Settings = Pick<IntegrationSettings, 'requireSignature' | 'custom'>;

export type OpenBreaker = {
  key: string;
  advertiserName: string;
  trippedAt: Date;
  figures: BreakerFigures;
  held: number;
};

/** Sources whose money breaker is open, the latest first. */
export function listOpenBreakers(): Promise<OpenBreaker[]> {
  return db.query<OpenBreaker>(sql`
    SELECT i.key, v.name AS advertiser_name, i.breaker_tripped_at AS tripped_at, i.breaker_figures AS figures,
           (SELECT count(*)::int FROM confirmation WHERE integration_id = i.id AND held IS NOT NULL) AS held
      FROM integration i JOIN advertiser v ON v.id = i.advertiser_id
     WHERE i.breaker_tripped_at IS NOT NULL ORDER BY i.breaker_tripped_at DESC, i.key LIMIT 100`);
}

type Row = Settings & {
  dialect: string;
  allowListed: boolean;
  dailyBudgetMicros: Micros | null;
  usedMicros: Micros;
  day: string;
  usualCount: number;
  usualMicros: Micros;
  breakerTrippedAt: Date | null;
  breakerFigures: BreakerFigures | null;
  held: number;
};

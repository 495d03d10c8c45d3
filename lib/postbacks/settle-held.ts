/**
 * Confirmations that were held because of a doubt about their source, settled again once the doubt is gone: a new day with a
 * new budget, an allow-list that has been filled in, a breaker that an admin has reset. Every minute, oldest first; one
 * transaction each, so that a poisoned one stops nobody else.
 */
import { db, inTransaction, sql } from '@/lib/foundation/db';
import { log } from '@/lib/foundation/log';
import { settleAgain } from '@/lib/postbacks/match-confirmation';
import { budgetDay } from '@/lib/rules/trust';

const BATCH = 500;

/** Of this integration, or of all. Returns how many were looked at again; what does not fit today's budget stays as it is. */
export async function settleHeld(integrationId: string | null = null, options: { at?: Date } = {}): Promise<number> {
  let settled = 0;
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const ids = await believable(integrationId, after, options);
    for (const id of ids) {
      try {
        if (await inTransaction((tx) => settleAgain(tx, id), options)) settled += 1;
      } catch (error) {
        log.error({ err: error, confirmation: id }, 'a held confirmation could not be settled; it will be tried again');
      }
    }
    if (ids.length < BATCH) return settled;
    after = ids.at(-1)!;
  }
}

/** Source by source along the index of what is held; a source that nothing may be paid for is not looked into. */
async function believable(integrationId: string | null, after: string, { at }: { at?: Date }): Promise<string[]> {
  const day = at ? budgetDay(at) : null;
  const rows = await db.query<{ id: string }>(sql`
    SELECT f.id FROM (
        SELECT i.id, CASE WHEN i.allowed_ips <> '{}' THEN i.daily_budget_micros - coalesce(b.spent_micros, 0) ELSE 0 END AS left_micros
          FROM integration i LEFT JOIN budget_day b
            ON b.integration_id = i.id AND b.day = coalesce(${day}::date, (now() AT TIME ZONE 'UTC')::date)
         WHERE i.breaker_tripped_at IS NULL AND (${integrationId}::uuid IS NULL OR i.id = ${integrationId}::uuid)) AS source
     CROSS JOIN LATERAL (
       SELECT id FROM confirmation
        WHERE integration_id = source.id AND held IS NOT NULL AND id > ${after}::uuid
          AND (held = 'breaker' OR trust = 'strong' OR source.left_micros > 0 AND held_micros <= source.left_micros)
        ORDER BY id LIMIT ${BATCH}) AS f
     ORDER BY f.id LIMIT ${BATCH}`);
  return rows.map(({ id }) => id);
}

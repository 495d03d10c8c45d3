/**
 * An admin has looked at what tripped the money breaker and lets it pass. What has been counted so far no longer counts
 * against the limit (it still teaches what is usual); what was held meanwhile is settled by the worker.
 */

import { type Actor, auditChange } from '@/lib/foundation/audit';
import { inTransaction, sql } from '@/lib/foundation/db';
import { type Refusal, refuse } from '@/lib/rules/refusal';

/** Refused: `not-found`, `conflict` when it is not open. */
export async function resetBreaker(
  key: string,
  actor: Actor,
  options: { at?: Date } = {},
): Promise<{ key: string } | Refusal> {
  return inTransaction(async (tx) => {
    const [source] = await tx.query<{
      id: string;
      trippedAt: Date | null;
      figures: Record<string, unknown> | null;
    }>(sql`
      SELECT id, breaker_tripped_at AS tripped_at, breaker_figures AS figures FROM integration WHERE key = ${key} FOR UPDATE`);
    if (!source) return refuse('not-found', 'There is no such integration.');
    if (source.trippedAt === null) return refuse('conflict', 'The money breaker of this integration is not open.');
    await tx.execute(sql`
      UPDATE integration SET breaker_tripped_at = NULL, breaker_figures = NULL WHERE id = ${source.id}::uuid`);
    await tx.execute(sql`
      UPDATE confirmation_hour SET passed_count = count, passed_micros = micros
       WHERE integration_id = ${source.id}::uuid AND passed_count < count`);
    await auditChange(tx, actor, {
      action: 'breaker-reset',
      subject: `integration:${key}`,
      before: { trippedAt: source.trippedAt.toISOString(), ...source.figures },
      after: { trippedAt: null },
    });
    await tx.query(sql`
      SELECT graphile_worker.add_job('settle-held', ${JSON.stringify({ integrationId: source.id })}::json,
                                     job_key := ${`settle-held:${source.id}`})`);
    return { key };
  }, options);
}

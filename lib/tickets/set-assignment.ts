/** Changes how tickets are shared out: by turns or by hand, how many each agent takes, and who is away. Each is on record. */
import { type Actor, auditChange } from '@/lib/foundation/audit';
import { inTransaction, sql } from '@/lib/foundation/db';
import { type Refusal, refuse } from '@/lib/rules/refusal';
import { givesByTurns } from '@/lib/tickets/assign-waiting';

export const MOST_AT_ONCE = 500;

export async function setByTurns(byTurns: boolean, actor: Actor): Promise<void> {
  await inTransaction(async (tx) => {
    const before = { byTurns: await givesByTurns(tx) };
    await tx.execute(sql`
      INSERT INTO setting (key, value, updated_at) VALUES ('assignment', ${JSON.stringify({ byTurns })}::jsonb, ${tx.now})
      ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at`);
    await auditChange(tx, actor, {
      action: 'set-assignment',
      subject: 'setting:assignment',
      before,
      after: { byTurns },
    });
  });
}

/** What is left out stays as it is. Refused: `malformed`, `not-found`. */
export async function setTaker(
  agentId: string,
  change: { capacity?: number; available?: boolean },
  actor: Actor,
): Promise<Refusal | null> {
  const { capacity = null, available = null } = change;
  if (capacity !== null && !(Number.isInteger(capacity) && capacity >= 0 && capacity <= MOST_AT_ONCE)) {
    return refuse('malformed', `An agent takes 0 to ${MOST_AT_ONCE} tickets at once.`, {
      details: { faults: { capacity: 'capacity' } },
    });
  }
  return inTransaction(async (tx) => {
    const [agent] = await tx.query<{
      email: string;
      before: Record<string, unknown>;
      after: Record<string, unknown>;
    }>(sql`
      UPDATE agent SET capacity = coalesce(${capacity}, capacity), available = coalesce(${available}, available)
       WHERE id = ${agentId}::uuid AND disabled_at IS NULL
       RETURNING email, jsonb_build_object('capacity', old.capacity, 'available', old.available) AS before,
                 jsonb_build_object('capacity', new.capacity, 'available', new.available) AS after`);
    if (!agent) return refuse('not-found', 'There is no such agent.');
    const { email, before, after } = agent;
    await auditChange(tx, actor, { action: 'set-capacity', subject: `agent:${email}`, before, after });
    return null;
  });
}

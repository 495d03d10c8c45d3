/** What an agent decided and could not be carried out: told until they have seen it. */
import { db, sql } from '@/lib/foundation/db';
import type { IntentKind } from '@/lib/tickets/intents';

export type FailedIntent = {
  id: string;
  number: string;
  kind: IntentKind;
  outcome: 'approve' | 'deny' | null;
  /** A refusal's code, or `confirmed-meanwhile`. */
  failure: string;
  failedAt: Date;
};

export async function readFailedIntentsOf(agentId: string): Promise<FailedIntent[]> {
  return db.query<FailedIntent>(sql`
    SELECT i.id, t.number, i.kind, i.payload->>'outcome' AS outcome, i.failure, i.failed_at
      FROM intent i JOIN ticket t ON t.id = i.ticket_id
     WHERE i.agent_id = ${agentId}::uuid AND i.failed_at IS NOT NULL AND i.seen_at IS NULL
     ORDER BY i.failed_at DESC LIMIT 50`);
}

/** False when there is no such failure of this agent's, or it was seen before. */
export async function dismissFailed(agentId: string, id: string, now: Date): Promise<boolean> {
  const seen = await db.execute(sql`
    UPDATE intent SET seen_at = ${now}
     WHERE id = ${id}::uuid AND agent_id = ${agentId}::uuid AND failed_at IS NOT NULL AND seen_at IS NULL`);
  return seen === 1;
}

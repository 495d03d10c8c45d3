/**
 * An agent leaves: every session ends at once, links die, and the tickets in their hands go back to everybody, in one batch
 * with the fact itself. The agent stays as a row, because decisions name it for ever.
 */
import { endLinksOf } from '@/lib/accounts/agent-links';
import { endSessionsOf } from '@/lib/accounts/agent-sessions';
import { auditAgent } from '@/lib/accounts/audit-agent';
import { isTyped, notTyped } from '@/lib/accounts/change-agent';
import { lockAgent } from '@/lib/accounts/lock-agent';
import { inTransaction, sql, type Tx } from '@/lib/foundation/db';
import { isRefusal, type Refusal } from '@/lib/rules/refusal';
import { UNDER_REVIEW } from '@/lib/rules/ticket-states';

type Order = { agentId: string; by: { id: string }; typed: string };

export async function disableAgent(order: Order, now: Date): Promise<{ handedBack: number } | Refusal> {
  return inTransaction(
    async (tx) => {
      const agent = await lockAgent(tx, { ...order, lessens: true });
      if (isRefusal(agent)) return agent;
      if (!isTyped(agent, order.typed)) return notTyped();
      if (agent.disabledAt) return { handedBack: 0 };
      await tx.execute(sql`UPDATE agent SET disabled_at = ${tx.now} WHERE id = ${agent.id}::uuid`);
      await endSessionsOf(tx, agent.id);
      await endLinksOf(tx, agent.id);
      const handedBack = await handBack(tx, agent.id, order.by.id);
      await auditAgent(tx, order.by, { action: 'disable-agent', agentId: agent.id, after: { handedBack } });
      return { handedBack };
    },
    { at: now },
  );
}

/** In the order of their ids, as everybody who locks several tickets does. */
async function handBack(tx: Tx, agentId: string, by: string): Promise<number> {
  const [counted] = await tx.query<{ count: number }>(sql`
    WITH theirs AS (
      SELECT id FROM ticket WHERE assignee_id = ${agentId}::uuid AND status = ANY(${UNDER_REVIEW}) ORDER BY id FOR UPDATE
    ), freed AS (
      UPDATE ticket t SET assignee_id = NULL, touched_at = ${tx.now}, version = version + 1
        FROM theirs WHERE t.id = theirs.id RETURNING t.id, t.version
    ), told AS (
      INSERT INTO ticket_event (ticket_id, at, kind, actor_kind, actor_id, data, version)
      SELECT id, ${tx.now}, 'assigned', 'AGENT', ${by}, '{"assigneeId":null,"self":false}'::jsonb, version FROM freed
    )
    SELECT count(*)::int AS count FROM freed`);
  return counted!.count;
}

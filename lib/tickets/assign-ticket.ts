/**
 * Gives a ticket to an agent, or back to everybody. R14: an assigned ticket is left to the agent, the automation does not
 * decide it. The version an agent saw is checked, so that two who press at once do not take it from each other.
 */
import { inTransaction, sql, type TransactionOptions, type Tx } from '@/lib/foundation/db';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';
import { lockUnderReview } from '@/lib/tickets/lock-for-change';
import { appendEvent } from '@/lib/tickets/ticket-events';

type Assignment = { number: string; assigneeId: string | null; version: number; agentId: string };

/** Refused: `malformed`, `not-found`, `version-changed`, `being-decided`, `conflict`. */
export async function assignTicket(
  order: Assignment,
  options: TransactionOptions = {},
): Promise<{ version: number } | Refusal> {
  return inTransaction(async (tx) => {
    const ticket = await lockUnderReview(tx, order.number, order.version);
    if (isRefusal(ticket)) return ticket;
    if (order.assigneeId && !(await mayWork(tx, order.assigneeId)))
      return refuse('malformed', 'This agent cannot take tickets.');
    return assign(tx, ticket.id, order);
  }, options);
}

/** Somebody who can still sign in, and whose role works on tickets. */
export async function mayWork(tx: Tx, agentId: string): Promise<boolean> {
  const [agent] = await tx.query(
    sql`SELECT 1 FROM agent WHERE id = ${agentId}::uuid AND disabled_at IS NULL AND role <> 'auditor'`,
  );
  return agent !== undefined;
}

async function assign(tx: Tx, ticketId: string, { assigneeId, agentId }: Assignment): Promise<{ version: number }> {
  const [moved] = await tx.query<{ version: number; before: string | null; after: string | null }>(sql`
    UPDATE ticket SET assignee_id = ${assigneeId}::uuid, touched_at = ${tx.now}, version = version + 1
     WHERE id = ${ticketId}::uuid
     RETURNING version, (SELECT name FROM agent WHERE id = old.assignee_id) AS before,
               (SELECT name FROM agent WHERE id = new.assignee_id) AS after`);
  const { version, before, after } = moved!;
  const said = { assigneeId, self: assigneeId === agentId, before, after };
  await appendEvent(tx, ticketId, 'assigned', { kind: 'AGENT', id: agentId }, said);
  return { version };
}

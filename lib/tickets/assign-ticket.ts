/**
 * Gives a ticket to an agent, or back to everybody. R14: an assigned ticket is left to the agent, the automation does not
 * decide it. The version an agent saw is checked, so that two who press at once do not take it from each other.
 */
import { inTransaction, sql, type Tx } from '@/lib/foundation/db';
import { type Refusal, refuse } from '@/lib/rules/refusal';
import { isUnderReview, type TicketStatus } from '@/lib/rules/ticket-states';
import { appendEvent } from '@/lib/tickets/ticket-events';

type Assignment = { number: string; assigneeId: string | null; version: number; agentId: string };

export async function assignTicket(
  order: Assignment,
  options: { at?: Date } = {},
): Promise<{ version: number } | Refusal> {
  return inTransaction(async (tx) => {
    const ticket = await lockTicket(tx, order.number);
    if (!ticket) return refuse('not-found', 'There is no ticket with this number.');
    if (ticket.version !== order.version) return changed(ticket);
    if (!isUnderReview(ticket.status)) return refuse('conflict', 'This ticket is not waiting for a decision.');
    if (order.assigneeId && !(await mayWork(tx, order.assigneeId)))
      return refuse('malformed', 'This agent cannot take tickets.');
    return assign(tx, ticket, order);
  }, options);
}

type Locked = {
  id: string;
  status: TicketStatus;
  version: number;
  decidedAt: Date | null;
  assigneeName: string | null;
};

async function lockTicket(tx: Tx, number: string): Promise<Locked | undefined> {
  const [ticket] = await tx.query<Locked>(sql`
    SELECT t.id, t.status, t.version, t.decided_at, g.name AS assignee_name
      FROM ticket t LEFT JOIN agent g ON g.id = t.assignee_id WHERE t.number = ${number} FOR UPDATE OF t`);
  return ticket;
}

function changed({ version, status, decidedAt, assigneeName }: Locked): Refusal {
  const details = { version, status, decidedAt: decidedAt?.toISOString() ?? null, assignee: assigneeName };
  return refuse('version-changed', 'This ticket has changed since you opened it.', { details });
}

async function mayWork(tx: Tx, agentId: string): Promise<boolean> {
  const [agent] = await tx.query(
    sql`SELECT 1 FROM agent WHERE id = ${agentId}::uuid AND disabled_at IS NULL AND role <> 'auditor'`,
  );
  return agent !== undefined;
}

async function assign(tx: Tx, ticket: Locked, { assigneeId, agentId }: Assignment): Promise<{ version: number }> {
  const [moved] = await tx.query<{ version: number }>(sql`
    UPDATE ticket SET assignee_id = ${assigneeId}::uuid, touched_at = ${tx.now}, version = version + 1
     WHERE id = ${ticket.id}::uuid AND version = ${ticket.version} RETURNING version`);
  await appendEvent(
    tx,
    ticket.id,
    'assigned',
    { kind: 'AGENT', id: agentId },
    { assigneeId, self: assigneeId === agentId },
  );
  return moved!;
}

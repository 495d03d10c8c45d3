/**
 * Takes a decision or a reply back before it is carried out. Both are a conditional UPDATE of the same row under the ticket's
 * lock: whichever comes first wins, and the other one finds nothing open.
 */
import { inTransaction, sql, type Tx } from '@/lib/foundation/db';
import { type Refusal, refuse } from '@/lib/rules/refusal';
import { appendEvent } from '@/lib/tickets/ticket-events';
import { lockTicketByNumber } from '@/lib/tickets/ticket-record';

type Undoing = {
  number: string;
  /** Which one; without it, the one that is open. */
  intent: string | null;
  agentId: string;
  /** A lead may take back what a colleague did. */
  mayUndoOthers: boolean;
};

/** Refused: `not-found`, `too-late` (it has left, or was taken back already), `not-allowed`. */
export async function undoIntent(
  { number, intent, agentId, mayUndoOthers }: Undoing,
  options: { at?: Date } = {},
): Promise<{ version: number } | Refusal> {
  return inTransaction(async (tx) => {
    const ticket = await lockTicketByNumber(tx, number);
    if (!ticket) return refuse('not-found', 'There is no ticket with this number.');
    const open = await findOpen(tx, ticket.id);
    if (!open || (intent !== null && open.id !== intent)) {
      return refuse('too-late', 'There is nothing left to take back: it has been sent, or was taken back already.', {
        details: { version: ticket.version, status: ticket.status },
      });
    }
    if (open.agentId !== agentId && !mayUndoOthers)
      return refuse('not-allowed', 'Only the person who did it, or a lead, can take it back.');
    await tx.execute(sql`
      UPDATE intent SET undone_at = ${tx.now}, undone_by = ${agentId}::uuid
       WHERE id = ${open.id}::uuid AND done_at IS NULL AND failed_at IS NULL AND undone_at IS NULL`);
    const version = ticket.version + 1;
    await tx.execute(sql`
      UPDATE ticket SET deciding_until = NULL, version = ${version} WHERE id = ${ticket.id}::uuid`);
    await appendEvent(tx, ticket.id, 'undone', { kind: 'AGENT', id: agentId }, { intent: open.id, kind: open.kind });
    return { version };
  }, options);
}

async function findOpen(tx: Tx, ticketId: string): Promise<{ id: string; kind: string; agentId: string } | undefined> {
  const [open] = await tx.query<{ id: string; kind: string; agentId: string }>(sql`
    SELECT id, kind, agent_id FROM intent
     WHERE ticket_id = ${ticketId}::uuid AND done_at IS NULL AND undone_at IS NULL AND failed_at IS NULL FOR UPDATE`);
  return open;
}

/** A note among colleagues: kept with the ticket, never shown to the user, never sent. It decides nothing. */
import { inTransaction, sql, type TransactionOptions, type Tx } from '@/lib/foundation/db';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';
import { dropDraft } from '@/lib/tickets/agent-drafts';
import { mentionColleagues } from '@/lib/tickets/mentions';
import { appendEvent } from '@/lib/tickets/ticket-events';
import { readWords } from '@/lib/tickets/words';

export const LONGEST_INTERNAL_NOTE = 4_000;

type Note = { number: string; body: string; agentId: string };

/** Whoever is named in it (`@name`) is told. Refused: `malformed`, `not-found`. */
export async function addNote(
  { number, body, agentId }: Note,
  options: TransactionOptions = {},
): Promise<{ at: Date } | Refusal> {
  const words = readWords(body, LONGEST_INTERNAL_NOTE);
  if (isRefusal(words)) return words;
  return inTransaction(async (tx) => {
    const [ticket] = await tx.query<{ id: string }>(sql`SELECT id FROM ticket WHERE number = ${number}`);
    if (!ticket) return refuse('not-found', 'There is no ticket with this number.');
    await writeNote(tx, { ticketId: ticket.id, body: words, agentId });
    await appendEvent(tx, ticket.id, 'note', { kind: 'AGENT', id: agentId });
    await dropDraft(tx, ticket.id, agentId, 'note');
    return { at: tx.now };
  }, options);
}

/** Returns the message's id. */
export async function writeNote(
  tx: Tx,
  { ticketId, body, agentId }: { ticketId: string; body: string; agentId: string },
): Promise<string> {
  const [message] = await tx.query<{ id: string }>(sql`
    INSERT INTO message (ticket_id, at, author, agent_id, visibility, body)
    VALUES (${ticketId}::uuid, ${tx.now}, 'AGENT', ${agentId}::uuid, 'internal', ${body}) RETURNING id`);
  await mentionColleagues(tx, { messageId: message!.id, ticketId, body, agentId });
  return message!.id;
}

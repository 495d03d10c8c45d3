/** A note among colleagues: kept with the ticket, never shown to the user, never sent. It decides nothing. */
import { inTransaction, sql } from '@/lib/foundation/db';
import { type Refusal, refuse } from '@/lib/rules/refusal';
import { dropDraft } from '@/lib/tickets/agent-drafts';
import { appendEvent } from '@/lib/tickets/ticket-events';

export const LONGEST_INTERNAL_NOTE = 4_000;

type Note = { number: string; body: string; agentId: string };

export async function addNote(
  { number, body, agentId }: Note,
  options: { at?: Date } = {},
): Promise<{ at: Date } | Refusal> {
  const words = body.replace(/\r\n?/g, '\n').trim();
  const wrong = problemWith(words);
  if (wrong) return refuse('malformed', wrong, { fields: { body: wrong } });
  return inTransaction(async (tx) => {
    const [ticket] = await tx.query<{ id: string }>(sql`SELECT id FROM ticket WHERE number = ${number}`);
    if (!ticket) return refuse('not-found', 'There is no ticket with this number.');
    await tx.execute(sql`
      INSERT INTO message (ticket_id, at, author, agent_id, visibility, body)
      VALUES (${ticket.id}::uuid, ${tx.now}, 'AGENT', ${agentId}::uuid, 'internal', ${words})`);
    await appendEvent(tx, ticket.id, 'note', { kind: 'AGENT', id: agentId });
    await dropDraft(tx, ticket.id, agentId, 'note');
    return { at: tx.now };
  }, options);
}

function problemWith(words: string): string | null {
  if (words === '') return 'Write something first.';
  if (words.length > LONGEST_INTERNAL_NOTE) return `A note can have at most ${LONGEST_INTERNAL_NOTE} characters.`;
  return words.includes('\u0000') || !words.isWellFormed() ? 'The note has characters that cannot be kept.' : null;
}

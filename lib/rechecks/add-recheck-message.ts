/**
 * An agent says something to the advertiser about a claim. It stands in the portal beside the claim and nowhere else: nothing of
 * it reaches the user, and nothing of the user's conversation reaches the advertiser.
 */
import { inTransaction, sql } from '@/lib/foundation/db';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';
import { appendEvent } from '@/lib/tickets/ticket-events';
import { readWords } from '@/lib/tickets/words';

export const LONGEST_RECHECK_MESSAGE = 2_000;

type Message = { number: string; body: string; agentId: string };

/** About the latest claim, open or not. Refused: `malformed`, `not-found`, `conflict` (the advertiser was never asked). */
export async function addRecheckMessage(
  { number, body: typed, agentId }: Message,
  options: { at?: Date } = {},
): Promise<{ at: Date } | Refusal> {
  const body = readWords(typed, LONGEST_RECHECK_MESSAGE);
  if (isRefusal(body)) return body;
  return inTransaction(async (tx) => {
    const [ticket] = await tx.query<{ id: string; recheckId: string | null }>(sql`
      SELECT t.id, (SELECT id FROM recheck WHERE ticket_id = t.id ORDER BY asked_at DESC LIMIT 1) AS recheck_id
        FROM ticket t WHERE t.number = ${number}`);
    if (!ticket) return refuse('not-found', 'There is no ticket with this number.');
    if (!ticket.recheckId) return refuse('conflict', 'The advertiser has not been asked about this ticket.');
    await tx.execute(sql`
      INSERT INTO recheck_message (recheck_id, at, author, author_name, agent_id, body)
      SELECT ${ticket.recheckId}::uuid, ${tx.now}, 'AGENT', name, id, ${body} FROM agent WHERE id = ${agentId}::uuid`);
    await appendEvent(tx, ticket.id, 'recheck-message', { kind: 'AGENT', id: agentId });
    return { at: tx.now };
  }, options);
}

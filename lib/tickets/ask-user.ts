/**
 * An agent asks the user something: a message on the ticket and an e-mail that a person wrote. It can be taken back for
 * fifteen seconds like a decision, goes to a validated address only (R11), and the user's answer puts the ticket back on top.
 */
import { inTransaction, sql, type Tx } from '@/lib/foundation/db';
import { promiseEmail } from '@/lib/outbox/promise-email';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';
import { isUnderReview } from '@/lib/rules/ticket-states';
import { dropDraft } from '@/lib/tickets/agent-drafts';
import { pauseClock } from '@/lib/tickets/clocks';
import { type Planned, planIntent } from '@/lib/tickets/intents';
import { lockUnderReview } from '@/lib/tickets/lock-for-change';
import { readReviewPolicy } from '@/lib/tickets/review-policy';
import { appendEvent } from '@/lib/tickets/ticket-events';
import type { TicketRecord } from '@/lib/tickets/ticket-record';
import { readWords } from '@/lib/tickets/words';

export const LONGEST_QUESTION = 2_000;

type Question = { number: string; version: number; agentId: string; body: string };

/** Refused: `malformed`, `not-found`, `version-changed`, `being-decided`, `conflict`. */
export async function askUser(question: Question, options: { at?: Date } = {}): Promise<Planned | Refusal> {
  const body = readWords(question.body, LONGEST_QUESTION);
  if (isRefusal(body)) return body;
  return inTransaction(async (tx) => {
    const ticket = await lockUnderReview(tx, question.number, question.version);
    return isRefusal(ticket) ? ticket : planQuestion(tx, ticket, { body, agentId: question.agentId });
  }, options);
}

/** The caller holds the lock of a ticket under review, and has read the words. Nothing has been written when it is refused. */
export async function planQuestion(
  tx: Tx,
  ticket: TicketRecord,
  { body, agentId }: Pick<Question, 'body' | 'agentId'>,
): Promise<Planned | Refusal> {
  if (ticket.validatedAt === null) return refuse('conflict', 'This address has not been validated yet.');
  return planIntent(tx, ticket, { kind: 'ask-user', payload: { body } }, agentId);
}

type Sending = { body: string; intent: string; agentId: string };

/** The time to take it back is over; the caller holds the lock. Null when it is sent, else why not. */
export async function sendQuestion(
  tx: Tx,
  ticket: TicketRecord,
  { body, intent, agentId }: Sending,
): Promise<string | null> {
  if (!isUnderReview(ticket.status) || ticket.validatedAt === null) return 'conflict';
  await tx.execute(sql`
    INSERT INTO message (ticket_id, at, author, agent_id, body)
    VALUES (${ticket.id}::uuid, ${tx.now}, 'AGENT', ${agentId}::uuid, ${body})`);
  await tx.execute(sql`
    UPDATE ticket SET asked_user_at = ${tx.now}, deciding_until = NULL, version = version + 1
     WHERE id = ${ticket.id}::uuid`);
  if ((await readReviewPolicy(tx)).pauseForUser) await pauseClock(tx, [ticket.id], tx.now);
  await appendEvent(tx, ticket.id, 'asked-user', { kind: 'AGENT', id: agentId });
  await dropDraft(tx, ticket.id, agentId, 'ask');
  await promiseEmail(tx, {
    key: `asked:${intent}`,
    template: 'agent-asks',
    props: { ticketNumber: ticket.number, offerTitle: ticket.offerTitle, words: body },
    locale: ticket.locale,
    to: ticket.address,
    ticketId: ticket.id,
    userId: ticket.userId,
  });
  return null;
}

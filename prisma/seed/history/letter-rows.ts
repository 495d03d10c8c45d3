/** The e-mails about tickets of the past, and the proof of their addresses. All of them were sent when they were promised. */
import { createHash, randomUUID } from 'node:crypto';
import { validationToken } from '@/lib/outbox/links';
import type { Letter, StoredProps } from '@/lib/outbox/promise-email';
import { DEFAULT_REVIEW, deadlinesOf } from '@/lib/rules/review-policy';
import { formatReward } from '@/lib/rules/reward-words';
import { DAY_MS, ESCALATION_WINDOW_MS } from '@/lib/rules/ticket-states';
import type { Journey } from './population';
import { plus } from './reward-rows';
import type { Rows } from './rows';
import type { PastRuling, PastTicket } from './ticket-rows';

export function addressOf({ user }: Journey): string {
  return `${user}@player.example`;
}

/** First contact, and the answer to the proof. */
export function greet(rows: Rows, ticket: PastTicket, openedAt: Date, validatedAt: Date): void {
  const { journey, number } = ticket;
  const validationId = randomUUID();
  rows.validations.push({
    id: validationId,
    ticket_id: ticket.id,
    user_id: journey.userId,
    address: addressOf(journey),
    token_hash: createHash('sha256').update(validationToken(validationId)).digest('hex'),
    created_at: openedAt,
    expires_at: plus(openedAt, DAY_MS),
    used_at: validatedAt,
  });
  write(rows, ticket, openedAt, {
    key: `validate:${validationId}`,
    template: 'validate-address',
    props: { ticketNumber: number, validationId },
  });
  const answerBy = deadlinesOf(DEFAULT_REVIEW, validatedAt).breachAt.toISOString();
  const props = { ticketNumber: number, offerTitle: journey.offerTitle, gameName: journey.gameName, answerBy };
  write(rows, ticket, validatedAt, { key: `received:${ticket.id}`, template: 'ticket-received', props });
}

export function writePending(rows: Rows, ticket: PastTicket, at: Date): void {
  const props = { ticketNumber: ticket.number, offerTitle: ticket.journey.offerTitle };
  write(rows, ticket, at, { key: `pending:${ticket.id}`, template: 'ticket-pending', props });
}

export function writeDecision(
  rows: Rows,
  ticket: PastTicket,
  at: Date,
  { outcome, reason, detail, agentId, acknowledgedAt }: PastRuling,
  { round, afterDenial }: { round: number; afterDenial: boolean },
): void {
  const { journey, number } = ticket;
  const key = `decision:${ticket.id}:${round}`;
  const common = { ticketNumber: number, offerTitle: journey.offerTitle };
  if (outcome === 'APPROVED') {
    const props = { ...common, gameName: journey.gameName, reward: rewardOf(ticket), afterDenial };
    write(rows, ticket, at, { key, template: 'ticket-approved', props });
    return;
  }
  const known = reason === 'not-confirmed' || reason === 'rejected' || reason === 'already-rewarded';
  const props: StoredProps<'ticket-denied'> = {
    ...common,
    reason: known ? reason : 'agent',
    ...(detail && (agentId ? !known : reason === 'rejected') && { detail }),
    ...(detail && agentId && known && { note: detail }),
    ...(acknowledgedAt && { acknowledgedAt: acknowledgedAt.toISOString() }),
    ...(round === 1 && { contestUntil: plus(at, ESCALATION_WINDOW_MS).toISOString() }),
  };
  write(rows, ticket, at, { key, template: 'ticket-denied', props });
}

/** The game has acknowledged what the ticket was about. */
export function tellSent(rows: Rows, ticket: PastTicket, at: Date): void {
  const { offerTitle, gameName } = ticket.journey;
  const props = { ticketNumber: ticket.number, offerTitle, gameName, reward: rewardOf(ticket) };
  write(rows, ticket, at, { key: `sent:${ticket.id}`, template: 'reward-sent', props });
}

function rewardOf({ step, journey }: PastTicket): string {
  return formatReward(step.rewardAmount, journey.currencyName, 'en');
}

type WithoutAddress<L> = L extends Letter ? Pick<L, 'key' | 'template' | 'props'> : never;

function write(rows: Rows, { id, journey }: PastTicket, at: Date, said: WithoutAddress<Letter>): void {
  const letter = { ...said, locale: 'en', to: addressOf(journey), ticketId: id, userId: journey.userId } as Letter;
  rows.letters.push({ letter, at });
}

/** What the user is told of a decision (R19, R23): the same letter is shown to the agent before and sent after. */
import type { Letter, StoredProps } from '@/lib/outbox/promise-email';
import { formatReward } from '@/lib/rules/reward-words';
import { ESCALATION_WINDOW_MS } from '@/lib/rules/ticket-states';
import type { Ruling } from '@/lib/tickets/write-decisions';

type Told = Pick<Ruling, 'ticket' | 'steps' | 'outcome' | 'reason' | 'detail' | 'actor' | 'round'>;

/** One per decision; none to an address that was never validated. */
export function decisionLetter(ruling: Told, holdEnds: Date | null, now: Date): Letter[] {
  const { ticket, outcome, round } = ruling;
  if (ticket.validatedAt === null) return [];
  const common = { ticketNumber: ticket.number, offerTitle: ticket.offerTitle };
  const address = {
    key: `decision:${ticket.id}:${round}`,
    locale: ticket.locale,
    to: ticket.address,
    ticketId: ticket.id,
    userId: ticket.userId,
  };
  if (ticket.kind === 'ban-appeal') {
    const { number: ticketNumber, gameName } = ticket;
    const detail = ruling.detail ? { detail: ruling.detail } : {};
    return [
      {
        ...address,
        template: 'appeal-decided',
        props: { ticketNumber, gameName, lifted: outcome === 'APPROVED', ...detail },
      },
    ];
  }
  if (outcome === 'APPROVED') {
    const reward = formatReward(ticket.rewardTotal, ticket.currencyName, ticket.locale);
    const props = {
      ...common,
      gameName: ticket.gameName,
      reward,
      afterDenial: ticket.status === 'DENIED' || ticket.round > 1,
      ...(holdEnds && { heldUntil: holdEnds.toISOString() }),
    };
    return [{ ...address, template: 'ticket-approved', props }];
  }
  return [{ ...address, template: 'ticket-denied', props: { ...common, ...denialOf(ruling, now) } }];
}

type Denial = Omit<StoredProps<'ticket-denied'>, 'ticketNumber' | 'offerTitle'>;

const SAID_AS_IT_IS = ['rejected', 'already-rewarded', 'not-confirmed'] as const;

/** An agent's own reason code stays inside; what the user reads are the agent's words. */
function denialOf({ reason: decided, detail, round, steps, actor }: Told, now: Date): Denial {
  const reason = SAID_AS_IT_IS.find((known) => known === decided) ?? 'agent';
  const acknowledgedAt = steps.find((step) => step.acknowledgedAt)?.acknowledgedAt;
  return {
    reason,
    ...(detail && (actor.kind === 'AUTO' ? reason === 'rejected' : reason === 'agent') && { detail }),
    ...(detail && actor.kind !== 'AUTO' && reason !== 'agent' && { note: detail }),
    ...(reason === 'already-rewarded' && acknowledgedAt && { acknowledgedAt: acknowledgedAt.toISOString() }),
    ...(round === 1 && { contestUntil: new Date(now.getTime() + ESCALATION_WINDOW_MS).toISOString() }),
  };
}

/** Every status a ticket can have, and where it may go from there. Nothing else moves a ticket. */
export const TICKET_STATUSES = [
  'AWAITING_24H',
  'AWAITING_EMAIL',
  'OPEN',
  'PENDING_CONFIRMATION',
  'ESCALATED',
  'WITH_ADVERTISER',
  'APPROVED',
  'DENIED',
  'CLOSED',
] as const;
export type TicketStatus = (typeof TICKET_STATUSES)[number];

const MOVES: Record<TicketStatus, readonly TicketStatus[]> = {
  AWAITING_24H: ['AWAITING_EMAIL', 'OPEN', 'CLOSED'],
  AWAITING_EMAIL: ['OPEN', 'CLOSED'],
  OPEN: ['PENDING_CONFIRMATION', 'ESCALATED', 'WITH_ADVERTISER', 'APPROVED', 'DENIED', 'CLOSED'],
  PENDING_CONFIRMATION: ['OPEN', 'ESCALATED', 'WITH_ADVERTISER', 'APPROVED', 'DENIED', 'CLOSED'],
  ESCALATED: ['WITH_ADVERTISER', 'APPROVED', 'DENIED', 'CLOSED'],
  WITH_ADVERTISER: ['ESCALATED', 'APPROVED', 'DENIED', 'CLOSED'],
  // The user replied or pressed "I disagree" (R19), or the advertiser confirmed late (R15).
  DENIED: ['ESCALATED', 'APPROVED'],
  APPROVED: [],
  // It was closed as a duplicate, and was none.
  CLOSED: ['OPEN', 'PENDING_CONFIRMATION', 'ESCALATED'],
};

export function mayMove(from: TicketStatus, to: TicketStatus): boolean {
  return MOVES[from].includes(to);
}

/** A decision is being waited for: the automation or an agent has it. */
export const UNDER_REVIEW: readonly TicketStatus[] = ['OPEN', 'PENDING_CONFIRMATION', 'ESCALATED', 'WITH_ADVERTISER'];

export function isUnderReview(status: TicketStatus): boolean {
  return UNDER_REVIEW.includes(status);
}

/** The second axis: where the reward itself stands, whatever the ticket says. */
export const REWARD_STATUSES = ['NONE', 'PENDING', 'CONFIRMED', 'SENT', 'ACKNOWLEDGED', 'FAILED', 'REVERSED'] as const;
export type RewardStatus = (typeof REWARD_STATUSES)[number];

export type RewardFacts = {
  confirmation: 'none' | 'pending' | 'completed' | 'reconciled';
  grant: 'none' | 'granted' | 'reversed';
  callback: 'none' | 'PENDING' | 'ACKNOWLEDGED' | 'FAILED' | 'CANCELLED';
  attempts: number;
  /** Credited with delay, and the delay is not over. */
  held: boolean;
};

/**
 * PENDING: the advertiser, or our own hold, takes its time. CONFIRMED: the publisher has not been told yet. SENT: told, not
 * yet acknowledged.
 */
export function rewardStatus({ confirmation, grant, callback, attempts, held }: RewardFacts): RewardStatus {
  if (grant === 'reversed') return 'REVERSED';
  if (callback === 'ACKNOWLEDGED') return 'ACKNOWLEDGED';
  if (callback === 'FAILED') return 'FAILED';
  if (grant === 'granted' && held) return 'PENDING';
  if (grant === 'granted') return attempts > 0 ? 'SENT' : 'CONFIRMED';
  if (confirmation === 'completed') return 'CONFIRMED';
  return confirmation === 'pending' ? 'PENDING' : 'NONE';
}

/** How far the least advanced of several steps is: what a ticket about all of them shows. */
export function leastAdvanced(statuses: readonly RewardStatus[]): RewardStatus {
  const order: readonly RewardStatus[] = ['REVERSED', 'FAILED', 'NONE', 'PENDING', 'CONFIRMED', 'SENT', 'ACKNOWLEDGED'];
  return order.find((status) => statuses.includes(status)) ?? 'NONE';
}

export const DAY_MS = 86_400_000;
/** R19: a denial can be contested once, within 14 days. */
export const ESCALATION_WINDOW_MS = 14 * DAY_MS;
/** 04, decision 1: a late confirmation approves a denied ticket by itself for 90 days; afterwards an agent looks. */
export const LATE_CONFIRMATION_WINDOW_MS = 90 * DAY_MS;

export function mayEscalate(
  ticket: { status: TicketStatus; round: number; deniedAt: Date | null },
  now: Date,
): boolean {
  if (ticket.status !== 'DENIED' || ticket.deniedAt === null || ticket.round !== 1) return false;
  return now.getTime() - ticket.deniedAt.getTime() < ESCALATION_WINDOW_MS;
}

/**
 * What a reply does to the ticket it belongs to (R19, R14; helpdesk reference, 9 C5). Every status has a row, so that a new
 * one cannot be forgotten. Whatever it does, the words are kept and shown.
 */
import { ESCALATION_WINDOW_MS, mayEscalate, type TicketStatus } from '@/lib/rules/ticket-states';

export type ReplyEffect =
  /** Kept with the ticket, which is left to a person from now on (R14). */
  | 'append'
  /** The one contest of the first denial. */
  | 'escalate'
  /** Kept; the sender is told once why nothing moves. */
  | 'explain-too-late'
  | 'explain-final'
  /** Kept; a person looks whether something is wrong with the reward. */
  | 'look-at';

export type RepliedTo = { status: TicketStatus; round: number; deniedAt: Date | null };

const EFFECTS: Record<TicketStatus, ReplyEffect | ((ticket: RepliedTo, now: Date) => ReplyEffect)> = {
  AWAITING_24H: 'append',
  AWAITING_EMAIL: 'append',
  OPEN: 'append',
  PENDING_CONFIRMATION: 'append',
  ESCALATED: 'append',
  WITH_ADVERTISER: 'append',
  APPROVED: 'look-at',
  DENIED: (ticket, now) => {
    if (mayEscalate(ticket, now)) return 'escalate';
    const late = ticket.deniedAt !== null && now.getTime() - ticket.deniedAt.getTime() >= ESCALATION_WINDOW_MS;
    return ticket.round === 1 && late ? 'explain-too-late' : 'explain-final';
  },
  CLOSED: 'explain-final',
};

export function effectOfReply(ticket: RepliedTo, now: Date): ReplyEffect {
  const effect = EFFECTS[ticket.status];
  return typeof effect === 'function' ? effect(ticket, now) : effect;
}

/** Why a person's mail is with nobody's ticket yet. */
export const SUSPENSION_CAUSES = [
  /** No reply address of ours, and no message of ours that it answers. */
  'no-ticket',
  /** The reply address is right, the sender is somebody else. */
  'other-sender',
  /** None or several in From. */
  'unclear-sender',
  /** The sender's domain says that it is not from there. */
  'not-authentic',
  /** The ticket's address was never proven. */
  'not-validated',
  /** More than twenty within an hour. */
  'too-many',
  /** Larger, deeper or in more parts than we take. */
  'too-large',
  /** Cannot be read. */
  'unreadable',
] as const;
export type SuspensionCause = (typeof SUSPENSION_CAUSES)[number];

/** Beyond this within an hour a sender is not heard for an hour; what it sends is kept (IN-015). */
export const MAILS_PER_HOUR = 20;

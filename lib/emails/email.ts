/**
 * The messages we send and what each needs to know. Floor 1: pure functions of props and locale; the rows, the links and
 * the sending are elsewhere. Instants are ISO strings because props are kept as JSON until the message is handed over.
 */
import type { DeadlinePolicy } from '@/lib/rules/recheck-schedule';

export type EmailProps = {
  /** First contact (R11). Fixed text only: nothing that a user typed may stand in it. */
  'validate-address': { ticketNumber: string; link: string; code: string };
  /** After validation (R12). */
  'ticket-received': {
    ticketNumber: string;
    offerTitle: string;
    gameName: string;
    statusLink: string;
    answerBy: string;
  };
  'ticket-approved': {
    ticketNumber: string;
    offerTitle: string;
    gameName: string;
    reward: string;
    statusLink: string;
    /** The advertiser confirmed after an earlier denial (R15). */
    afterDenial: boolean;
    /** When the game is told, where it is credited with delay. */
    heldUntil?: string;
  };
  /** R19: lists the common reasons and claims none that the advertiser did not give. */
  'ticket-denied': {
    ticketNumber: string;
    offerTitle: string;
    statusLink: string;
    reason: 'not-confirmed' | 'rejected' | 'already-rewarded' | 'agent';
    /** The advertiser's rejection code; with `agent`, the agent's words. */
    detail?: string;
    /** An agent's words beside one of the other reasons. */
    note?: string;
    acknowledgedAt?: string;
    /** Until when the user may contest; absent after the second denial. */
    contestUntil?: string;
  };
  /** The advertiser has seen it and is still checking (R14). */
  'ticket-pending': { ticketNumber: string; offerTitle: string; statusLink: string };
  /** The game has acknowledged the reward (R18). */
  'reward-sent': { ticketNumber: string; offerTitle: string; gameName: string; reward: string; statusLink: string };
  'reward-reversed': { ticketNumber: string; offerTitle: string; gameName: string; reward: string; statusLink: string };
  /** A banned user appeals (R6). */
  'appeal-received': { ticketNumber: string; gameName: string; statusLink: string; answerBy: string };
  'appeal-decided': { ticketNumber: string; gameName: string; statusLink: string; lifted: boolean; detail?: string };
  /** The user contested a denial (R19). */
  'escalation-received': { ticketNumber: string; offerTitle: string; statusLink: string; answerBy: string };
  /** An agent asks the user: a person wrote it. */
  'agent-asks': { ticketNumber: string; offerTitle: string; statusLink: string; words: string };
  /** The user replied to a decision that stands; once per decision. `too-late`: the 14 days are over. */
  'reply-kept': { ticketNumber: string; offerTitle: string; statusLink: string; why: 'final' | 'too-late' };
  /** To a proven address that wrote something we could put to no ticket: how to write to us. Fixed text. */
  'mail-instructions': Record<never, never>;
  /** Closed as a duplicate or merged; `continuedAs` where the other ticket is the same user's. */
  'ticket-continued': { ticketNumber: string; offerTitle: string; statusLink: string; continuedAs?: string };
  /** The advertiser looks again (R21); `late`: the goal of ten days has passed. At most these two on the way. */
  'with-advertiser': {
    ticketNumber: string;
    offerTitle: string;
    statusLink: string;
    answerBy: string;
    late: boolean;
  };
  /** To an advertiser: claims to check again. The portal's link stands in all three. */
  'recheck-asked': RecheckLetter & { question?: string };
  'recheck-reminder': RecheckLetter & { day: number };
  /** To somebody above at the advertiser: nobody has answered. */
  'recheck-overdue': RecheckLetter;
  /** To a named person of an advertiser, who asked for it. */
  'advertiser-sign-in': { advertiserName: string; link: string; until: string };
  /** To a publisher: its server has acknowledged nothing for so many hours. */
  'callbacks-failing': FailingEndpoint & { hours: 1 | 24 | 96; pausesAt: string };
  /** To a publisher: nobody calls its server any more. */
  'callbacks-paused': FailingEndpoint;
  /** To an agent: a link by which a first or a new password is set, once. */
  'agent-invited': { kind: 'invitation' | 'new-password'; link: string; until: string };
  /** To an agent who asked for it: another message as it would be sent, about nobody (samples.ts). */
  'template-test': { of: Exclude<keyof EmailProps, 'template-test'> };
};

type RecheckLetter = {
  advertiserName: string;
  claims: number;
  link: string;
  answerBy: string;
  silence: DeadlinePolicy;
};

type FailingEndpoint = { gameName: string; host: string; since: string; waiting: number; reason: string | null };

/** They go to publishers, advertisers, our own agents or somebody whose mail is nobody's, and speak of no ticket. */
export const WITHOUT_TICKET = [
  'callbacks-failing',
  'callbacks-paused',
  'agent-invited',
  'recheck-asked',
  'recheck-reminder',
  'recheck-overdue',
  'advertiser-sign-in',
  'mail-instructions',
  'template-test',
] as const;
export type TicketlessTemplate = (typeof WITHOUT_TICKET)[number];

export function isWithoutTicket(template: EmailTemplate): template is TicketlessTemplate {
  return (WITHOUT_TICKET as readonly string[]).includes(template);
}

/** To an address that its owner must have proven (R11); the others come from the operator. */
export function isToUser(template: EmailTemplate): boolean {
  return !isWithoutTicket(template) || template === 'mail-instructions';
}

/** Sent by a machine because a mail came, and not because of anything that happened to a ticket (RFC 3834). */
export function answersMail(template: EmailTemplate): boolean {
  return template === 'reply-kept' || template === 'mail-instructions';
}

/** What a mail that comes in can cause by itself; how often is limited (lib/outbox/email-limits.ts). */
export const AUTOMATIC_ANSWERS = ['reply-kept', 'mail-instructions', 'escalation-received'] as const;
export type AutomaticAnswer = (typeof AUTOMATIC_ANSWERS)[number];

/** A person wrote it: it does not call itself automatic, and what answers it may come from a person too. */
export function isByPerson(template: EmailTemplate): boolean {
  return template === 'agent-asks';
}

export type EmailTemplate = keyof EmailProps;
export type RenderedEmail = { subject: string; text: string; html: string };

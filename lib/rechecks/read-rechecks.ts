/**
 * What the desk knows of a ticket and its advertiser (R21): every time it was asked, what was answered, the letters, what was
 * said; both clocks; and what would happen if it were asked now.
 */
import { db, sql } from '@/lib/foundation/db';
import type { BusinessCalendar } from '@/lib/rules/business-days';
import type { NotEligibleReason, RecheckAnswer } from '@/lib/rules/recheck-answer';
import {
  type DeadlinePolicy,
  gatheredUntil,
  type RecheckStep,
  recheckDay,
  recheckDeadlines,
} from '@/lib/rules/recheck-schedule';

/** What is agreed with the advertiser. */
export type RecheckTerms = {
  key: string;
  name: string;
  address: string | null;
  gathers: boolean;
  policy: DeadlinePolicy;
  timeZone: string;
  holidays: string[];
};

export type RecheckStatus = 'ASKED' | 'ANSWERED' | 'SETTLED' | 'EXPIRED' | 'WITHDRAWN';

export type TicketRecheck = {
  id: string;
  status: RecheckStatus;
  question: string | null;
  askedAt: Date;
  /** Null: a rule asked. */
  askedBy: string | null;
  /** Null while the claims of a day are gathered. */
  sentAt: Date | null;
  /** When it is or was sent, gathered or not. */
  startsAt: Date;
  targetAt: Date;
  breachAt: Date;
  closedAt: Date | null;
  /** Business days of the advertiser that have begun; it stands still when the claim is closed. */
  day: number;
  nextStep: RecheckStep | null;
  nextStepAt: Date | null;
  answer: RecheckAnswer | null;
  reason: NotEligibleReason | null;
  words: string | null;
  answeredAt: Date | null;
  answeredBy: string | null;
  /** Answered after it had ended otherwise. */
  late: boolean;
  /** Claims in the same letter. */
  claims: number;
  link: { no: number; revokedAt: Date | null; expiresAt: Date; openedAt: Date | null } | null;
  letters: { template: string; status: string; at: Date; to: string }[];
  messages: { at: Date; author: 'AGENT' | 'ADVERTISER'; name: string; body: string }[];
};

export type DeskRechecks = {
  terms: RecheckTerms;
  /** The latest first. */
  rechecks: TicketRecheck[];
  ifAsked: { sendsAt: Date; targetAt: Date; breachAt: Date; freeDays: string[] };
  /** The review clock, when it stands still: since when, and what is left of it to the target, in ms. */
  resting: { since: Date; leftMs: number } | null;
};

export async function readRechecks(
  ticket: { id: string; advertiserId: string },
  { now }: { now: Date },
): Promise<DeskRechecks> {
  const [terms, rows, resting] = await Promise.all([
    readTerms(ticket.advertiserId),
    readRows(ticket.id),
    readResting(ticket.id),
  ]);
  const sendsAt = terms.gathers ? gatheredUntil(now, terms) : now;
  const deadlines = recheckDeadlines(sendsAt, terms);
  return {
    terms,
    rechecks: rows.map((row) => toRecheck(row, terms, now)),
    ifAsked: { sendsAt, ...deadlines, freeDays: freeDays(terms, sendsAt, deadlines.breachAt) },
    resting,
  };
}

/** Holidays that fall between the two, as dates. */
export function freeDays({ holidays }: Pick<RecheckTerms, 'holidays'>, from: Date, until: Date): string[] {
  const [first, last] = [from, until].map((at) => at.toISOString().slice(0, 10)) as [string, string];
  return holidays.filter((date) => date >= first && date <= last);
}

async function readTerms(advertiserId: string): Promise<RecheckTerms> {
  const [terms] = await db.query<RecheckTerms>(sql`
    SELECT key, name, recheck_email AS address, recheck_gather AS gathers, deadline_policy AS policy, time_zone,
           holidays::text[] AS holidays FROM advertiser WHERE id = ${advertiserId}::uuid`);
  return terms!;
}

type Row = Omit<TicketRecheck, 'day' | 'late' | 'link' | 'letters' | 'messages'> & {
  linkNo: number | null;
  revokedAt: Date | null;
  expiresAt: Date | null;
  openedAt: Date | null;
  letters: { template: string; status: string; at: string; to: string }[];
  messages: { at: string; author: 'AGENT' | 'ADVERTISER'; name: string; body: string }[];
};

const MOST = 20;

function readRows(ticketId: string): Promise<Row[]> {
  return db.query<Row>(sql`
    SELECT r.id, r.status, r.question, r.asked_at, g.name AS asked_by, r.target_at, r.breach_at, r.closed_at, r.answer,
           r.answer_reason AS reason, r.answer_words AS words, r.answered_at, r.answered_by, q.sent_at,
           coalesce(q.sent_at, q.gather_until, r.asked_at) AS starts_at,
           CASE WHEN r.status = 'ASKED' THEN q.next_step END AS next_step, q.next_step_at,
           q.link_no, q.revoked_at, q.expires_at, mates.claims, opened.at AS opened_at, sent.letters, said.messages
      FROM recheck r LEFT JOIN recheck_request q ON q.id = r.request_id LEFT JOIN agent g ON g.id = r.asked_by
      CROSS JOIN LATERAL (SELECT count(*)::int AS claims FROM recheck WHERE request_id = q.id) mates
      CROSS JOIN LATERAL (
        SELECT max(at) AS at FROM audit_entry
         WHERE subject = 'recheck-request:' || q.id AND action = 'portal-opened') opened
      CROSS JOIN LATERAL (
        SELECT coalesce(jsonb_agg(jsonb_build_object('template', template, 'status', status, 'to', to_address,
                 'at', coalesce(sent_at, failed_at, created_at)) ORDER BY created_at, id), '[]') AS letters
          FROM email WHERE props ? 'requestId' AND props->>'requestId' = q.id::text) sent
      CROSS JOIN LATERAL (
        SELECT coalesce(jsonb_agg(jsonb_build_object('at', at, 'author', author, 'name', author_name, 'body', body)
                 ORDER BY at, id), '[]') AS messages FROM recheck_message WHERE recheck_id = r.id) said
     WHERE r.ticket_id = ${ticketId}::uuid ORDER BY r.asked_at DESC, r.id DESC LIMIT ${MOST}`);
}

function toRecheck(row: Row, calendar: BusinessCalendar, now: Date): TicketRecheck {
  const { linkNo, revokedAt, expiresAt, openedAt, letters, messages, ...rest } = row;
  return {
    ...rest,
    day: recheckDay(rest.startsAt, rest.closedAt ?? now, calendar),
    late: rest.answer !== null && rest.status !== 'ANSWERED',
    link: linkNo !== null && expiresAt ? { no: linkNo, revokedAt, expiresAt, openedAt } : null,
    letters: letters.map((letter) => ({ ...letter, at: new Date(letter.at) })),
    messages: messages.map((message) => ({ ...message, at: new Date(message.at) })),
  };
}

async function readResting(ticketId: string): Promise<DeskRechecks['resting']> {
  const [clock] = await db.query<{ pausedAt: Date; targetAt: Date }>(sql`
    SELECT paused_at, target_at FROM clock
     WHERE ticket_id = ${ticketId}::uuid AND kind = 'review' AND met_at IS NULL AND paused_at IS NOT NULL`);
  return clock ? { since: clock.pausedAt, leftMs: clock.targetAt.getTime() - clock.pausedAt.getTime() } : null;
}

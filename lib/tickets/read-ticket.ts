/** A ticket as its user sees it: by their wall session, or by the link in an e-mail. */
import { timingSafeEqual } from 'node:crypto';
import { db, type Sql, sql } from '@/lib/foundation/db';
import { ticketAccessToken } from '@/lib/outbox/links';
import { maskAddress } from '@/lib/rules/email-address';
import { ESCALATION_WINDOW_MS, mayEscalate, type RewardStatus, type TicketStatus } from '@/lib/rules/ticket-states';
import { type RewardTimeline, timelineOf } from '@/lib/rules/timeline';
import { type AdvertiserWait, readAdvertiserWait } from '@/lib/tickets/advertiser-wait';
import { readProgress } from '@/lib/tickets/in-progress';
import type { ProofQuestion } from '@/lib/tickets/ticket-form';
import { CODE_TRIES, RESEND_AFTER_MS } from '@/lib/tickets/validate-email';

export type UserTicket = {
  id: string;
  userId: string;
  number: string;
  kind: string;
  status: TicketStatus;
  rewardStatus: RewardStatus;
  offerTitle: string;
  clickId: string;
  gameName: string;
  currencyName: string;
  rewardTotal: bigint;
  locale: string;
  maskedAddress: string;
  openedAt: Date;
  opensAt: Date;
  validatedAt: Date | null;
  dueAt: Date | null;
  breachAt: Date | null;
  decidedAt: Date | null;
  round: number;
  version: number;
  closedReason: string | null;
  description: string;
  answers: { label: string; value: string }[];
  steps: { key: string; name: string; rewardAmount: bigint; status: RewardStatus }[];
  timeline: RewardTimeline;
  /** `rejection`: the advertiser's code. `words`: an agent's, for the user. An agent's remark on an approval stays inside. */
  decision: {
    outcome: 'APPROVED' | 'DENIED';
    reason: string;
    rejection: string | null;
    words: string | null;
    at: Date;
  } | null;
  mayEscalateUntil: Date | null;
  /** While the advertiser is asked. */
  withAdvertiser: AdvertiserWait | null;
  validation: { sentAt: Date; resendAt: Date; expiresAt: Date; triesLeft: number } | null;
  messages: { at: Date; author: 'user' | 'agent'; body: string }[];
  screenshots: { id: string; name: string; width: number; height: number }[];
  history: { at: Date; kind: string; data: Record<string, unknown> }[];
};

export async function readTicketForUser(userId: string, number: string, now: Date): Promise<UserTicket | null> {
  return read(sql`t.number = ${number} AND t.user_id = ${userId}::uuid`, now);
}

/** The link in every e-mail about the ticket. The token is derived from the ticket's id; compared in constant time. */
export async function readTicketByToken(number: string, token: string, now: Date): Promise<UserTicket | null> {
  const [found] = await db.query<{ id: string }>(sql`SELECT id FROM ticket WHERE number = ${number}`);
  const expected = Buffer.from(ticketAccessToken(found?.id ?? '00000000-0000-0000-0000-000000000000'));
  const given = Buffer.from(token);
  if (!found || given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  return read(sql`t.id = ${found.id}::uuid`, now);
}

/** The user's own tickets, newest first, for the Support Status page. */
export async function listUserTickets(
  userId: string,
): Promise<
  { number: string; offerTitle: string; status: TicketStatus; kind: string; openedAt: Date; dueAt: Date | null }[]
> {
  return db.query(sql`
    SELECT t.number, o.title AS offer_title, t.status, t.kind, t.opened_at, t.due_at
      FROM ticket t JOIN offer o ON o.id = t.offer_id
     WHERE t.user_id = ${userId}::uuid ORDER BY t.opened_at DESC LIMIT 100`);
}

type Row = Omit<
  UserTicket,
  | 'rewardStatus'
  | 'timeline'
  | 'steps'
  | 'maskedAddress'
  | 'mayEscalateUntil'
  | 'withAdvertiser'
  | 'validation'
  | 'answers'
> & {
  address: string;
  deniedAt: Date | null;
  answers: Record<string, string>;
  questions: ProofQuestion[];
  taskKeys: string[];
  validation: { sentAt: string; expiresAt: string; tries: number } | null;
  decision: (Omit<NonNullable<UserTicket['decision']>, 'at'> & { at: string }) | null;
};

async function read(which: Sql, now: Date): Promise<UserTicket | null> {
  const [row] = await db.query<Row>(sql`
    SELECT t.id, t.user_id, t.number, t.kind, t.status, t.click_id, t.locale, t.address, t.opened_at, t.opens_at, t.validated_at,
           t.due_at, t.breach_at, t.decided_at, t.denied_at, t.round, t.version, t.closed_reason, t.description, t.answers,
           t.reward_total, o.title AS offer_title, o.proof_questions AS questions, a.name AS game_name, a.currency_name,
           (SELECT coalesce(array_agg(task_key), '{}') FROM ticket_task WHERE ticket_id = t.id) AS task_keys,
           (SELECT jsonb_build_object('outcome', outcome, 'reason', reason, 'at', decided_at,
                                      'rejection', CASE WHEN actor_kind = 'AUTO' THEN note END,
                                      'words', CASE WHEN actor_kind <> 'AUTO' AND outcome = 'DENIED' THEN note END)
              FROM decision WHERE ticket_id = t.id ORDER BY round DESC LIMIT 1) AS decision,
           (SELECT jsonb_build_object('sentAt', created_at, 'expiresAt', expires_at, 'tries', tries) FROM email_validation
             WHERE ticket_id = t.id AND replaced_at IS NULL AND used_at IS NULL ORDER BY created_at DESC LIMIT 1) AS validation
      FROM ticket t JOIN offer o ON o.id = t.offer_id JOIN app a ON a.id = t.app_id
     WHERE ${which}`);
  if (!row) return null;
  const { address, deniedAt, answers, questions, taskKeys, ...ticket } = row;
  const progress = await readProgress(row.userId, row.clickId, now);
  const timeline = timelineOf(progress!.timeline, taskKeys);
  return {
    ...ticket,
    ...(await readTrace(row.id)),
    withAdvertiser: row.status === 'WITH_ADVERTISER' ? await readAdvertiserWait(row.id, now) : null,
    answers: Object.entries(answers).map(([key, value]) => ({
      label: questions.find((one) => one.key === key)?.label ?? key,
      value,
    })),
    decision: row.decision && { ...row.decision, at: new Date(row.decision.at) },
    maskedAddress: maskAddress(address),
    timeline,
    rewardStatus: timeline.status,
    steps: timeline.steps.map(({ taskKey, name, rewardAmount, status }) => ({
      key: taskKey,
      name,
      rewardAmount,
      status,
    })),
    mayEscalateUntil: mayEscalate({ ...ticket, deniedAt }, now)
      ? new Date(deniedAt!.getTime() + ESCALATION_WINDOW_MS)
      : null,
    validation: row.validatedAt ? null : openValidation(row),
  };
}

function openValidation({ validation, openedAt }: Row): UserTicket['validation'] {
  const sentAt = validation ? new Date(validation.sentAt) : openedAt;
  return {
    sentAt,
    resendAt: new Date(sentAt.getTime() + RESEND_AFTER_MS),
    expiresAt: validation ? new Date(validation.expiresAt) : sentAt,
    triesLeft: CODE_TRIES - (validation?.tries ?? 0),
  };
}

/** What agents do among themselves is not the user's to read. */
const TOLD_TO_USER = [
  'registered',
  'opened',
  'appealed',
  'email-validated',
  'queued',
  'pending',
  'approved',
  'denied',
  'escalated',
  'asked-user',
  'recheck-asked',
  'recheck-answered',
  'recheck-expired',
  'proof-added',
  'reversed',
  'closed',
];

async function readTrace(ticketId: string): Promise<Pick<UserTicket, 'messages' | 'screenshots' | 'history'>> {
  const [messages, screenshots, history] = await Promise.all([
    db.query<UserTicket['messages'][number]>(sql`
      SELECT at, lower(author) AS author, body FROM message
       WHERE ticket_id = ${ticketId}::uuid AND visibility = 'public' ORDER BY at, id LIMIT 200`),
    db.query<UserTicket['screenshots'][number]>(sql`
      SELECT id, name, width, height FROM screenshot WHERE ticket_id = ${ticketId}::uuid ORDER BY created_at, id LIMIT 50`),
    db.query<UserTicket['history'][number]>(sql`
      SELECT at, kind, data FROM ticket_event
       WHERE ticket_id = ${ticketId}::uuid AND kind = ANY(${TOLD_TO_USER}) ORDER BY at, id LIMIT 200`),
  ]);
  return { messages, screenshots, history };
}

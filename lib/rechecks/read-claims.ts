/**
 * What an advertiser sees of the claims it was asked about (R21): device id, click id, the times, the step, the proof. Who the
 * user is stays with us, and the user's conversation too: what is said here is a conversation of its own.
 */
import { db, type Sql, sql } from '@/lib/foundation/db';
import type { PortalScope } from '@/lib/rechecks/answer-claim';
import { type Cursor, FIRST_ID, LAST, pageOf } from '@/lib/rules/cursor';
import type { NotEligibleReason, RecheckAnswer } from '@/lib/rules/recheck-answer';
import { withoutPerson } from '@/lib/rules/without-person';

export type ClaimStatus = 'ASKED' | 'ANSWERED' | 'SETTLED' | 'EXPIRED' | 'WITHDRAWN';

export type PortalClaim = {
  id: string;
  /** The ticket's. */
  number: string;
  status: ClaimStatus;
  offerTitle: string;
  appName: string;
  country: string | null;
  clickId: string;
  clickedAt: Date;
  /** What the advertiser confirmed first of this offer for this user, mostly the install; null if nothing. */
  installedAt: Date | null;
  device: Record<string, unknown>;
  /** The names of the steps that are missing. */
  steps: string[];
  question: string | null;
  askedAt: Date;
  targetAt: Date;
  breachAt: Date;
  answer: RecheckAnswer | null;
  reason: NotEligibleReason | null;
  words: string | null;
  answeredAt: Date | null;
  answeredBy: string | null;
  /** What the user says happened, and what they answered to the offer's own questions. */
  description: string;
  proof: { label: string; value: string }[];
  screenshots: { id: string; width: number; height: number }[];
  conversation: { at: Date; author: 'AGENT' | 'ADVERTISER'; name: string; body: string }[];
};

/** `open` waits for an answer, the one that is due first on top; `closed` is all else, the newest first. */
export const CLAIM_LISTS = ['open', 'closed'] as const;
export type ClaimList = (typeof CLAIM_LISTS)[number];

export type ClaimPage = { shown: PortalClaim[]; nextCursor: string | null };

const PAGE = 25;

/** One statement. `limit`: claims on a page. */
export async function listClaims(
  scope: PortalScope,
  list: ClaimList,
  after: Cursor | null = null,
  limit = PAGE,
): Promise<ClaimPage> {
  const rows = await db.query<Row>(sql`
    SELECT r.id, t.number, r.status, o.title AS offer_title, a.name AS app_name, c.country, c.id AS click_id, c.clicked_at,
           c.device, r.question, r.asked_at, r.target_at, r.breach_at, r.answer, r.answer_reason AS reason,
           r.answer_words AS words, r.answered_at, r.answered_by, t.description, t.answers, o.proof_questions AS questions,
           u.external_id, tasks.steps, first.installed_at, pictures.screenshots, said.conversation
      FROM (${ofScope(scope, list, after ?? START[list], limit + 1)}) AS r
      JOIN ticket t ON t.id = r.ticket_id JOIN offer o ON o.id = t.offer_id JOIN app a ON a.id = t.app_id
      JOIN click c ON c.id = t.click_id JOIN end_user u ON u.id = t.user_id
      CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(k.name ORDER BY k.task_key), '{}') AS steps FROM ticket_task k WHERE k.ticket_id = t.id) AS tasks
      CROSS JOIN LATERAL (
        SELECT min(f.received_at) AS installed_at FROM confirmation f
         WHERE f.user_id = t.user_id AND f.title_key = t.title_key AND f.state = 'COMPLETED'
           AND NOT starts_with(f.transaction, 'recheck:')) AS first
      CROSS JOIN LATERAL (
        SELECT coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'width', s.width, 'height', s.height) ORDER BY s.created_at, s.id), '[]') AS screenshots
          FROM screenshot s WHERE s.ticket_id = t.id) AS pictures
      CROSS JOIN LATERAL (
        SELECT coalesce(jsonb_agg(jsonb_build_object('at', m.at, 'author', m.author, 'name', m.author_name, 'body', m.body) ORDER BY m.at, m.id), '[]') AS conversation
          FROM recheck_message m WHERE m.recheck_id = r.id) AS said
     ORDER BY ${list === 'open' ? sql`r.target_at, r.id` : sql`r.asked_at DESC, r.id DESC`}`);
  return pageOf(rows.map(toClaim), limit, ({ targetAt, askedAt }) => (list === 'open' ? targetAt : askedAt));
}

type Row = Omit<PortalClaim, 'proof' | 'conversation'> & {
  answers: Record<string, string>;
  questions: { key: string; label: string }[];
  externalId: string;
  conversation: { at: string; author: 'AGENT' | 'ADVERTISER'; name: string; body: string }[];
};

const START: Record<ClaimList, Cursor> = { open: { at: new Date(0), id: FIRST_ID }, closed: LAST };

function ofScope(scope: PortalScope, list: ClaimList, { at, id }: Cursor, limit: number): Sql {
  if (list === 'open') {
    return sql`SELECT * FROM recheck WHERE ${theirs(scope)} AND status = 'ASKED' AND (target_at, id) > (${at}, ${id}::uuid)
                ORDER BY target_at, id LIMIT ${limit}`;
  }
  return sql`SELECT * FROM recheck WHERE ${theirs(scope)} AND status <> 'ASKED' AND (asked_at, id) < (${at}, ${id}::uuid)
              ORDER BY asked_at DESC, id DESC LIMIT ${limit}`;
}

function theirs(scope: PortalScope): Sql {
  return 'requestId' in scope
    ? sql`request_id = ${scope.requestId}::uuid`
    : sql`advertiser_id = ${scope.advertiserId}::uuid`;
}

function toClaim({ answers, questions, externalId, conversation, ...row }: Row): PortalClaim {
  const shown = (text: string) => withoutPerson(text, [externalId]);
  const proof = Object.entries(answers).filter(([, value]) => value !== '');
  return {
    ...row,
    description: shown(row.description),
    proof: proof.map(([key, value]) => ({
      label: questions.find((one) => one.key === key)?.label ?? key,
      value: shown(value),
    })),
    conversation: conversation.map(({ at, ...said }) => ({ ...said, at: new Date(at) })),
  };
}

export type ClaimCounts = { open: number; closed: number; firstDueAt: Date | null };

export async function countClaims(scope: PortalScope): Promise<ClaimCounts> {
  const [counts] = await db.query<ClaimCounts>(sql`
    SELECT (count(*) FILTER (WHERE status = 'ASKED'))::int AS open, (count(*) FILTER (WHERE status <> 'ASKED'))::int AS closed,
           min(target_at) FILTER (WHERE status = 'ASKED') AS first_due_at
      FROM recheck WHERE ${theirs(scope)}`);
  return counts!;
}

/** True when the picture belongs to a claim that this scope may see. */
export async function mayScopeSee(scope: PortalScope, screenshotId: string): Promise<boolean> {
  const found = await db.query(sql`
    SELECT FROM screenshot s WHERE s.id = ${screenshotId}::uuid
       AND EXISTS (SELECT FROM recheck WHERE ticket_id = s.ticket_id AND ${theirs(scope)})`);
  return found.length > 0;
}

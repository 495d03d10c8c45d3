/**
 * What time does to a request (R21): the letter, the reminders on business days 3, 7 and 10, a word to somebody above on day
 * 12, and at the deadline what was agreed with the advertiser. Every step is a row's date; each is taken in a transaction of
 * its own, once, by whichever worker comes first.
 */
import { inTransaction, sql, type Tx } from '@/lib/foundation/db';
import { log } from '@/lib/foundation/log';
import { type LetterOf, promiseEmail, promiseEmails } from '@/lib/outbox/promise-email';
import { expireClaims } from '@/lib/rechecks/expire-claims';
import { wakeRequests } from '@/lib/rechecks/wake-requests';
import type { BusinessCalendar } from '@/lib/rules/business-days';
import { type DeadlinePolicy, nextRecheckStep, type RecheckStep } from '@/lib/rules/recheck-schedule';
import { AUTOMATION, appendEvent } from '@/lib/tickets/ticket-events';

/** Takes every step that is due; returns how many. A request that cannot take its step stops no other. */
export async function walkRequests(options: { at?: Date } = {}): Promise<number> {
  let taken = 0;
  const failed = new Set<string>();
  for (;;) {
    let id: string | null = null;
    try {
      id = await inTransaction(async (tx) => {
        const request = await nextDue(tx, failed);
        if (request) await takeStep(tx, request);
        return request?.id ?? null;
      }, options);
      if (id === null) return taken;
      taken += 1;
    } catch (error) {
      const stuck = await inTransaction((tx) => nextDue(tx, failed), options);
      if (!stuck) return taken;
      failed.add(stuck.id);
      log.error(
        { err: error, request: stuck.id },
        'a re-check request could not take its step; it will be tried again',
      );
    }
  }
}

type Request = BusinessCalendar & {
  id: string;
  step: RecheckStep;
  sentAt: Date | null;
  advertiserId: string;
  advertiserName: string;
  toAddress: string | null;
  linkNo: number;
  revokedAt: Date | null;
  escalationEmail: string | null;
  locale: string;
  policy: DeadlinePolicy;
  targetAt: Date | null;
  breachAt: Date | null;
  claims: number;
};

async function nextDue(tx: Tx, failed: ReadonlySet<string>): Promise<Request | undefined> {
  const [due] = await tx.query<Request>(sql`
    SELECT r.id, r.next_step AS step, r.sent_at, v.id AS advertiser_id, v.name AS advertiser_name, r.to_address, r.link_no,
           r.revoked_at,
           v.escalation_email, v.recheck_locale AS locale, v.deadline_policy AS policy, v.time_zone,
           v.holidays::text[] AS holidays, open.target_at, open.breach_at, open.claims
      FROM recheck_request r JOIN advertiser v ON v.id = r.advertiser_id
      CROSS JOIN LATERAL (SELECT count(*)::int AS claims, min(target_at) AS target_at, min(breach_at) AS breach_at
                            FROM recheck WHERE request_id = r.id AND status = 'ASKED') open
     WHERE r.next_step_at <= ${tx.now} AND r.id <> ALL(${[...failed]}::uuid[])
     ORDER BY r.next_step_at, r.id LIMIT 1 FOR UPDATE OF r SKIP LOCKED`);
  return due;
}

async function takeStep(tx: Tx, request: Request): Promise<void> {
  if (request.claims === 0) return close(tx, request);
  const sentAt = request.sentAt ?? tx.now;
  await STEPS[request.step](tx, request);
  const next = nextRecheckStep(request.step, sentAt, request);
  if (!next) return close(tx, request);
  await tx.execute(sql`
    UPDATE recheck_request SET sent_at = ${sentAt}, next_step = ${next.step}, next_step_at = ${next.at}
     WHERE id = ${request.id}::uuid`);
  await wakeRequests(tx, next.at);
}

async function close(tx: Tx, { id }: Request): Promise<void> {
  await tx.execute(sql`
    UPDATE recheck_request SET closed_at = ${tx.now}, next_step = NULL, next_step_at = NULL WHERE id = ${id}::uuid`);
}

const STEPS: Record<RecheckStep, (tx: Tx, request: Request) => Promise<unknown>> = {
  send: (tx, request) => promiseEmails(tx, lettersTo(request, 'recheck-asked', {}, [request.toAddress])),
  'remind-3': (tx, request) => remind(tx, request, 3),
  'remind-7': (tx, request) => remind(tx, request, 7),
  'remind-10': async (tx, request) => {
    await remind(tx, request, 10);
    await tellUsersOfDelay(tx, request);
  },
  'escalate-12': async (tx, request) => {
    await promiseEmails(tx, lettersTo(request, 'recheck-overdue', {}, [request.escalationEmail ?? request.toAddress]));
    for (const { ticketId } of await openClaims(tx, request)) {
      await tx.execute(sql`
        UPDATE ticket SET lead_at = ${tx.now}, version = version + 1 WHERE id = ${ticketId}::uuid AND lead_at IS NULL`);
      await appendEvent(tx, ticketId, 'recheck-overdue', AUTOMATION);
    }
  },
  expire: expireClaims,
};

function remind(tx: Tx, request: Request, day: number): Promise<number> {
  return promiseEmails(tx, lettersTo(request, 'recheck-reminder', { day }, [request.toAddress]));
}

type Name = 'recheck-asked' | 'recheck-reminder' | 'recheck-overdue';

/** None while the link is revoked: it would open nothing. */
function lettersTo<T extends Name>(request: Request, template: T, more: object, to: (string | null)[]): LetterOf<T>[] {
  const { id: requestId, linkNo, step, advertiserName, claims, locale, policy: silence, targetAt } = request;
  if (request.revokedAt) return [];
  const props = { requestId, linkNo, advertiserName, claims, answerBy: targetAt!.toISOString(), silence, ...more };
  return to
    .filter((address) => address !== null)
    .map(
      (address) => ({ key: `recheck:${requestId}:${step}:${address}`, template, props, locale, to: address }) as never,
    );
}

export type OpenClaim = { ticketId: string; number: string };

function openClaims(tx: Tx, { id }: Pick<Request, 'id'>): Promise<OpenClaim[]> {
  return tx.query<OpenClaim>(sql`
    SELECT r.ticket_id, t.number FROM recheck r JOIN ticket t ON t.id = r.ticket_id
     WHERE r.request_id = ${id}::uuid AND r.status = 'ASKED' ORDER BY r.ticket_id`);
}

type Waiting = {
  id: string;
  round: number;
  number: string;
  userId: string;
  locale: string;
  address: string;
  offerTitle: string;
};

/** The second and last e-mail on the way: the goal has passed. */
async function tellUsersOfDelay(tx: Tx, { id, targetAt }: Request): Promise<void> {
  const waiting = await tx.query<Waiting>(sql`
    SELECT t.id, t.round, t.number, t.user_id, t.locale, t.address, o.title AS offer_title
      FROM recheck r JOIN ticket t ON t.id = r.ticket_id JOIN offer o ON o.id = t.offer_id
     WHERE r.request_id = ${id}::uuid AND r.status = 'ASKED' AND t.validated_at IS NOT NULL`);
  for (const { id: ticketId, round, number: ticketNumber, userId, locale, address: to, offerTitle } of waiting) {
    await promiseEmail(tx, {
      key: `advertiser-late:${ticketId}:${round}`,
      template: 'with-advertiser',
      props: { ticketNumber, offerTitle, answerBy: targetAt!.toISOString(), late: true },
      locale,
      to,
      ticketId,
      userId,
    });
  }
}

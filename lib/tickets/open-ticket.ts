/**
 * Opens a ticket (R2, R3, R4, R8, R10, R11), from the form or the operator's API: the same rules, the same transaction.
 * The progress row is locked first, so that a double tap, two tabs or twenty requests make one ticket.
 */
import { randomBytes } from 'node:crypto';
import { inTransaction, recordset, sql, type Tx } from '@/lib/foundation/db';
import { readTerms, type StepTerms } from '@/lib/rewards/step-records';
import { ticketPhase, ticketWindow } from '@/lib/rules/eligibility';
import { sum } from '@/lib/rules/money';
import { type Refusal, refuse } from '@/lib/rules/refusal';
import { ticketNumber } from '@/lib/rules/ticket-number';
import type { TicketStatus } from '@/lib/rules/ticket-states';
import { queueTickets } from '@/lib/tickets/queue-tickets';
import { carryScreenshots } from '@/lib/tickets/screenshots';
import { appendEvent } from '@/lib/tickets/ticket-events';
import type { ProofQuestion, TicketForm } from '@/lib/tickets/ticket-form';
import { promiseValidation } from '@/lib/tickets/validate-email';

export type OpenedTicket = { number: string; status: TicketStatus };

/** A setting in spirit: tickets one user may open within 24 hours (04, "Limits"). */
const TICKETS_PER_DAY = 10;

/**
 * `context.userId` is null for the operator's API, which may open a ticket for any click.
 * Refused: `unknown-click`, `user-banned`, `too-late`, `ticket-exists` (details.number), `malformed` with fields, `too-many`.
 */
export async function openTicket(
  form: TicketForm,
  context: { userId: string | null; locale: string; source: 'USER' | 'API' },
  options: { at?: Date } = {},
): Promise<OpenedTicket | Refusal> {
  return inTransaction(async (tx) => {
    const start = await lockStart(tx, form.click);
    if (!start || (context.userId !== null && start.userId !== context.userId)) {
      return refuse('unknown-click', 'We know no such offer of yours.');
    }
    if (start.banned) return refuse('user-banned', 'You are banned. You can appeal against the ban.');
    const tasks = claimedTasks(start, form);
    const refusal =
      refuseTime(start, tx.now) ??
      tasks.refusal ??
      refuseAnswers(start.questions, form) ??
      (await refuseExisting(tx, start, tasks.claimed)) ??
      (await refuseTooMany(tx, start.userId));
    if (refusal) return refusal;
    const ticket = await insertTicket(tx, start, tasks.claimed, form, context.locale);
    await appendEvent(tx, ticket.id, ticket.status === 'AWAITING_24H' ? 'registered' : 'opened', {
      kind: context.source,
      id: context.source === 'USER' ? start.userId : null,
    });
    await carryScreenshots(tx, { userId: start.userId, titleKey: start.titleKey, ticketId: ticket.id });
    await tx.execute(
      sql`DELETE FROM ticket_draft WHERE user_id = ${start.userId}::uuid AND title_key = ${start.titleKey}`,
    );
    const status = await greet(tx, ticket);
    return { number: ticket.number, status };
  }, options);
}

type Start = {
  userId: string;
  appId: string;
  offerId: string;
  titleKey: string;
  /** The user's first click on this title: what the ticket is about (R1). */
  clickId: string;
  firstClickedAt: Date;
  terms: StepTerms[];
  questions: ProofQuestion[];
  banned: boolean;
};

async function lockStart(tx: Tx, clickId: string): Promise<Start | null> {
  const [row] = await tx.query<Omit<Start, 'terms'> & { terms: unknown }>(sql`
    SELECT p.user_id, u.app_id, first.offer_id, p.title_key, p.first_click_id AS click_id, p.first_clicked_at,
           first.terms, o.proof_questions AS questions, u.banned_at IS NOT NULL AS banned
      FROM click c
      JOIN progress p ON p.user_id = c.user_id AND p.title_key = c.title_key
      JOIN click first ON first.id = p.first_click_id
      JOIN offer o ON o.id = first.offer_id
      JOIN end_user u ON u.id = c.user_id
     WHERE c.id = ${clickId} AND u.erased_at IS NULL FOR UPDATE OF p`);
  return row ? { ...row, terms: readTerms(row.terms).tasks } : null;
}

function refuseTime({ firstClickedAt }: Start, now: Date): Refusal | null {
  if (ticketPhase(firstClickedAt, now) !== 'too-late') return null;
  return refuse('too-late', 'Tickets can be opened for 60 days after the start of an offer.');
}

/** A one-step offer needs no choice; of several steps at least one must be named. */
function claimedTasks({ terms }: Start, { tasks }: TicketForm): { claimed: StepTerms[]; refusal?: Refusal } {
  if (tasks.length === 0 && terms.length === 1) return { claimed: terms };
  const claimed = terms.filter(({ key }) => tasks.includes(key));
  if (claimed.length > 0 && claimed.length === new Set(tasks).size) return { claimed };
  return {
    claimed,
    refusal: refuse('malformed', 'Please say which step is missing.', { fields: { tasks: 'required' } }),
  };
}

function refuseAnswers(questions: ProofQuestion[], { answers }: TicketForm): Refusal | null {
  const missing = questions.filter(({ key, required }) => required && !answers[key]);
  const unknown = Object.keys(answers).filter((key) => !questions.some((question) => question.key === key));
  if (missing.length === 0 && unknown.length === 0) return null;
  const fields = Object.fromEntries([
    ...missing.map(({ key }) => [`answers.${key}`, 'required']),
    ...unknown.map((key) => [`answers.${key}`, 'unknown']),
  ]);
  return refuse('malformed', 'Please answer all the questions about this offer.', { fields });
}

async function refuseExisting(tx: Tx, { userId, titleKey }: Start, claimed: StepTerms[]): Promise<Refusal | null> {
  const [existing] = await tx.query<{ number: string }>(sql`
    SELECT t.number FROM ticket_task tt JOIN ticket t ON t.id = tt.ticket_id
     WHERE tt.live AND tt.user_id = ${userId}::uuid AND tt.title_key = ${titleKey}
       AND tt.task_key = ANY(${claimed.map(({ key }) => key)}) LIMIT 1`);
  if (!existing) return null;
  return refuse('ticket-exists', 'There is a ticket for this already.', { details: { number: existing.number } });
}

async function refuseTooMany(tx: Tx, userId: string): Promise<Refusal | null> {
  const since = new Date(tx.now.getTime() - 86_400_000);
  const [{ count } = { count: 0 }] = await tx.query<{ count: number }>(
    sql`SELECT count(*)::int AS count FROM ticket WHERE user_id = ${userId}::uuid AND opened_at > ${since}`,
  );
  return count < TICKETS_PER_DAY
    ? null
    : refuse('too-many', 'That is many tickets for one day. Please come back tomorrow.');
}

export type NewTicket = {
  id: string;
  number: string;
  status: TicketStatus;
  userId: string;
  address: string;
  locale: string;
};

async function insertTicket(
  tx: Tx,
  start: Start,
  claimed: StepTerms[],
  form: TicketForm,
  locale: string,
): Promise<NewTicket> {
  const { opensAt } = ticketWindow(start.firstClickedAt);
  const status: TicketStatus = tx.now < opensAt ? 'AWAITING_24H' : 'AWAITING_EMAIL';
  const answers = JSON.stringify(form.answers);
  const number = ticketNumber(randomBytes(7));
  const [ticket] = await tx.query<{ id: string }>(sql`
    INSERT INTO ticket (number, user_id, app_id, offer_id, click_id, title_key, status, locale, address, description,
                        answers, value_micros, reward_total, opened_at, opens_at)
    VALUES (${number}, ${start.userId}::uuid, ${start.appId}::uuid, ${start.offerId}::uuid, ${start.clickId}, ${start.titleKey},
            ${status}, ${locale}, ${form.email}, ${form.description}, ${answers}::jsonb,
            ${sum(claimed.map(({ payoutMicros }) => payoutMicros))}, ${sum(claimed.map(({ rewardAmount }) => rewardAmount))},
            ${tx.now}, ${opensAt})
    RETURNING id`);
  const rows = claimed.map((task) => ({
    task_key: task.key,
    name: task.name,
    payout_micros: task.payoutMicros,
    reward_amount: task.rewardAmount,
  }));
  await tx.execute(sql`
    INSERT INTO ticket_task (ticket_id, task_key, name, user_id, title_key, payout_micros, reward_amount)
    SELECT ${ticket!.id}::uuid, task_key, name, ${start.userId}::uuid, ${start.titleKey}, payout_micros, reward_amount
      FROM ${recordset(rows, 'task_key text, name text, payout_micros bigint, reward_amount bigint')}`);
  return { id: ticket!.id, number, status, userId: start.userId, address: form.email, locale };
}

/** A validated address is remembered per user (R11): only a new one has to be proved. */
async function greet(tx: Tx, ticket: NewTicket): Promise<TicketStatus> {
  const known = await tx.query(sql`
    SELECT 1 FROM validated_email WHERE user_id = ${ticket.userId}::uuid AND address = ${ticket.address}`);
  if (known.length === 0) {
    await promiseValidation(tx, ticket);
    return ticket.status;
  }
  await tx.execute(sql`UPDATE ticket SET validated_at = ${tx.now} WHERE id = ${ticket.id}::uuid`);
  await queueTickets(tx, [ticket.id]);
  return ticket.status === 'AWAITING_24H' ? 'AWAITING_24H' : 'OPEN';
}

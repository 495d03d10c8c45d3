/**
 * What follows at once when the advertiser confirms, holds or takes back a step: the grant (R4), the approval of the
 * tickets about it, open or denied (R15), the end of tickets that are no longer needed (R3), the reversal (R22).
 * The hourly run is only the safety net, and the only thing that denies (04, decision 3).
 */
import { sql, type Tx } from '@/lib/foundation/db';
import { promiseEmails } from '@/lib/outbox/promise-email';
import { grantRewards, reverseGrant } from '@/lib/rewards/grant-reward';
import { readStepRecords, type StepRecord, type StepTerms, toStepFacts } from '@/lib/rewards/step-records';
import { decide, type Policy } from '@/lib/rules/decision';
import { formatReward } from '@/lib/rules/reward-words';
import { isUnderReview, LATE_CONFIRMATION_WINDOW_MS, reviewClock } from '@/lib/rules/ticket-states';
import { hold } from '@/lib/tickets/decide-due-tickets';
import { readPolicy } from '@/lib/tickets/policy';
import { AUTOMATION, appendEvent } from '@/lib/tickets/ticket-events';
import { lockLiveTickets, lockProgress, type TicketRecord } from '@/lib/tickets/ticket-record';
import { type Ruling, writeDecisions } from '@/lib/tickets/write-decisions';

/** The click that a confirmation names, and the step of its promise. */
export type ConfirmedStep = {
  userId: string;
  externalUserId: string;
  titleKey: string;
  appId: string;
  appKey: string;
  offerId: string;
  clickId: string;
  banned: boolean;
  step: StepTerms;
};

export async function settleStep(tx: Tx, confirmed: ConfirmedStep): Promise<void> {
  const { userId, titleKey, step } = confirmed;
  await lockProgress(tx, userId, titleKey);
  const policy = await readPolicy(tx);
  const tickets = await lockLiveTickets(tx, userId, titleKey);
  const concerned = tickets.filter(({ tasks }) => tasks.some(({ key }) => key === step.key));
  const taskKeys = new Set([step.key, ...concerned.flatMap(({ tasks }) => tasks.map(({ key }) => key))]);
  const onFile = await readStepRecords(
    tx,
    [...taskKeys].map((taskKey) => ({ userId, titleKey, taskKey })),
  );
  const records: StepRecord[] = [];
  for (const record of onFile)
    records.push(record.taskKey === step.key ? await takeBackUnlessProven(tx, record, concerned, confirmed) : record);
  const record = records.find(({ taskKey }) => taskKey === step.key)!;

  const cases = concerned.map((ticket) => ({ ticket, steps: stepsOf(ticket, records), policy }));
  await writeDecisions(
    tx,
    cases.flatMap((found) => approvalOf(found, tx.now)),
  );
  if (mayGrant(record, confirmed) && !cases.some((found) => waitsForAgent(found))) await grant(tx, record, confirmed);
  await putBeforeAgent(
    tx,
    cases.filter((found) => isLateForAgent(found, tx.now)),
  );
  await hold(
    tx,
    cases.filter((found) => verdictOf(found, tx.now) === 'hold').map(({ ticket }) => ticket),
  );
  await reopenHeld(
    tx,
    cases.filter((found) => verdictOf(found, tx.now) !== 'hold').map(({ ticket }) => ticket),
  );
  await closeAnswered(tx, userId, titleKey);
}

type Case = { ticket: TicketRecord; steps: StepRecord[]; policy: Policy };

function stepsOf(ticket: TicketRecord, records: readonly StepRecord[]): StepRecord[] {
  return ticket.tasks.map(({ key }) => records.find(({ taskKey }) => taskKey === key)!);
}

/** The rule of the hourly run, except that a confirmation also settles what a person has touched since. */
function verdictOf({ ticket, steps, policy }: Case, now: Date) {
  const facts = {
    valueMicros: ticket.valueMicros,
    queuedAt: ticket.queuedAt ?? now,
    touched: false,
    banned: ticket.banned,
    steps: steps.map(toStepFacts),
  };
  return decide(facts, policy, now).verdict;
}

function approvalOf(found: Case, now: Date): Ruling[] {
  const { ticket, steps } = found;
  const denied = ticket.status === 'DENIED' && isRecent(ticket, now);
  if (!(isUnderReview(ticket.status) || denied) || verdictOf(found, now) !== 'approve') return [];
  const confirmationId = steps.find((step) => step.state === 'COMPLETED')?.confirmationId ?? null;
  const round = denied ? ticket.round + 1 : ticket.round;
  return [
    {
      ticket,
      steps,
      outcome: 'APPROVED',
      reason: 'confirmed',
      detail: null,
      confirmationId,
      actor: { kind: 'AUTO' },
      round,
    },
  ];
}

function isRecent({ deniedAt }: TicketRecord, now: Date): boolean {
  return deniedAt !== null && now.getTime() - deniedAt.getTime() < LATE_CONFIRMATION_WINDOW_MS;
}

function mayGrant(record: StepRecord, { banned }: ConfirmedStep): boolean {
  return record.state === 'COMPLETED' && record.trust === 'strong' && record.grantId === null && !banned;
}

/** R13: a ticket above the limit is an agent's to decide, and the reward waits for that decision. */
function waitsForAgent({ ticket, policy }: Case): boolean {
  const contested = isUnderReview(ticket.status) || ticket.status === 'DENIED';
  return contested && ticket.valueMicros > policy.limitMicros;
}

async function grant(tx: Tx, record: StepRecord, { step, ...confirmed }: ConfirmedStep): Promise<void> {
  const { payoutMicros: amountMicros, rewardAmount, key: taskKey } = step;
  const { confirmationId } = record;
  await grantRewards(tx, [
    { ...confirmed, taskKey, amountMicros, rewardAmount, origin: 'CONFIRMATION', confirmationId, decisionId: null },
  ]);
}

/**
 * A denied ticket that is now confirmed, but not by somebody we believe at once, or above the limit, or too long ago: an
 * agent has it again. Never is a confirmation on file and the ticket left denied (04).
 */
function isLateForAgent(found: Case, now: Date): boolean {
  const { ticket, steps } = found;
  if (ticket.status !== 'DENIED' || ticket.banned || !steps.every((step) => step.state === 'COMPLETED')) return false;
  const verdict = verdictOf(found, now);
  return verdict === 'leave' || (verdict === 'approve' && !isRecent(ticket, now));
}

async function putBeforeAgent(tx: Tx, cases: readonly Case[]): Promise<void> {
  const { dueAt, breachAt } = reviewClock(tx.now);
  for (const { ticket } of cases) {
    await tx.execute(sql`
      UPDATE ticket SET status = 'ESCALATED', round = round + 1, version = version + 1, touched_at = ${tx.now},
             escalated_at = ${tx.now}, due_at = ${dueAt}, breach_at = ${breachAt}
       WHERE id = ${ticket.id}::uuid AND status = 'DENIED'`);
    await appendEvent(tx, ticket.id, 'confirmed-late', AUTOMATION);
  }
}

/** What was held as pending is looked at again by the next hourly run, once it is no longer pending. */
async function reopenHeld(tx: Tx, tickets: readonly TicketRecord[]): Promise<void> {
  const ids = tickets.filter(({ status }) => status === 'PENDING_CONFIRMATION').map(({ id }) => id);
  if (ids.length === 0) return;
  await tx.execute(sql`
    UPDATE ticket SET status = 'OPEN', version = version + 1
     WHERE id = ANY(${ids}::uuid[]) AND status = 'PENDING_CONFIRMATION'`);
}

/** R3: a ticket that was only registered, or whose address was never validated, ends when all it claims has been granted. */
async function closeAnswered(tx: Tx, userId: string, titleKey: string): Promise<void> {
  const closed = await tx.query<{ id: string }>(sql`
    UPDATE ticket t SET status = 'CLOSED', closed_at = ${tx.now}, closed_reason = 'rewarded', version = version + 1,
           due_at = NULL, breach_at = NULL
     WHERE t.user_id = ${userId}::uuid AND t.title_key = ${titleKey} AND t.status IN ('AWAITING_24H', 'AWAITING_EMAIL')
       AND NOT EXISTS (
         SELECT FROM ticket_task tt
          WHERE tt.ticket_id = t.id AND NOT EXISTS (
            SELECT FROM reward_grant g
             WHERE g.user_id = tt.user_id AND g.title_key = tt.title_key AND g.task_key = tt.task_key
               AND g.reversed_at IS NULL))
     RETURNING t.id`);
  for (const { id } of closed) {
    await tx.execute(sql`UPDATE ticket_task SET live = false WHERE ticket_id = ${id}::uuid`);
    await appendEvent(tx, id, 'closed', AUTOMATION, { reason: 'rewarded' });
  }
}

/**
 * R22. Of several transactions one may be taken back while others stand: the reward stays as long as one that could have
 * granted it says completed. A pending one, or one that is believed less than the one the grant rests on, keeps nothing.
 */
async function takeBackUnlessProven(
  tx: Tx,
  record: StepRecord,
  tickets: readonly TicketRecord[],
  confirmed: ConfirmedStep,
): Promise<StepRecord> {
  const isProven = record.state === 'COMPLETED' && (record.trust === 'strong' || record.grantTrust !== 'strong');
  if (!record.grantId || record.reversedAt !== null || isProven) return record;
  const reversal = await readReversal(tx, record);
  if (!reversal) return record;
  await takeBack(tx, record.grantId, reversal, tickets, confirmed);
  return { ...record, reversedAt: tx.now, reversalReason: reversal.reason };
}

type Reversal = { confirmationId: string; reason: string | null };

async function readReversal(tx: Tx, { userId, titleKey, taskKey }: StepRecord): Promise<Reversal | undefined> {
  const [reversal] = await tx.query<Reversal>(sql`
    SELECT id AS confirmation_id, reason FROM confirmation
     WHERE user_id = ${userId}::uuid AND title_key = ${titleKey} AND task_key = ${taskKey} AND state = 'RECONCILED'
     ORDER BY received_at DESC LIMIT 1`);
  return reversal;
}

async function takeBack(
  tx: Tx,
  grantId: string,
  reversal: Reversal,
  tickets: readonly TicketRecord[],
  { step }: ConfirmedStep,
): Promise<void> {
  if (!(await reverseGrant(tx, grantId, reversal))) return;
  const { reason } = reversal;
  for (const ticket of tickets) await appendEvent(tx, ticket.id, 'reversed', AUTOMATION, { reason, task: step.name });
  const told = tickets.filter(({ validatedAt }) => validatedAt !== null);
  await promiseEmails(
    tx,
    told.map((ticket) => ({
      key: `reversed:${grantId}:${ticket.id}`,
      template: 'reward-reversed' as const,
      props: {
        ticketNumber: ticket.number,
        offerTitle: ticket.offerTitle,
        gameName: ticket.gameName,
        reward: formatReward(step.rewardAmount, ticket.currencyName, ticket.locale),
      },
      locale: ticket.locale,
      to: ticket.address,
      ticketId: ticket.id,
      userId: ticket.userId,
    })),
  );
}

/**
 * What follows at once when the advertiser confirms, holds or takes back a step: the grant (R4), the approval of the
 * tickets about it, open or denied (R15), the end of tickets that are no longer needed (R3), the reversal (R22).
 * The hourly run is only the safety net, and the only thing that denies (04, decision 3). What may not be believed by
 * itself (04, 5) is held: an agent decides, or it is settled again when the doubt is gone.
 */
import { sql, type Tx } from '@/lib/foundation/db';
import { costOf, lockBudgets, spendBudgets, weighSteps } from '@/lib/rewards/daily-budgets';
import { grantRewards } from '@/lib/rewards/grant-reward';
import { holdConfirmation, releaseConfirmations } from '@/lib/rewards/held-confirmations';
import { readStepRecords, type StepRecord, type StepTerms } from '@/lib/rewards/step-records';
import { tellActivity } from '@/lib/rewards/tell-activity';
import type { Policy } from '@/lib/rules/decision';
import { isUnderReview, LATE_CONFIRMATION_WINDOW_MS } from '@/lib/rules/ticket-states';
import type { Budgets } from '@/lib/rules/trust';
import { startClock } from '@/lib/tickets/clocks';
import { closeAnswered } from '@/lib/tickets/close-answered';
import { hold } from '@/lib/tickets/decide-due-tickets';
import { readPolicy } from '@/lib/tickets/policy';
import { takeBackUnlessProven } from '@/lib/tickets/take-back-reward';
import { AUTOMATION, appendEvent } from '@/lib/tickets/ticket-events';
import { lockLiveTickets, type TicketRecord } from '@/lib/tickets/ticket-record';
import { type Weighed, weighTickets } from '@/lib/tickets/weigh-ticket';
import { settleRechecks, takeBackFromAdvertiser } from '@/lib/tickets/with-advertiser';
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

/** The caller holds the progress row. */
export async function settleStep(tx: Tx, confirmed: ConfirmedStep): Promise<void> {
  const { userId, titleKey, step } = confirmed;
  const policy = await readPolicy(tx);
  const tickets = await lockLiveTickets(tx, userId, titleKey);
  const concerned = tickets.filter(({ tasks }) => tasks.some(({ key }) => key === step.key));
  const taskKeys = new Set([step.key, ...concerned.flatMap(({ tasks }) => tasks.map(({ key }) => key))]);
  const onFile = await readStepRecords(
    tx,
    [...taskKeys].map((taskKey) => ({ userId, titleKey, taskKey })),
  );
  const before = onFile.find(({ taskKey }) => taskKey === step.key)!;
  const record = await takeBackUnlessProven(tx, before, concerned, step);
  const records = onFile.map((one) => (one === before ? record : one));

  const budgets = await lockBudgets(tx, records);
  // A confirmation also settles what a person has touched since.
  const cases = concerned.map((ticket) => ({ ticket, steps: stepsOf(ticket, records), touched: false }));
  const mayPay = (ticket: TicketRecord) => isUnderReview(ticket.status) || isRecentlyDenied(ticket, tx.now);
  const { weighed, left } = weighTickets(cases, { policy, now: tx.now, budgets, mayPay });
  const approved = weighed.filter(({ ticket, verdict }) => verdict.verdict === 'approve' && mayPay(ticket));
  await writeDecisions(tx, approved.map(approvalOf));
  const paysAlone = approved.length === 0 && mayGrant(record, confirmed) && !waitForAgent(concerned, policy);
  const rest = paysAlone ? await grantOrHold(tx, record, confirmed, left) : left;
  await spendBudgets(tx, budgets, rest);
  if (isUnpaid(record, confirmed)) await tellUnpaid(tx, record, confirmed);
  await putBeforeAgent(
    tx,
    weighed.filter((found) => isLateForAgent(found, tx.now)),
  );
  for (const { ticket } of weighed.filter(isConfirmedThere)) {
    await settleRechecks(tx, [ticket.id]);
    await takeBackFromAdvertiser(tx, ticket.id, 'confirmed-meanwhile', {}, AUTOMATION);
  }
  const [held, others] = [weighed.filter(isHeld), weighed.filter((found) => !isHeld(found))];
  await hold(
    tx,
    held.map(({ ticket }) => ticket),
  );
  await reopenHeld(
    tx,
    others.map(({ ticket }) => ticket),
  );
  await closeAnswered(tx, userId, titleKey);
}

function stepsOf(ticket: TicketRecord, records: readonly StepRecord[]): StepRecord[] {
  return ticket.tasks.map(({ key }) => records.find(({ taskKey }) => taskKey === key)!);
}

/** 04, decision 1: a late confirmation approves a denied ticket by itself for 90 days. */
function isRecentlyDenied({ status, deniedAt }: TicketRecord, now: Date): boolean {
  return status === 'DENIED' && deniedAt !== null && now.getTime() - deniedAt.getTime() < LATE_CONFIRMATION_WINDOW_MS;
}

function approvalOf({ ticket, steps }: Weighed): Ruling {
  const confirmationId = steps.find((step) => step.state === 'COMPLETED')?.confirmationId ?? null;
  const round = ticket.status === 'DENIED' ? ticket.round + 1 : ticket.round;
  const actor = { kind: 'AUTO' as const };
  return { ticket, steps, outcome: 'APPROVED', reason: 'confirmed', detail: null, confirmationId, actor, round };
}

/** A step that rewards nothing is never granted. */
function mayGrant({ state, grantId }: StepRecord, { banned, step }: ConfirmedStep): boolean {
  return state === 'COMPLETED' && grantId === null && !banned && step.rewardAmount > 0n;
}

function isUnpaid({ state }: StepRecord, { banned, step }: ConfirmedStep): boolean {
  return state === 'COMPLETED' && !banned && step.rewardAmount === 0n;
}

async function tellUnpaid(tx: Tx, { confirmationId }: StepRecord, { step, ...click }: ConfirmedStep): Promise<void> {
  await tellActivity(tx, {
    ...click,
    taskKey: step.key,
    amountMicros: step.payoutMicros,
    confirmationId: confirmationId!,
  });
}

/** R13: a ticket above the limit is an agent's to decide, and the reward waits for that decision. */
function waitForAgent(tickets: readonly TicketRecord[], policy: Policy): boolean {
  const contested = tickets.filter(({ status }) => isUnderReview(status) || status === 'DENIED');
  return contested.some(({ valueMicros }) => valueMicros > policy.limitMicros);
}

/** Returns what is left of the budgets. */
async function grantOrHold(tx: Tx, record: StepRecord, confirmed: ConfirmedStep, before: Budgets): Promise<Budgets> {
  const { step, ...click } = confirmed;
  const { steps, left } = weighSteps([record], [step], before);
  const [{ doubt, confirmationId }] = steps as [(typeof steps)[number]];
  if (doubt !== null) {
    await holdConfirmation(tx, confirmationId!, doubt, costOf(record, [step]));
    return before;
  }
  const { payoutMicros: amountMicros, rewardAmount, key: taskKey } = step;
  await grantRewards(tx, [
    { ...click, taskKey, amountMicros, rewardAmount, origin: 'CONFIRMATION', confirmationId, decisionId: null },
  ]);
  await releaseConfirmations(tx, record.held ? [confirmationId!] : []);
  return left;
}

/**
 * A denied ticket that is now confirmed, but not beyond doubt, or above the limit, or too long ago: an agent has it again.
 * Never is a confirmation on file and the ticket left denied (04).
 */
function isLateForAgent({ ticket, steps, verdict }: Weighed, now: Date): boolean {
  if (ticket.status !== 'DENIED' || ticket.banned || !steps.every((step) => step.state === 'COMPLETED')) return false;
  return verdict.verdict === 'leave' || (verdict.verdict === 'approve' && !isRecentlyDenied(ticket, now));
}

async function putBeforeAgent(tx: Tx, cases: readonly Weighed[]): Promise<void> {
  if (cases.length === 0) return;
  for (const { ticket } of cases) {
    await tx.execute(sql`
      UPDATE ticket SET status = 'ESCALATED', round = round + 1, version = version + 1, touched_at = ${tx.now},
             escalated_at = ${tx.now}
       WHERE id = ${ticket.id}::uuid AND status = 'DENIED'`);
    await appendEvent(tx, ticket.id, 'confirmed-late', AUTOMATION);
  }
  await startClock(
    tx,
    cases.map(({ ticket }) => ticket.id),
    tx.now,
  );
}

/** With the advertiser, who has confirmed by postback meanwhile; but an agent has to approve it. */
function isConfirmedThere({ ticket, steps, verdict }: Weighed): boolean {
  if (ticket.status !== 'WITH_ADVERTISER' || verdict.verdict === 'approve') return false;
  return steps.every((step) => step.state === 'COMPLETED');
}

function isHeld({ verdict }: Weighed): boolean {
  return verdict.verdict === 'hold';
}

/** What was held as pending is looked at again by the next hourly run, once it is no longer pending. */
async function reopenHeld(tx: Tx, tickets: readonly TicketRecord[]): Promise<void> {
  const ids = tickets.filter(({ status }) => status === 'PENDING_CONFIRMATION').map(({ id }) => id);
  if (ids.length === 0) return;
  await tx.execute(sql`
    UPDATE ticket SET status = 'OPEN', version = version + 1
     WHERE id = ANY(${ids}::uuid[]) AND status = 'PENDING_CONFIRMATION'`);
}

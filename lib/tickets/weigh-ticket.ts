/**
 * The rule of the automation, applied to tickets one after the other: each is judged with what the ones before it have left
 * of the daily budgets. Only what is approved is paid for.
 */
import { weighSteps } from '@/lib/rewards/daily-budgets';
import { type StepRecord, toStepFacts, type WeighedStep } from '@/lib/rewards/step-records';
import { decide, type Policy, type Verdict } from '@/lib/rules/decision';
import type { Budgets } from '@/lib/rules/trust';
import type { TicketRecord } from '@/lib/tickets/ticket-record';

export type Case = { ticket: TicketRecord; steps: readonly StepRecord[]; touched: boolean };
export type Weighed = { ticket: TicketRecord; steps: WeighedStep[]; verdict: Verdict };

/** `mayPay` tells whether an approval of this ticket would be written now; one that would not takes nothing from a budget. */
export function weighTickets(
  cases: readonly Case[],
  { policy, now, budgets, mayPay }: WeighOptions,
): { weighed: Weighed[]; left: Budgets } {
  let left = budgets;
  const weighed = cases.map(({ ticket, steps, touched }) => {
    const paid = weighSteps(steps, ticket.tasks, left);
    const { valueMicros, banned, queuedAt } = ticket;
    const facts = { valueMicros, banned, touched, queuedAt: queuedAt ?? now, steps: paid.steps.map(toStepFacts) };
    const verdict = decide(facts, policy, now);
    if (verdict.verdict === 'approve' && mayPay(ticket)) left = paid.left;
    return { ticket, steps: paid.steps, verdict };
  });
  return { weighed, left };
}

type WeighOptions = { policy: Policy; now: Date; budgets: Budgets; mayPay: (ticket: TicketRecord) => boolean };

/**
 * What the automation does with one open ticket.
 *
 * Seed 000: "The automation process runs every hour and reviews tickets with up to $5 reward value. The system will check
 * if a confirmation was received from the advertiser, then approves or denies the ticket, accordingly." R13, R14, R17.
 */
import type { Micros } from '@/lib/rules/money';
import type { Doubt } from '@/lib/rules/trust';

/** Stored with each decision (R16). Raise it whenever `decide` would answer differently for the same facts. */
export const RULE_VERSION = '2026-11-2';

export type Policy = {
  /** The highest ticket value the automation may decide. */
  limitMicros: Micros;
  /** How long after it was queued a ticket without a confirmation is left alone before it is denied. */
  graceMs: number;
};

export const DEFAULT_POLICY: Policy = { limitMicros: 5_000_000n, graceMs: 0 };

/** What is known about one step that the ticket claims. */
export type StepFacts = {
  taskKey: string;
  /** The furthest state that any of the advertiser's confirmations of this step reached and that still holds. */
  confirmed: 'none' | 'pending' | 'completed' | 'reconciled';
  confirmationId: string | null;
  /** May this confirmation approve by itself? False for a weakly signed source beyond its budget (04, 5). */
  trusted: boolean;
  /** Why a completed one may not. */
  doubt: Doubt | null;
  rejection: string | null;
  /** The reward for this step: `acknowledged` once the publisher said so, `reversed` when it was taken back. */
  granted: 'none' | 'granted' | 'acknowledged' | 'reversed';
  grantAcknowledgedAt: Date | null;
};

export type TicketFacts = {
  valueMicros: Micros;
  queuedAt: Date;
  /** An agent or the user did something since it was queued: new proof, an escalation, an assignment (R14). */
  touched: boolean;
  banned: boolean;
  steps: readonly StepFacts[];
};

export type DecisionReason = 'confirmed' | 'not-confirmed' | 'rejected' | 'already-rewarded';

export type Verdict =
  | { verdict: 'approve'; reason: 'confirmed'; confirmationId: string }
  | { verdict: 'deny'; reason: Exclude<DecisionReason, 'confirmed'>; detail?: string }
  | { verdict: 'hold'; reason: 'pending' | 'grace' }
  | {
      verdict: 'leave';
      reason: 'above-limit' | 'touched' | 'banned' | 'weak-confirmation' | 'breaker' | 'nothing-claimed' | 'taken-back';
    };

export function decide(ticket: TicketFacts, policy: Policy, now: Date): Verdict {
  if (ticket.valueMicros > policy.limitMicros) return { verdict: 'leave', reason: 'above-limit' };
  if (ticket.banned) return { verdict: 'leave', reason: 'banned' };
  if (ticket.touched) return { verdict: 'leave', reason: 'touched' };
  return judge(ticket, policy, now);
}

/**
 * Every claimed step must be proven. What is already acknowledged by the publisher needs no second reward; what the
 * publisher has not acknowledged is approved, so that the same event is fired again (04, decision 2). A reward that was
 * taken back cannot be given a second time (R4): whoever was confirmed anew is not told "approved", an agent looks.
 */
function judge(ticket: TicketFacts, policy: Policy, now: Date): Verdict {
  const { steps } = ticket;
  if (steps.length === 0) return { verdict: 'leave', reason: 'nothing-claimed' };
  if (steps.every((step) => step.granted === 'acknowledged')) return { verdict: 'deny', reason: 'already-rewarded' };
  const open = steps.filter((step) => step.granted !== 'acknowledged');
  const rejected = open.find((step) => step.confirmed === 'reconciled');
  if (rejected) return { verdict: 'deny', reason: 'rejected', detail: rejected.rejection ?? undefined };
  if (open.some((step) => step.confirmed === 'pending')) return { verdict: 'hold', reason: 'pending' };
  if (open.some((step) => step.confirmed === 'none')) return denyAfterGrace(ticket, policy, now);
  const doubted = open.find((step) => !step.trusted);
  if (doubted) return { verdict: 'leave', reason: doubted.doubt === 'breaker' ? 'breaker' : 'weak-confirmation' };
  if (open.some((step) => step.granted === 'reversed')) return { verdict: 'leave', reason: 'taken-back' };
  return { verdict: 'approve', reason: 'confirmed', confirmationId: open[0]!.confirmationId! };
}

function denyAfterGrace(ticket: TicketFacts, policy: Policy, now: Date): Verdict {
  const waited = now.getTime() - ticket.queuedAt.getTime();
  if (waited < policy.graceMs) return { verdict: 'hold', reason: 'grace' };
  return { verdict: 'deny', reason: 'not-confirmed' };
}

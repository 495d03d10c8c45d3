/**
 * A person decides (console or API). Once per round: the version the person saw is part of the condition, so that of two
 * who press at once one wins and the other is shown what changed (R17). Approving needs what the automation needs: the
 * advertiser's word for every step. "Proof alone is not sufficient for approval" (seed 000; R5).
 */
import { liftBan } from '@/lib/accounts/ban-users';
import { inTransaction } from '@/lib/foundation/db';
import { readBudgets, weighSteps } from '@/lib/rewards/daily-budgets';
import { readStepRecords, type StepRecord } from '@/lib/rewards/step-records';
import { type Refusal, refuse } from '@/lib/rules/refusal';
import { isUnderReview, type TicketStatus } from '@/lib/rules/ticket-states';
import { lockTicketByNumber, type TicketRecord } from '@/lib/tickets/ticket-record';
import { type Actor, writeDecisions } from '@/lib/tickets/write-decisions';

export type AgentRuling = {
  number: string;
  outcome: 'approve' | 'deny';
  /** A reason code, kept with the decision. */
  reason: string;
  /** Words to the user, in the denial e-mail; null for none. */
  note: string | null;
  /** The version the person was looking at. */
  version: number;
  actor: Extract<Actor, { id: string }>;
};

/** Refused: `not-found`, `version-changed` (details: version, status, decidedAt), `conflict`, `not-confirmed`. */
export async function decideTicket(
  ruling: AgentRuling,
  options: { at?: Date } = {},
): Promise<{ number: string; status: TicketStatus; version: number } | Refusal> {
  return inTransaction(async (tx) => {
    const ticket = await lockTicketByNumber(tx, ruling.number);
    if (!ticket) return refuse('not-found', 'There is no such ticket.');
    if (ticket.version !== ruling.version) return versionChanged(ticket);
    if (!isUnderReview(ticket.status)) {
      return refuse('conflict', 'This ticket is not waiting for a decision.', {
        details: { version: ticket.version, status: ticket.status },
      });
    }
    const { userId, titleKey, tasks } = ticket;
    const records = await readStepRecords(
      tx,
      tasks.map(({ key }) => ({ userId, titleKey, taskKey: key })),
    );
    // An agent may believe what the automation may not: the doubt is kept as evidence, and no budget is drawn on.
    const { steps } = weighSteps(records, tasks, await readBudgets(tx, records, tx.now));
    if (ruling.outcome === 'approve' && ticket.kind === 'missing-reward' && !steps.every(isProven))
      return notConfirmed(ticket, steps);
    const outcome = ruling.outcome === 'approve' ? 'APPROVED' : 'DENIED';
    const confirmationId = outcome === 'APPROVED' ? (steps.find(isProven)?.confirmationId ?? null) : null;
    const { reason, note: detail, actor } = ruling;
    // R6: an appeal that is approved ends the ban.
    if (outcome === 'APPROVED' && ticket.kind === 'ban-appeal') await liftBan(tx, userId, actor);
    await writeDecisions(tx, [{ ticket, steps, outcome, reason, detail, confirmationId, actor, round: ticket.round }]);
    return { number: ticket.number, status: outcome, version: ticket.version + 1 };
  }, options);
}

/** Confirmed or granted, and not taken back: what was taken back cannot be given again, and nobody is told that it was. */
export function isProven(step: StepRecord): boolean {
  return step.reversedAt === null && (step.state === 'COMPLETED' || step.grantId !== null);
}

function versionChanged({ version, status, decidedAt }: TicketRecord): Refusal {
  return refuse('version-changed', 'Somebody changed this ticket while you were looking at it.', {
    details: { version, status, decidedAt: decidedAt?.toISOString() ?? null },
  });
}

function notConfirmed({ version, status }: TicketRecord, steps: StepRecord[]): Refusal {
  const missing = steps.filter((step) => !isProven(step)).map(({ taskKey }) => taskKey);
  return refuse('not-confirmed', 'The advertiser has not confirmed this. Only a confirmation can be rewarded.', {
    details: { version, status, missing },
  });
}

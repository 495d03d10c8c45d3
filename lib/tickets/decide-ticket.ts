/**
 * A person decides by the operator's API, or what an agent intended is carried out (intents.ts). Once per round: the version
 * the person saw is part of the condition, so that of two who press at once one wins and the other is shown what changed
 * (R17). Approving needs what the automation needs: the advertiser's word for every step. "Proof alone is not sufficient for
 * approval" (seed 000; R5).
 */
import { liftBan } from '@/lib/accounts/ban-users';
import { inTransaction, type Tx } from '@/lib/foundation/db';
import { readBudgets, weighSteps } from '@/lib/rewards/daily-budgets';
import { readStepRecords, type StepRecord, type WeighedStep } from '@/lib/rewards/step-records';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';
import { isUnderReview, type TicketStatus } from '@/lib/rules/ticket-states';
import { type DecidingActor, secondPersonNeeded } from '@/lib/tickets/four-eyes';
import { beingDecided, versionChanged } from '@/lib/tickets/lock-for-change';
import { lockTicketByNumber, type TicketRecord } from '@/lib/tickets/ticket-record';
import { writeDecisions } from '@/lib/tickets/write-decisions';

export type GivenRuling = {
  outcome: 'approve' | 'deny';
  /** A reason code, kept with the decision. */
  reason: string;
  /** Words to the user, in the denial e-mail; null for none. */
  note: string | null;
};

export type AgentRuling = GivenRuling & {
  number: string;
  /** The version the person was looking at. */
  version: number;
  actor: DecidingActor;
};

/**
 * Refused: `not-found`, `version-changed` (details: version, status, decidedAt), `being-decided`, `conflict`, `not-confirmed`,
 * `second-person-needed`.
 */
export async function decideTicket(
  ruling: AgentRuling,
  options: { at?: Date } = {},
): Promise<{ number: string; status: TicketStatus; version: number } | Refusal> {
  return inTransaction(async (tx) => {
    const ticket = await lockTicketByNumber(tx, ruling.number);
    if (!ticket) return refuse('not-found', 'There is no such ticket.');
    if (ticket.version !== ruling.version) return versionChanged(ticket);
    const open = await beingDecided(tx, ticket);
    if (open) return open;
    const examined = await examine(tx, ticket, ruling);
    if (isRefusal(examined)) return examined;
    const alone = await secondPersonNeeded(tx, ticket, ruling);
    if (alone) return alone;
    return carryOut(tx, ticket, examined, ruling);
  }, options);
}

/** May it be decided so? The evidence, as it stands under the caller's lock, or why not. */
export async function examine(tx: Tx, ticket: TicketRecord, ruling: GivenRuling): Promise<WeighedStep[] | Refusal> {
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
  const isReward = ticket.kind === 'missing-reward';
  return ruling.outcome === 'approve' && isReward && !steps.every(isProven) ? notConfirmed(ticket, steps) : steps;
}

/** The caller holds the locks and has examined it. */
export async function carryOut(
  tx: Tx,
  ticket: TicketRecord,
  steps: readonly WeighedStep[],
  { outcome: given, reason, note: detail, actor }: GivenRuling & { actor: DecidingActor },
): Promise<{ number: string; status: TicketStatus; version: number }> {
  const outcome = given === 'approve' ? 'APPROVED' : 'DENIED';
  const confirmationId = outcome === 'APPROVED' ? (steps.find(isProven)?.confirmationId ?? null) : null;
  // R6: an appeal that is approved ends the ban.
  if (outcome === 'APPROVED' && ticket.kind === 'ban-appeal') await liftBan(tx, ticket.userId, actor);
  await writeDecisions(tx, [{ ticket, steps, outcome, reason, detail, confirmationId, actor, round: ticket.round }]);
  return { number: ticket.number, status: outcome, version: ticket.version + 1 };
}

/** Confirmed or granted, and not taken back: what was taken back cannot be given again, and nobody is told that it was. */
export function isProven(step: StepRecord): boolean {
  return step.reversedAt === null && (step.state === 'COMPLETED' || step.grantId !== null);
}

function notConfirmed({ version, status }: TicketRecord, steps: StepRecord[]): Refusal {
  const missing = steps.filter((step) => !isProven(step)).map(({ taskKey }) => taskKey);
  return refuse('not-confirmed', 'The advertiser has not confirmed this. Only a confirmation can be rewarded.', {
    details: { version, status, missing },
  });
}

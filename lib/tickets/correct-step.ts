/**
 * The user chose the wrong step of an offer: an agent makes the ticket about another one, as it was promised at the click.
 * R4 holds: a step that another ticket is about, or that was rewarded, cannot be taken.
 */
import { inTransaction, sql, type Tx } from '@/lib/foundation/db';
import { readStepRecords, readTerms, type StepTerms } from '@/lib/rewards/step-records';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';
import { lockUnderReview } from '@/lib/tickets/lock-for-change';
import { appendEvent } from '@/lib/tickets/ticket-events';
import type { TicketRecord } from '@/lib/tickets/ticket-record';

type Correction = {
  number: string;
  version: number;
  agentId: string /** Keys of the offer's steps. */;
  from: string;
  to: string;
};

/** Refused: `malformed`, `not-found`, `version-changed`, `being-decided`, `conflict`, `ticket-exists`, `already-rewarded`. */
export async function correctStep(
  { number, version, agentId, from, to }: Correction,
  options: { at?: Date } = {},
): Promise<{ version: number } | Refusal> {
  return inTransaction(async (tx) => {
    const ticket = await lockUnderReview(tx, number, version);
    if (isRefusal(ticket)) return ticket;
    const before = ticket.tasks.find(({ key }) => key === from);
    const after = (await readPromised(tx, ticket.clickId)).find(({ key }) => key === to);
    if (!before || !after) return refuse('malformed', 'This offer has no such step.', { fields: { to: 'unknown' } });
    const refusal = await refuseStep(tx, ticket, after.key);
    if (refusal) return refusal;
    await replaceStep(tx, ticket, before.key, after);
    const said = { before: before.name, after: after.name, from, to };
    await appendEvent(tx, ticket.id, 'step-corrected', { kind: 'AGENT', id: agentId }, said);
    return { version: version + 1 };
  }, options);
}

/** The steps that can be chosen, as they were promised. */
export async function readPromised(runner: Pick<Tx, 'query'>, clickId: string): Promise<StepTerms[]> {
  const [click] = await runner.query<{ terms: unknown }>(sql`SELECT terms FROM click WHERE id = ${clickId}`);
  return click ? readTerms(click.terms).tasks : [];
}

/** The caller holds the progress row: what is true here stays true until the commit. */
async function refuseStep(tx: Tx, { userId, titleKey }: TicketRecord, taskKey: string): Promise<Refusal | null> {
  const [other] = await tx.query<{ number: string }>(sql`
    SELECT t.number FROM ticket_task tt JOIN ticket t ON t.id = tt.ticket_id
     WHERE tt.live AND tt.user_id = ${userId}::uuid AND tt.title_key = ${titleKey} AND tt.task_key = ${taskKey}`);
  if (other)
    return refuse('ticket-exists', 'There is a ticket about this step already.', { details: { number: other.number } });
  const [step] = await readStepRecords(tx, [{ userId, titleKey, taskKey }]);
  return step?.grantId ? refuse('already-rewarded', 'This step has been rewarded already.') : null;
}

async function replaceStep(tx: Tx, { id, valueMicros, rewardTotal, tasks }: TicketRecord, from: string, to: StepTerms) {
  const before = tasks.find(({ key }) => key === from)!;
  await tx.execute(sql`
    UPDATE ticket_task SET task_key = ${to.key}, name = ${to.name}, payout_micros = ${to.payoutMicros},
           reward_amount = ${to.rewardAmount}
     WHERE ticket_id = ${id}::uuid AND task_key = ${from}`);
  // Worth something else: a first approval counts no longer.
  await tx.execute(sql`
    UPDATE ticket SET value_micros = ${valueMicros - before.payoutMicros + to.payoutMicros},
           reward_total = ${rewardTotal - before.rewardAmount + to.rewardAmount}, second_wanted_at = NULL,
           second_wanted_by = NULL, touched_at = ${tx.now}, version = version + 1
     WHERE id = ${id}::uuid`);
}

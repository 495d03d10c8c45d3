/**
 * An agent decides in the console: examined at once, so that a refusal is told at once, and carried out when the time to take
 * it back is over. A sum that needs two persons is noted after the first one (four-eyes.ts) and decided by the second.
 */
import { inTransaction, sql, type Tx } from '@/lib/foundation/db';
import { needsOwnWords, wordsFor } from '@/lib/rules/reasons';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';
import { examine, type GivenRuling, isProven } from '@/lib/tickets/decide-ticket';
import { secondPersonNeeded } from '@/lib/tickets/four-eyes';
import { type Planned, planIntent } from '@/lib/tickets/intents';
import { lockForChange } from '@/lib/tickets/lock-for-change';
import { findReason } from '@/lib/tickets/read-reasons';
import { appendEvent } from '@/lib/tickets/ticket-events';
import type { TicketRecord } from '@/lib/tickets/ticket-record';

type Plan = GivenRuling & { number: string; version: number; agentId: string };

export type PlannedDecision = Planned | { secondWanted: true; version: number };

/** Refused as `decideTicket`; `second-person-needed` only to the one who has approved already. */
export async function planDecision(plan: Plan, options: { at?: Date } = {}): Promise<PlannedDecision | Refusal> {
  return inTransaction(async (tx) => {
    const ticket = await lockForChange(tx, plan.number, plan.version);
    return isRefusal(ticket) ? ticket : planRuling(tx, ticket, plan);
  }, options);
}

/** The caller holds the lock. Nothing has been written when it is refused. */
export async function planRuling(
  tx: Tx,
  ticket: TicketRecord,
  ruling: GivenRuling & { agentId: string },
): Promise<PlannedDecision | Refusal> {
  const plan = await inWords(tx, ticket, ruling);
  if (isRefusal(plan)) return plan;
  const steps = await examine(tx, ticket, plan);
  if (isRefusal(steps)) return steps;
  const { outcome, reason, note, agentId } = plan;
  const alone = await secondPersonNeeded(tx, ticket, { outcome, actor: { kind: 'AGENT', id: agentId } });
  if (alone) return ticket.secondWantedBy === agentId ? alone : wantSecond(tx, ticket, plan);
  const payload = { outcome, reason, note, proven: steps.every(isProven) };
  return planIntent(tx, ticket, { kind: 'decide', payload }, agentId);
}

/** The reason must be one of the list; where the agent writes nothing, the user reads the reason's own words. */
export async function inWords<Ruling extends GivenRuling>(
  tx: Tx,
  { locale }: TicketRecord,
  ruling: Ruling,
): Promise<Ruling | Refusal> {
  const reason = await findReason(tx, ruling.outcome, ruling.reason);
  if (!reason) return refuse('malformed', 'Choose a reason.', { fields: { reason: 'Choose a reason.' } });
  if (ruling.outcome === 'approve' || ruling.note !== null) return ruling;
  const message = 'Say why, in words the user can understand.';
  if (needsOwnWords(reason, locale)) return refuse('malformed', message, { fields: { note: message } });
  return { ...ruling, note: wordsFor(reason, locale) };
}

async function wantSecond(
  tx: Tx,
  { id, version }: TicketRecord,
  { reason, note, agentId }: Omit<Plan, 'number' | 'version'>,
) {
  await tx.execute(sql`
    UPDATE ticket SET second_wanted_at = ${tx.now}, second_wanted_by = ${agentId}::uuid, touched_at = ${tx.now},
           version = version + 1
     WHERE id = ${id}::uuid`);
  await appendEvent(tx, id, 'second-wanted', { kind: 'AGENT', id: agentId }, { reason, note });
  return { secondWanted: true as const, version: version + 1 };
}

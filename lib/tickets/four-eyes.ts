/**
 * Two persons for large sums: an approval above the limit is carried through only by a second one, who sees that a first
 * one approved. No way around it by pressing twice: who the first one was stands on the ticket, and is compared under its lock.
 */
import { type Runner, sql, type Tx } from '@/lib/foundation/db';
import { parseUsd } from '@/lib/rules/money';
import { type Refusal, refuse } from '@/lib/rules/refusal';
import { readStored, SETTINGS } from '@/lib/rules/settings';
import type { TicketRecord } from '@/lib/tickets/ticket-record';
import type { Actor } from '@/lib/tickets/write-decisions';

/** `alone`: a key that its operator trusts above the limit; whoever holds it has eyes of their own. */
export type DecidingActor = Extract<Actor, { id: string }> & { alone?: boolean };

/** `fourEyes` = { "aboveUsd": "100.00" }; null there is never. In micro-dollars; null for no limit. */
export async function readFourEyesLimit(runner: Runner): Promise<bigint | null> {
  const [row] = await runner.query<{ value: unknown }>(sql`SELECT value FROM setting WHERE key = 'fourEyes'`);
  const { aboveUsd } = readStored('fourEyes', row?.value) ?? SETTINGS.fourEyes.usual;
  return aboveUsd === null ? null : parseUsd(aboveUsd)!;
}

type Asked = { outcome: 'approve' | 'deny'; actor: DecidingActor };

/** Null when this person may carry it through now. */
export async function secondPersonNeeded(
  tx: Tx,
  ticket: Pick<TicketRecord, 'valueMicros' | 'version' | 'status' | 'secondWantedBy'>,
  { outcome, actor }: Asked,
): Promise<Refusal | null> {
  if (outcome !== 'approve' || actor.alone) return null;
  const limit = await readFourEyesLimit(tx);
  if (limit === null || ticket.valueMicros <= limit) return null;
  const first = ticket.secondWantedBy;
  if (actor.kind === 'AGENT' && first !== null && first !== actor.id) return null;
  return refuse('second-person-needed', 'This sum needs the approval of two persons.', {
    details: { version: ticket.version, status: ticket.status, approvedByYou: first !== null && first === actor.id },
  });
}

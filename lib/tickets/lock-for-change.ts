/**
 * What every change that an agent makes begins with: the lock, the version the agent was looking at, and whether a colleague
 * is just deciding. Whoever comes second is told so and changes nothing (R17).
 */
import { sql, type Tx } from '@/lib/foundation/db';
import { type Refusal, refuse } from '@/lib/rules/refusal';
import { isUnderReview } from '@/lib/rules/ticket-states';
import { lockTicketByNumber, type TicketRecord } from '@/lib/tickets/ticket-record';

/** `version`: the one on the agent's page. Refused: `not-found`, `version-changed`, `being-decided`. */
export async function lockForChange(tx: Tx, number: string, version: number): Promise<TicketRecord | Refusal> {
  const ticket = await lockTicketByNumber(tx, number);
  if (!ticket) return refuse('not-found', 'There is no ticket with this number.');
  if (ticket.version !== version) return versionChanged(ticket);
  return (await beingDecided(tx, ticket)) ?? ticket;
}

/** The same, for what can only be done while a decision is waited for. Refused besides: `conflict`. */
export async function lockUnderReview(tx: Tx, number: string, version: number): Promise<TicketRecord | Refusal> {
  const ticket = await lockForChange(tx, number, version);
  if ('refused' in ticket || isUnderReview(ticket.status)) return ticket;
  return refuse('conflict', 'This ticket is not waiting for a decision.', {
    details: { version: ticket.version, status: ticket.status },
  });
}

export function versionChanged({ version, status, decidedAt }: TicketRecord): Refusal {
  return refuse('version-changed', 'Somebody changed this ticket while you were looking at it.', {
    details: { version, status, decidedAt: decidedAt?.toISOString() ?? null },
  });
}

/** A colleague has decided or replied, and can still take it back. */
export async function beingDecided(
  tx: Tx,
  { id, version, status, decidingUntil }: TicketRecord,
): Promise<Refusal | null> {
  if (decidingUntil === null) return null;
  const [open] = await tx.query<{ by: string }>(sql`
    SELECT g.name AS by FROM intent i JOIN agent g ON g.id = i.agent_id
     WHERE i.ticket_id = ${id}::uuid AND i.done_at IS NULL AND i.undone_at IS NULL AND i.failed_at IS NULL`);
  return refuse('being-decided', 'A colleague has just decided this ticket and can still take it back.', {
    details: { version, status, by: open?.by ?? null, until: decidingUntil.toISOString() },
  });
}

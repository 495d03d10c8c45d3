/** A ticket's stay with the advertiser (R21): how it goes there, and how it comes back to us. Batches, under the caller's locks. */
import { recordset, sql, type Tx } from '@/lib/foundation/db';
import { resumeClock, startRecheckClock } from '@/lib/tickets/clocks';
import { appendEvent, type EventActor } from '@/lib/tickets/ticket-events';

export type Sent = {
  ticketId: string;
  targetAt: Date;
  breachAt: Date;
  /** What the dates were counted in, kept with the clock. */
  policy: Record<string, unknown>;
};

/** `rule`: by which rule of the advertiser's, when nobody asked. */
export async function sendToAdvertiser(tx: Tx, sent: readonly Sent[], actor: EventActor, rule?: string): Promise<void> {
  if (sent.length === 0) return;
  const more = { ...(rule && { rule }), ...(tx.batchId && { batch: tx.batchId }) };
  const rows = sent.map(({ ticketId, targetAt }) => ({ id: ticketId, data: { targetAt, ...more } }));
  await tx.execute(sql`
    UPDATE ticket SET status = 'WITH_ADVERTISER', version = version + 1, touched_at = ${tx.now}, lead_at = NULL,
           snoozed_until = NULL
     WHERE id = ANY(${sent.map(({ ticketId }) => ticketId)}::uuid[])`);
  await startRecheckClock(
    tx,
    sent.map(({ ticketId, targetAt, breachAt, policy }) => ({ ticketId, dueAt: targetAt, breachAt, policy })),
    tx.now,
  );
  await tx.execute(sql`
    INSERT INTO ticket_event (ticket_id, at, kind, actor_kind, actor_id, data, version)
    SELECT t.id, ${tx.now}, 'recheck-asked', ${actor.kind}, ${actor.id}, given.data, t.version
      FROM ${recordset(rows, 'id uuid, data jsonb')} JOIN ticket t ON t.id = given.id`);
}

/** Back on our own clock. Only a ticket that is still with the advertiser moves; true when it did. */
export async function takeBackFromAdvertiser(
  tx: Tx,
  ticketId: string,
  kind: string,
  data: Record<string, unknown>,
  actor: EventActor,
): Promise<boolean> {
  const moved = await tx.execute(sql`
    UPDATE ticket SET status = 'ESCALATED', version = version + 1, touched_at = ${tx.now},
           escalated_at = coalesce(escalated_at, ${tx.now})
     WHERE id = ${ticketId}::uuid AND status = 'WITH_ADVERTISER'`);
  if (moved === 0) return false;
  await resumeClock(tx, [ticketId], tx.now);
  await appendEvent(tx, ticketId, kind, actor, data);
  return true;
}

/** What was asked is no longer needed: the tickets were decided without the answer, or confirmed by postback meanwhile. */
export async function settleRechecks(tx: Tx, ticketIds: readonly string[]): Promise<void> {
  if (ticketIds.length === 0) return;
  await tx.execute(sql`
    UPDATE recheck SET status = 'SETTLED', closed_at = ${tx.now}
     WHERE ticket_id = ANY(${ticketIds}::uuid[]) AND status = 'ASKED'`);
}

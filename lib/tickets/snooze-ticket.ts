/**
 * Puts a ticket to sleep until a morning, or until the user replies. It leaves the queues of open work and comes back by
 * itself; its deadlines go on, because the user is still waiting.
 */
import { inTransaction, sql, type TransactionOptions, type Tx } from '@/lib/foundation/db';
import { isRefusal, type Refusal } from '@/lib/rules/refusal';
import { type Snooze, snoozeUntil } from '@/lib/rules/snooze';
import { lockUnderReview } from '@/lib/tickets/lock-for-change';
import { readReviewPolicy } from '@/lib/tickets/review-policy';
import { AUTOMATION, appendEvent } from '@/lib/tickets/ticket-events';

type Snoozing = { number: string; version: number; agentId: string /** Null wakes it. */; snooze: Snooze | null };

/** Refused: `not-found`, `version-changed`, `being-decided`, `conflict`. */
export async function snoozeTicket(
  { number, version, agentId, snooze }: Snoozing,
  options: TransactionOptions = {},
): Promise<{ version: number; snoozedUntil: Date | null } | Refusal> {
  return inTransaction(async (tx) => {
    const ticket = await lockUnderReview(tx, number, version);
    if (isRefusal(ticket)) return ticket;
    const timeZone = (await readReviewPolicy(tx)).calendar?.timeZone ?? 'UTC';
    const until = snooze && snoozeUntil(snooze, tx.now, timeZone);
    await tx.execute(sql`
      UPDATE ticket SET snoozed_until = ${until}, touched_at = ${tx.now}, version = version + 1
       WHERE id = ${ticket.id}::uuid`);
    const said = { snooze, until: until?.toISOString() ?? null };
    await appendEvent(tx, ticket.id, until ? 'snoozed' : 'woken', { kind: 'AGENT', id: agentId }, said);
    return { version: version + 1, snoozedUntil: until };
  }, options);
}

/** Every minute: those whose morning has come. Who holds a lock on one right now will find it awake a minute later. */
export async function wakeSnoozed(tx: Tx): Promise<number> {
  const woken = await tx.query<{ id: string }>(sql`
    WITH due AS MATERIALIZED (
      SELECT id FROM ticket WHERE snoozed_until <= ${tx.now} ORDER BY snoozed_until LIMIT 500 FOR UPDATE SKIP LOCKED)
    UPDATE ticket t SET snoozed_until = NULL, version = version + 1 FROM due WHERE t.id = due.id RETURNING t.id`);
  for (const { id } of woken) await appendEvent(tx, id, 'woken', AUTOMATION);
  return woken.length;
}

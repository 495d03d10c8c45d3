/** Whatever was under way for a person ends: sessions, tickets, letters, callbacks, questions to advertisers. Doing it twice does no harm. */
import { sql, type Tx } from '@/lib/foundation/db';
import { meetClock } from '@/lib/tickets/clocks';
import { settleRechecks } from '@/lib/tickets/with-advertiser';

export async function stopEverything(tx: Tx, userId: string): Promise<void> {
  await tx.execute(sql`DELETE FROM wall_session WHERE user_id = ${userId}::uuid`);
  await tx.query(sql`SELECT 1 FROM progress WHERE user_id = ${userId}::uuid ORDER BY title_key FOR UPDATE`);
  const tickets = await tx.query<{ id: string }>(
    sql`SELECT id FROM ticket WHERE user_id = ${userId}::uuid ORDER BY id FOR UPDATE`,
  );
  const ids = tickets.map(({ id }) => id);
  await endIntents(tx, ids);
  await closeTickets(tx, ids);
  await settleRechecks(tx, ids);
  await meetClock(tx, ids, tx.now);
  await cancelPromises(tx, userId, ids);
}

async function endIntents(tx: Tx, ticketIds: readonly string[]): Promise<void> {
  await tx.execute(sql`
    UPDATE intent SET failed_at = ${tx.now}, failure = 'erased'
     WHERE ticket_id = ANY(${ticketIds}::uuid[]) AND done_at IS NULL AND undone_at IS NULL AND failed_at IS NULL`);
}

/** A denied one too: no confirmation could be made good any more. What was approved stays approved. */
async function closeTickets(tx: Tx, ticketIds: readonly string[]): Promise<void> {
  const closed = await tx.query<{ id: string }>(sql`
    UPDATE ticket SET status = 'CLOSED', closed_reason = 'erased', closed_at = coalesce(closed_at, ${tx.now}), version = version + 1,
           due_at = NULL, breach_at = NULL, snoozed_until = NULL, lead_at = NULL, asked_user_at = NULL, deciding_until = NULL,
           second_wanted_at = NULL, second_wanted_by = NULL, held_at = NULL, held_reason = NULL
     WHERE id = ANY(${ticketIds}::uuid[]) AND (status NOT IN ('APPROVED', 'CLOSED') OR closed_reason = 'duplicate')
     RETURNING id`);
  const ids = closed.map(({ id }) => id);
  await tx.execute(sql`UPDATE ticket_task SET live = false WHERE ticket_id = ANY(${ids}::uuid[])`);
  await tx.execute(sql`
    INSERT INTO ticket_event (ticket_id, at, kind, actor_kind, data, version)
    SELECT id, ${tx.now}, 'closed', 'AUTO', '{"reason":"erased"}'::jsonb, version FROM ticket WHERE id = ANY(${ids}::uuid[])`);
}

/** The game could not be told whose reward it is; a confirmation that waits for belief waits for nobody. */
async function cancelPromises(tx: Tx, userId: string, ticketIds: readonly string[]): Promise<void> {
  await tx.execute(sql`
    UPDATE email SET status = 'CANCELLED', next_at = NULL, lease_until = NULL
     WHERE ticket_id = ANY(${ticketIds}::uuid[]) AND status = 'PENDING'`);
  await tx.execute(sql`
    UPDATE callback SET status = 'CANCELLED', next_at = NULL, lease_until = NULL, last_reason = 'erased'
     WHERE grant_id IN (SELECT id FROM reward_grant WHERE user_id = ${userId}::uuid) AND status IN ('PENDING', 'FAILED')`);
  await tx.execute(sql`
    UPDATE confirmation SET held = NULL, held_micros = NULL WHERE user_id = ${userId}::uuid AND held IS NOT NULL`);
}

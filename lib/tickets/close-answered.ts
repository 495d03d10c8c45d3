/** The end of tickets that are no longer needed. */
import { sql, type Tx } from '@/lib/foundation/db';
import { AUTOMATION, appendEvent } from '@/lib/tickets/ticket-events';

/** R3: a ticket that was only registered, or whose address was never validated, ends when all it claims has been granted. */
export async function closeAnswered(tx: Tx, userId: string, titleKey: string): Promise<void> {
  const closed = await tx.query<{ id: string }>(sql`
    UPDATE ticket t SET status = 'CLOSED', closed_at = ${tx.now}, closed_reason = 'rewarded', version = version + 1,
           due_at = NULL, breach_at = NULL
     WHERE t.user_id = ${userId}::uuid AND t.title_key = ${titleKey} AND t.status IN ('AWAITING_24H', 'AWAITING_EMAIL')
       AND NOT EXISTS (
         SELECT FROM ticket_task tt
          WHERE tt.ticket_id = t.id AND NOT EXISTS (
            SELECT FROM reward_grant g
             WHERE g.user_id = tt.user_id AND g.title_key = tt.title_key AND g.task_key = tt.task_key
               AND g.reversed_at IS NULL AND g.origin <> 'ACTIVITY'))
     RETURNING t.id`);
  for (const { id } of closed) {
    await tx.execute(sql`UPDATE ticket_task SET live = false WHERE ticket_id = ${id}::uuid`);
    await appendEvent(tx, id, 'closed', AUTOMATION, { reason: 'rewarded' });
  }
}

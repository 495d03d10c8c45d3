/** The end that a duplicate and a merged ticket share: closed with a reference, and the user told where it goes on. */
import { sql, type Tx } from '@/lib/foundation/db';
import { promiseEmail } from '@/lib/outbox/promise-email';
import { meetClock } from '@/lib/tickets/clocks';
import type { Pair } from '@/lib/tickets/lock-pair';

export async function closeAsOther(
  tx: Tx,
  { ending, goingOn }: Pair,
  reason: 'duplicate' | 'merged',
): Promise<{ version: number }> {
  await tx.execute(sql`
    UPDATE ticket SET status = 'CLOSED', closed_reason = ${reason}, closed_at = ${tx.now}, duplicate_of_id = ${goingOn.id}::uuid,
           snoozed_until = NULL, lead_at = NULL, asked_user_at = NULL, second_wanted_at = NULL, second_wanted_by = NULL,
           held_at = NULL, held_reason = NULL, version = version + 1
     WHERE id = ${ending.id}::uuid`);
  await tx.execute(sql`UPDATE ticket_task SET live = false WHERE ticket_id = ${ending.id}::uuid`);
  await meetClock(tx, [ending.id], tx.now);
  await tellUser(tx, { ending, goingOn });
  return { version: ending.version + 1 };
}

/** The number of somebody else's ticket is not told. */
async function tellUser(tx: Tx, { ending, goingOn }: Pair): Promise<void> {
  if (ending.validatedAt === null) return;
  const ofSameUser = ending.userId === goingOn.userId;
  await promiseEmail(tx, {
    key: `continued:${ending.id}:${ending.version + 1}`,
    template: 'ticket-continued',
    props: {
      ticketNumber: ending.number,
      offerTitle: ending.offerTitle,
      ...(ofSameUser && { continuedAs: goingOn.number }),
    },
    locale: ending.locale,
    to: ending.address,
    ticketId: ending.id,
    userId: ending.userId,
  });
}

/**
 * A banned user keeps read access and can open only an appeal against the ban, which an agent decides (R6). It is a ticket
 * of its own kind, about the user and not about an offer's step; it carries no reward and the automation never touches it.
 */
import { randomBytes } from 'node:crypto';
import { inTransaction, sql } from '@/lib/foundation/db';
import { type Refusal, refuse } from '@/lib/rules/refusal';
import { ticketNumber } from '@/lib/rules/ticket-number';
import type { OpenedTicket } from '@/lib/tickets/open-ticket';
import { queueTickets } from '@/lib/tickets/queue-tickets';
import { appendEvent } from '@/lib/tickets/ticket-events';
import { promiseValidation } from '@/lib/tickets/validate-email';

/** Refused: `not-allowed` when there is no ban, `ticket-exists` (details.number), `not-found` when the user never started anything. */
export async function openAppeal(
  userId: string,
  { email, description, locale }: { email: string; description: string; locale: string },
  options: { at?: Date } = {},
): Promise<OpenedTicket | Refusal> {
  return inTransaction(async (tx) => {
    const [user] = await tx.query<{ appId: string; bannedAt: Date | null }>(
      sql`SELECT app_id, banned_at FROM end_user WHERE id = ${userId}::uuid AND erased_at IS NULL FOR UPDATE`,
    );
    if (!user?.bannedAt) return refuse('not-allowed', 'There is no ban to appeal against.');
    const [open] = await tx.query<{ number: string }>(sql`
      SELECT number FROM ticket WHERE user_id = ${userId}::uuid AND kind = 'ban-appeal' AND opened_at > ${user.bannedAt} LIMIT 1`);
    if (open) return refuse('ticket-exists', 'You have appealed already.', { details: { number: open.number } });
    const number = ticketNumber(randomBytes(7));
    const [ticket] = await tx.query<{ id: string }>(sql`
      INSERT INTO ticket (number, kind, user_id, app_id, offer_id, click_id, title_key, status, locale, address, description,
                          value_micros, reward_total, opened_at, opens_at, touched_at)
      SELECT ${number}, 'ban-appeal', ${userId}::uuid, ${user.appId}::uuid, c.offer_id, c.id, c.title_key, 'AWAITING_EMAIL',
             ${locale}, ${email}, ${description}, 0, 0, ${tx.now}, ${tx.now}, ${tx.now}
        FROM click c WHERE c.user_id = ${userId}::uuid ORDER BY c.clicked_at DESC LIMIT 1
      RETURNING id`);
    if (!ticket) return refuse('not-found', 'You have not started any offer yet.');
    await appendEvent(tx, ticket.id, 'appealed', { kind: 'USER', id: userId });
    const known = await tx.query(sql`
      UPDATE ticket SET validated_at = ${tx.now} WHERE id = ${ticket.id}::uuid
         AND EXISTS (SELECT FROM validated_email WHERE user_id = ${userId}::uuid AND address = ${email}) RETURNING 1`);
    if (known.length > 0) await queueTickets(tx, [ticket.id]);
    else await promiseValidation(tx, { id: ticket.id, number, userId, address: email, locale });
    return { number, status: known.length > 0 ? 'OPEN' : 'AWAITING_EMAIL' };
  }, options);
}

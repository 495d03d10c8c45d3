/** More proof, later: words now, pictures through the screenshot door. A ticket under review is then left to a person (R14). */
import { inTransaction, sql } from '@/lib/foundation/db';
import { type Refusal, refuse } from '@/lib/rules/refusal';
import { isUnderReview } from '@/lib/rules/ticket-states';
import { resumeClock } from '@/lib/tickets/clocks';
import { readReviewPolicy } from '@/lib/tickets/review-policy';
import { appendEvent } from '@/lib/tickets/ticket-events';
import { lockTicketByNumber } from '@/lib/tickets/ticket-record';

/** `text` may be empty when only pictures came. Refused: `not-found`, `conflict` on a closed ticket. */
export async function addProof(
  userId: string | null,
  number: string,
  { text }: { text: string },
  options: { at?: Date } = {},
): Promise<{ number: string } | Refusal> {
  return inTransaction(async (tx) => {
    const ticket = await lockTicketByNumber(tx, number, userId);
    if (!ticket) return refuse('not-found', 'We know no such ticket of yours.');
    if (ticket.status === 'CLOSED') return refuse('conflict', 'This ticket is closed.');
    if (text) {
      await tx.execute(sql`
        INSERT INTO message (ticket_id, at, author, body) VALUES (${ticket.id}::uuid, ${tx.now}, 'USER', ${text})`);
    }
    const touchedAt = isUnderReview(ticket.status) ? tx.now : ticket.touchedAt;
    // Whoever was waiting for the user, or sleeping over it, has it again.
    await tx.execute(sql`
      UPDATE ticket SET touched_at = ${touchedAt}, user_replied_at = ${tx.now}, asked_user_at = NULL, snoozed_until = NULL,
             version = version + 1
       WHERE id = ${ticket.id}::uuid`);
    if (ticket.status !== 'WITH_ADVERTISER' && (await readReviewPolicy(tx)).pauseForUser)
      await resumeClock(tx, [ticket.id], tx.now);
    await appendEvent(tx, ticket.id, 'proof-added', { kind: 'USER', id: ticket.userId });
    return { number };
  }, options);
}

/** The user contests a denial (R19): once, within 14 days, by button or by replying. A new clock starts (R20). */
import { inTransaction, sql, type Tx } from '@/lib/foundation/db';
import { promiseEmail } from '@/lib/outbox/promise-email';
import type { ContestReason } from '@/lib/rules/contest-reasons';
import { type Refusal, refuse } from '@/lib/rules/refusal';
import { mayEscalate } from '@/lib/rules/ticket-states';
import { startClock } from '@/lib/tickets/clocks';
import { appendEvent } from '@/lib/tickets/ticket-events';
import { lockTicketByNumber, type TicketRecord } from '@/lib/tickets/ticket-record';

/** `userId` null: the caller came with the ticket's own access token. Refused: `not-found`, `conflict`. */
export async function escalateTicket(
  userId: string | null,
  number: string,
  { description, reason = null }: { description: string; reason?: ContestReason | null },
  options: { at?: Date } = {},
): Promise<{ number: string } | Refusal> {
  return inTransaction(async (tx) => {
    const ticket = await lockTicketByNumber(tx, number, userId);
    if (!ticket) return refuse('not-found', 'We know no such ticket of yours.');
    if (!mayEscalate(ticket, tx.now)) {
      return refuse('conflict', 'A denial can be contested once, within 14 days.', {
        details: { status: ticket.status },
      });
    }
    await tx.execute(sql`
      INSERT INTO message (ticket_id, at, author, body) VALUES (${ticket.id}::uuid, ${tx.now}, 'USER', ${description})`);
    await escalate(tx, ticket, { reason });
    return { number };
  }, options);
}

/** The move itself; the caller holds the lock, has asked `mayEscalate` and keeps the user's words. `tell`: acknowledge it by mail. */
export async function escalate(
  tx: Tx,
  ticket: TicketRecord,
  { tell = true, reason = null }: { tell?: boolean; reason?: ContestReason | null } = {},
): Promise<void> {
  await tx.execute(sql`
    UPDATE ticket SET status = 'ESCALATED', round = round + 1, version = version + 1, touched_at = ${tx.now},
           escalated_at = ${tx.now}, user_replied_at = ${tx.now} WHERE id = ${ticket.id}::uuid`);
  const { breachAt } = await startClock(tx, [ticket.id], tx.now);
  await appendEvent(tx, ticket.id, 'escalated', { kind: 'USER', id: ticket.userId }, reason ? { reason } : {});
  if (!tell) return;
  await promiseEmail(tx, {
    key: `escalated:${ticket.id}:${ticket.round + 1}`,
    template: 'escalation-received',
    props: { ticketNumber: ticket.number, offerTitle: ticket.offerTitle, answerBy: breachAt.toISOString() },
    locale: ticket.locale,
    to: ticket.address,
    ticketId: ticket.id,
    userId: ticket.userId,
  });
}

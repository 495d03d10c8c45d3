/** An agent has an e-mail of a ticket sent again that did not arrive: in the ticket's story, and on record. */
import { auditEntries } from '@/lib/foundation/audit';
import { inTransaction, sql, type Tx } from '@/lib/foundation/db';
import { RESENDABLE, type Resent, resendEmail } from '@/lib/outbox/resend-email';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';
import { appendEvent } from '@/lib/tickets/ticket-events';
import { lockTicketByNumber } from '@/lib/tickets/ticket-record';

type Again = { number: string; emailId: string; agentId: string };

/** Refused: `not-found`, and as `resendEmail`. */
export async function sendAgain(
  { number, emailId, agentId }: Again,
  options: { at?: Date } = {},
): Promise<{ number: string } | Refusal> {
  return inTransaction(async (tx) => {
    const ticket = await lockTicketByNumber(tx, number);
    if (!ticket) return refuse('not-found', 'There is no ticket with this number.');
    const [theirs] = await tx.query(sql`
      SELECT FROM email WHERE id = ${emailId}::uuid AND ticket_id = ${ticket.id}::uuid`);
    if (!theirs) return refuse('not-found', 'There is no such e-mail.');
    const resent = await resendEmail(tx, emailId);
    if (isRefusal(resent)) return resent;
    await note(tx, number, resent, agentId);
    return { number };
  }, options);
}

/** What one address did not get, the latest first, each under its ticket's lock; ends at the limit. Returns how many went. */
export async function sendAgainTo(
  { address, agentId }: { address: string; agentId: string },
  options: { at?: Date } = {},
): Promise<{ sent: number; left: number }> {
  const waiting = await inTransaction((tx) => missedBy(tx, address), options);
  for (const [sent, { number, id }] of waiting.entries()) {
    const again = await sendAgain({ number, emailId: id, agentId }, options);
    if (isRefusal(again)) return { sent, left: waiting.length - sent };
  }
  return { sent: waiting.length, left: 0 };
}

const MOST = 20;

function missedBy(tx: Tx, address: string): Promise<{ id: string; number: string }[]> {
  return tx.query(sql`
    SELECT email.id, t.number FROM email JOIN ticket t ON t.id = email.ticket_id
     WHERE email.to_address = ${address} AND ${RESENDABLE} ORDER BY email.created_at DESC, email.id LIMIT ${MOST}`);
}

async function note(tx: Tx, number: string, { ticketId, template }: Resent, agentId: string): Promise<void> {
  const actor = { kind: 'AGENT' as const, id: agentId };
  await appendEvent(tx, ticketId!, 'mail-sent-again', actor, { template });
  await auditEntries(tx, [{ actor, action: 'send-again', subject: `ticket:${number}`, after: { template } }]);
}

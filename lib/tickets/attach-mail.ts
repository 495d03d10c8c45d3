/**
 * An agent vouches for a suspended mail: it becomes a reply on a ticket, exactly as if its sender had been believed, or only
 * its words are added. The author stays the user; that an agent put it there is on record.
 */
import { inTransaction, sql, type Tx } from '@/lib/foundation/db';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';
import type { KeptMail, ReadMail } from '@/lib/tickets/inbound-mail';
import { readAttachments } from '@/lib/tickets/mail-attachments';
import { readKeptMail } from '@/lib/tickets/read-kept-mail';
import { receiveReply } from '@/lib/tickets/receive-reply';
import { dropMailedPictures, type MailedPicture } from '@/lib/tickets/screenshots';
import { auditMail, cannotBeRead, keptMail, lockSuspended, NO_MAIL, SETTLED } from '@/lib/tickets/suspended-mail';
import { appendEvent } from '@/lib/tickets/ticket-events';

type Attaching = { id: string; number: string; agentId: string; appendOnly: boolean };
type Attached = { number: string };

/** Refused: `not-found` (mail, or ticket: with a field), `conflict` (settled by somebody else, or unreadable). */
export async function attachMail(order: Attaching, options: { at?: Date } = {}): Promise<Attached | Refusal> {
  const kept = await keptMail(order.id);
  if (!kept) return NO_MAIL;
  if (kept.outcome !== 'SUSPENDED') return SETTLED;
  const read = kept.raw ? await readKeptMail({ ...kept, raw: kept.raw } satisfies KeptMail) : cannotBeRead();
  if (isRefusal(read)) return cannotBeRead();
  read.attachments = await readAttachments(read.mail.parts);
  const done = await inTransaction((tx) => attach(tx, read, order), options);
  await dropMailedPictures(isRefusal(done) ? read.attachments.pictures : done.left);
  return isRefusal(done) ? done : { number: done.number };
}

async function attach(
  tx: Tx,
  read: ReadMail,
  { id, number, agentId, appendOnly }: Attaching,
): Promise<(Attached & { left: MailedPicture[] }) | Refusal> {
  if (!(await lockSuspended(tx, id))) return SETTLED;
  const [ticket] = await tx.query<{ id: string }>(sql`SELECT id FROM ticket WHERE number = ${number}`);
  if (!ticket) return noTicket('There is no ticket with this number.');
  const { fate, left } = await receiveReply(tx, read, { ticketId: ticket.id, appendOnly });
  if (fate.outcome !== 'ATTACHED') return noTicket('The user of this ticket was erased.');
  await tx.execute(sql`
    UPDATE inbound_email SET outcome = 'ATTACHED', ticket_id = ${fate.ticketId}::uuid, look_at = false,
           message_ref = ${fate.messageId}::uuid, handled_by = ${agentId}::uuid, handled_at = ${tx.now}
     WHERE id = ${id}::uuid`);
  await appendEvent(tx, fate.ticketId, 'mail-attached', { kind: 'AGENT', id: agentId }, { appendOnly });
  const [went] = await tx.query<Attached>(sql`SELECT number FROM ticket WHERE id = ${fate.ticketId}::uuid`);
  await auditMail(tx, agentId, { id, action: 'attach-mail', after: { ticket: went!.number, appendOnly } });
  return { number: went!.number, left };
}

function noTicket(message: string): Refusal {
  return refuse('malformed', message, { fields: { number: message } });
}

/**
 * A person's reply that may be believed: kept with its ticket, and what the state of the ticket says is done (R19). Never is a
 * reply lost because it came too late; the sender is told at most once why nothing moves.
 */
import type { AutomaticAnswer } from '@/lib/emails/email';
import { sql, type Tx } from '@/lib/foundation/db';
import { mayAnswer } from '@/lib/outbox/email-limits';
import { promiseEmail } from '@/lib/outbox/promise-email';
import { effectOfReply, type ReplyEffect } from '@/lib/rules/mail-policy';
import { isUnderReview } from '@/lib/rules/ticket-states';
import { escalate } from '@/lib/tickets/escalate-ticket';
import type { MailFate, ReadMail } from '@/lib/tickets/inbound-mail';
import type { ListedAttachment } from '@/lib/tickets/mail-attachments';
import { addMailedPictures, type MailedPicture } from '@/lib/tickets/screenshots';
import { appendEvent } from '@/lib/tickets/ticket-events';
import { lockTicketByNumber, type TicketRecord } from '@/lib/tickets/ticket-record';

/** `appendOnly`: an agent put it there and wants the ticket to stay where it is. */
export async function receiveReply(
  tx: Tx,
  read: ReadMail,
  { ticketId, appendOnly = false }: { ticketId: string; appendOnly?: boolean },
): Promise<{ fate: MailFate; left: MailedPicture[] }> {
  const ticket = await lockRepliedTo(tx, ticketId);
  if (!ticket) return { fate: { outcome: 'DROPPED', cause: 'erased' }, left: read.attachments.pictures };
  const left = await addMailedPictures(tx, { userId: ticket.userId, ticketId: ticket.id }, read.attachments.pictures);
  const messageId = await addMessage(tx, ticket, read, left);
  const effect = appendOnly ? 'append' : effectOfReply(ticket, tx.now);
  await carryOut(tx, effect, ticket, read);
  const lookAt = !appendOnly && effect !== 'escalate' && !isUnderReview(ticket.status);
  return { fate: { outcome: 'ATTACHED', ticketId: ticket.id, messageId, lookAt }, left };
}

/** The ticket itself, or the one that took its place; null when its user has been erased. */
async function lockRepliedTo(tx: Tx, ticketId: string): Promise<TicketRecord | null> {
  const [found] = await tx.query<{ number: string }>(sql`
    SELECT coalesce(survivor.number, t.number) AS number
      FROM ticket t JOIN end_user u ON u.id = t.user_id
      LEFT JOIN ticket survivor ON survivor.id = t.duplicate_of_id AND survivor.user_id = t.user_id
     WHERE t.id = ${ticketId}::uuid AND u.erased_at IS NULL`);
  return found ? lockTicketByNumber(tx, found.number) : null;
}

async function addMessage(
  tx: Tx,
  ticket: TicketRecord,
  read: ReadMail,
  left: readonly MailedPicture[],
): Promise<string> {
  const { said, folded } = read.reply;
  const crowdedOut = new Set(left.map(({ name }) => name));
  const attachments = read.attachments.listed.map(
    (part): ListedAttachment =>
      part.kept === 'screenshot' && crowdedOut.has(part.name) ? { ...part, kept: 'no-room' } : part,
  );
  const [message] = await tx.query<{ id: string }>(sql`
    INSERT INTO message (ticket_id, at, author, body, folded, attachments, inbound_email_id)
    VALUES (${ticket.id}::uuid, ${tx.now}, 'USER', ${said}, ${folded}, ${JSON.stringify(attachments)}::jsonb,
            ${read.kept.id}::uuid)
    RETURNING id`);
  return message!.id;
}

async function carryOut(tx: Tx, effect: ReplyEffect, ticket: TicketRecord, { mayRespond }: ReadMail): Promise<void> {
  if (effect === 'escalate') {
    const tell = mayRespond && (await mayAnswer(tx, answerTo(ticket, 'escalation-received')));
    return escalate(tx, ticket, { tell });
  }
  const touchedAt = isUnderReview(ticket.status) ? tx.now : ticket.touchedAt;
  await tx.execute(sql`
    UPDATE ticket SET touched_at = ${touchedAt}, user_replied_at = ${tx.now}, version = version + 1
     WHERE id = ${ticket.id}::uuid`);
  await appendEvent(tx, ticket.id, 'user-replied', { kind: 'USER', id: ticket.userId }, { by: 'mail', effect });
  if (mayRespond && (effect === 'explain-final' || effect === 'explain-too-late')) await explain(tx, effect, ticket);
}

function answerTo({ id, address }: TicketRecord, template: AutomaticAnswer) {
  return { address, template, ticketId: id };
}

/** One canned explanation per decision, whatever the number of replies. */
async function explain(tx: Tx, effect: 'explain-final' | 'explain-too-late', ticket: TicketRecord): Promise<void> {
  if (!(await mayAnswer(tx, answerTo(ticket, 'reply-kept')))) return;
  await promiseEmail(tx, {
    key: `explained:${ticket.id}:${ticket.round}`,
    template: 'reply-kept',
    props: {
      ticketNumber: ticket.number,
      offerTitle: ticket.offerTitle,
      why: effect === 'explain-final' ? 'final' : 'too-late',
    },
    locale: ticket.locale,
    to: ticket.address,
    ticketId: ticket.id,
    userId: ticket.userId,
  });
}

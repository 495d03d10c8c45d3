/**
 * A delivery report: an event of the e-mail and its ticket, never a message and never a reason to write again (helpdesk
 * reference, finding 5). What failed for good is shown under "Delivery problems"; an address that does not exist gets nothing
 * more until somebody clears it.
 */
import { sql, type Tx } from '@/lib/foundation/db';
import { type Bounce, readBounce } from '@/lib/rules/bounce';
import type { MailFate, ReadMail } from '@/lib/tickets/inbound-mail';
import { bouncedEmail } from '@/lib/tickets/resolve-mail';
import { AUTOMATION, appendEvent } from '@/lib/tickets/ticket-events';

export async function recordBounce(tx: Tx, { mail, envelope }: ReadMail): Promise<MailFate> {
  const bounce = readBounce(mail);
  const email = await bouncedEmail(tx, envelope, mail.recipients, bounce.originalMessageId);
  if (!email) return { outcome: 'RECORDED', ticketId: null };
  if (email.erased) return { outcome: 'DROPPED', cause: 'erased' };
  const news = bounce.verdict === 'failed' && (await markBounced(tx, email.id, bounce));
  if (news && bounce.permanent) await suppress(tx, email.toAddress, bounce);
  if (email.ticketId && (news || bounce.verdict === 'delayed')) {
    await appendEvent(tx, email.ticketId, bounce.verdict === 'failed' ? 'mail-bounced' : 'mail-delayed', AUTOMATION, {
      status: bounce.status,
      words: bounce.words,
      permanent: bounce.permanent,
    });
  }
  return { outcome: 'RECORDED', ticketId: email.ticketId };
}

/** False when it had come back before: servers report the same failure more than once. */
async function markBounced(tx: Tx, id: string, bounce: Bounce): Promise<boolean> {
  const words = [bounce.status, bounce.words].filter(Boolean).join(' ') || 'came back';
  const marked = await tx.execute(sql`
    UPDATE email SET status = 'FAILED', failed_at = ${tx.now}, bounced_at = ${tx.now}, bounce = ${words},
           last_reason = ${words}, next_at = NULL
     WHERE id = ${id}::uuid AND bounced_at IS NULL`);
  return marked === 1;
}

async function suppress(tx: Tx, address: string, { status, words }: Bounce): Promise<void> {
  await tx.execute(sql`
    INSERT INTO suppression (address, reason, created_at)
    VALUES (${address}, ${[status, words].filter(Boolean).join(' ') || 'bounced'}, ${tx.now}) ON CONFLICT DO NOTHING`);
}

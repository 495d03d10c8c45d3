/**
 * Tells the sender of a suspended mail how to write to us: a fixed text, and only to an address that a user of ours has proven
 * (R11). Whoever could write under any name would otherwise have us write to anybody.
 */
import { inTransaction, type Runner, sql, type Tx } from '@/lib/foundation/db';
import { env } from '@/lib/foundation/env';
import { mayAnswer } from '@/lib/outbox/email-limits';
import { promiseEmail } from '@/lib/outbox/promise-email';
import { authenticityOf } from '@/lib/rules/mail-authenticity';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';
import type { ReadMail } from '@/lib/tickets/inbound-mail';
import { readKeptMail } from '@/lib/tickets/read-kept-mail';
import { auditMail, cannotBeRead, keptMail, lockSuspended, NO_MAIL, SETTLED } from '@/lib/tickets/suspended-mail';

/** Why nothing is sent, in the order in which it is asked. */
export type Obstacle = 'no-sender' | 'not-authentic' | 'silence' | 'not-proven' | 'suppressed' | 'lately';

const WORDS: Record<Obstacle, string> = {
  'no-sender': 'This e-mail names no one sender.',
  'not-authentic': "The sender's domain says that this e-mail is not from there.",
  silence: 'This e-mail is from a machine, or asks not to be answered.',
  'not-proven': 'Nobody has proven this address, so nothing is sent there.',
  suppressed: 'Mail to this address came back; it is on the list of addresses that get none.',
  lately: 'This address has had an automatic answer lately. It gets one a day.',
};

export type Person = { userId: string; locale: string };

/** Refused: `not-found`, `conflict` (settled, unreadable, or `details.obstacle`). */
export async function instructSender(
  { id, agentId }: { id: string; agentId: string },
  options: { at?: Date } = {},
): Promise<{ to: string } | Refusal> {
  const kept = await keptMail(id);
  if (!kept) return NO_MAIL;
  const read = kept.raw ? await readKeptMail({ ...kept, raw: kept.raw }) : cannotBeRead();
  if (isRefusal(read)) return cannotBeRead();
  return inTransaction(async (tx) => {
    if (!(await lockSuspended(tx, id))) return SETTLED;
    const person = await whomToInstruct(tx, read);
    if (typeof person === 'string') return obstructed(person);
    const to = read.mail.from!;
    if (!(await mayAnswer(tx, { address: to, template: 'mail-instructions', ticketId: null })))
      return obstructed('lately');
    await promiseInstructions(tx, id, to, person);
    await tx.execute(sql`
      UPDATE inbound_email SET outcome = 'REJECTED', answered_at = ${tx.now}, handled_by = ${agentId}::uuid,
             handled_at = ${tx.now} WHERE id = ${id}::uuid`);
    await auditMail(tx, agentId, { id, action: 'answer-mail' });
    return { to };
  }, options);
}

function obstructed(obstacle: Obstacle): Refusal {
  return refuse('conflict', WORDS[obstacle], { details: { obstacle } });
}

/** Whom and in which language, or why not; what only the moment of sending can tell is asked there. */
export async function whomToInstruct(run: Runner, { mail, ...read }: ReadMail): Promise<Person | Obstacle> {
  if (mail.from === null) return 'no-sender';
  const authenticity = authenticityOf(mail.header('authentication-results'), env.MAIL_AUTHSERV_ID ?? null);
  if (authenticity === 'fail') return 'not-authentic';
  if (read.class !== 'person' || !read.mayRespond) return 'silence';
  const [person] = await run.query<Person & { suppressed: boolean }>(sql`
    SELECT v.user_id, EXISTS (SELECT FROM suppression WHERE address = v.address) AS suppressed,
           coalesce((SELECT locale FROM ticket WHERE user_id = v.user_id ORDER BY opened_at DESC LIMIT 1), 'en') AS locale
      FROM validated_email v JOIN end_user u ON u.id = v.user_id
     WHERE v.address = ${mail.from} AND u.erased_at IS NULL ORDER BY v.validated_at DESC LIMIT 1`);
  if (!person) return 'not-proven';
  return person.suppressed ? 'suppressed' : { userId: person.userId, locale: person.locale };
}

async function promiseInstructions(tx: Tx, id: string, to: string, { userId, locale }: Person): Promise<void> {
  const key = `instructed:${id}:${tx.now.getTime()}`;
  await promiseEmail(tx, { key, template: 'mail-instructions', props: {}, locale, to, userId });
}

/**
 * What a kept mail means, in the order of the helpdesk reference (4.3): read, classify, resolve, authorise, extract,
 * attachments, then what the state of the ticket says (lib/rules/mail-policy.ts). Each mail is judged outside of any
 * transaction and carried out in one, under a lock that another worker's copy of the same work cannot pass. A mail that
 * breaks the reader is put aside after three tries; it stops nobody.
 */
import { db, inTransaction, sql, type Tx } from '@/lib/foundation/db';
import { env } from '@/lib/foundation/env';
import { log } from '@/lib/foundation/log';
import { authenticityOf } from '@/lib/rules/mail-authenticity';
import { MAILS_PER_HOUR, type SuspensionCause } from '@/lib/rules/mail-policy';
import { isRefusal, type Refusal } from '@/lib/rules/refusal';
import type { KeptMail, MailFate, ReadMail } from '@/lib/tickets/inbound-mail';
import { type Attachments, readAttachments } from '@/lib/tickets/mail-attachments';
import { readKeptMail } from '@/lib/tickets/read-kept-mail';
import { receiveReply } from '@/lib/tickets/receive-reply';
import { recordBounce } from '@/lib/tickets/record-bounce';
import { type Resolved, resolveMail } from '@/lib/tickets/resolve-mail';
import { dropMailedPictures } from '@/lib/tickets/screenshots';

const TRIES = 3;
/** Longer than any mail takes; the reader that dies with one gives it back by doing nothing. */
const LEASE_SECONDS = 60;

/** Works through what is waiting, oldest first; returns how many were settled. */
export async function processMails(options: { at?: Date } = {}): Promise<number> {
  let settled = 0;
  const tried = new Set<string>();
  for (let kept = await next(tried); kept; kept = await next(tried)) {
    tried.add(kept.id);
    try {
      await processMail(kept, options);
      settled += 1;
    } catch (error) {
      log.error({ mail: kept.id, reason: (error as Error).message }, 'a mail could not be processed');
      await db.execute(sql`UPDATE inbound_email SET lease_until = NULL WHERE id = ${kept.id}::uuid`);
    }
  }
  return settled;
}

/**
 * The try is counted before it is made: what kills the process is counted too. Every mail that comes in wakes a reader; a lease
 * keeps several of them from trying the same one.
 */
async function next(tried: ReadonlySet<string>): Promise<KeptMail | undefined> {
  const waiting = sql`outcome = 'RECEIVED' AND (lease_until IS NULL OR lease_until <= now())`;
  await db.execute(sql`
    UPDATE inbound_email SET outcome = 'SUSPENDED', cause = 'unreadable', class = 'person', processed_at = now()
     WHERE ${waiting} AND tries >= ${TRIES}`);
  const [kept] = await db.query<KeptMail>(sql`
    UPDATE inbound_email SET tries = tries + 1, lease_until = now() + make_interval(secs => ${LEASE_SECONDS})
     WHERE id = (SELECT id FROM inbound_email WHERE ${waiting} AND tries < ${TRIES} AND id <> ALL(${[...tried]}::uuid[])
                  ORDER BY received_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING id, raw, received_at, envelope_from, envelope_to`);
  return kept;
}

async function processMail(kept: KeptMail, options: { at?: Date }): Promise<void> {
  const read = await readKeptMail(kept);
  if (isRefusal(read)) return suspendUnread(kept, read, options);
  if (read.class === 'person') read.attachments = await attachmentsOf(read);
  const left = await inTransaction((tx) => settle(tx, read), options);
  await dropMailedPictures(left ?? read.attachments.pictures);
}

/** Nobody's pictures are decoded for a stranger. */
async function attachmentsOf(read: ReadMail): Promise<Attachments> {
  const resolved = await whoseMail(read);
  return 'cause' in resolved ? { listed: [], pictures: [] } : readAttachments(read.mail.parts);
}

function whoseMail({ mail, envelope }: ReadMail, run: Pick<Tx, 'query' | 'execute'> = db): Promise<Resolved> {
  const authenticity = authenticityOf(mail.header('authentication-results'), env.MAIL_AUTHSERV_ID ?? null);
  return resolveMail(run, { mail, envelope, authenticity });
}

/** Returns the pictures for which there was no room, or null when somebody else had settled this mail. */
async function settle(tx: Tx, read: ReadMail) {
  const [mine] = await tx.query(sql`
    SELECT 1 FROM inbound_email WHERE id = ${read.kept.id}::uuid AND outcome = 'RECEIVED' FOR UPDATE`);
  if (!mine) return null;
  const { fate, left } = await fateOf(tx, read);
  await writeDown(tx, read, fate);
  return left;
}

type Settled = { fate: MailFate; left: Attachments['pictures'] };

async function fateOf(tx: Tx, read: ReadMail): Promise<Settled> {
  const nothingLeft = (fate: MailFate): Settled => ({ fate, left: read.attachments.pictures });
  if (read.class === 'own-loop') return nothingLeft({ outcome: 'DROPPED', cause: 'own-loop' });
  if (read.class === 'bounce') return nothingLeft(await recordBounce(tx, read));
  const resolved = await whoseMail(read, tx);
  if ('cause' in resolved && resolved.cause === 'erased') return nothingLeft({ outcome: 'DROPPED', cause: 'erased' });
  if (read.class !== 'person') {
    // A machine's word is kept with its ticket and changes nothing there.
    return nothingLeft({ outcome: 'RECORDED', ticketId: 'cause' in resolved ? null : resolved.ticketId });
  }
  if (await hasWrittenTooOften(tx, read)) {
    const suggestedTicketId = 'cause' in resolved ? resolved.suggestedTicketId : resolved.ticketId;
    return nothingLeft({ outcome: 'SUSPENDED', cause: 'too-many', suggestedTicketId });
  }
  if ('cause' in resolved) {
    const { cause, suggestedTicketId } = resolved as { cause: SuspensionCause; suggestedTicketId: string | null };
    return nothingLeft({ outcome: 'SUSPENDED', cause, suggestedTicketId });
  }
  return receiveReply(tx, read, resolved);
}

/** Twenty an hour from one sender; the twenty-first waits for a person, and so does every one until the hour has passed. */
async function hasWrittenTooOften(tx: Tx, { kept, mail }: ReadMail): Promise<boolean> {
  if (mail.from === null) return false;
  const [{ count }] = (await tx.query<{ count: number }>(sql`
    SELECT count(*)::int FROM (
      SELECT FROM inbound_email WHERE from_address = ${mail.from} AND class = 'person' AND id <> ${kept.id}::uuid
         AND received_at > ${kept.receivedAt}::timestamptz - interval '1 hour' AND received_at <= ${kept.receivedAt}
       LIMIT ${MAILS_PER_HOUR}) AS earlier`)) as [{ count: number }];
  return count >= MAILS_PER_HOUR;
}

async function writeDown(tx: Tx, { kept, mail, reply, ...read }: ReadMail, fate: MailFate): Promise<void> {
  const {
    ticketId = null,
    messageId = null,
    lookAt = false,
    cause = null,
    suggestedTicketId = null,
  } = fate as Partial<
    Record<'ticketId' | 'messageId' | 'cause' | 'suggestedTicketId', string | null> & { lookAt: boolean }
  >;
  await tx.execute(sql`
    UPDATE inbound_email SET message_id = ${mail.messageId}, from_address = ${mail.from}, subject = ${mail.subject},
           class = ${read.class}, may_respond = ${read.mayRespond}, said = ${reply.said}, outcome = ${fate.outcome},
           cause = COALESCE(${cause}, CASE WHEN EXISTS (
             SELECT FROM inbound_email twin WHERE twin.message_id = ${mail.messageId} AND twin.id <> ${kept.id}::uuid)
             THEN 'same-message-id' END),
           ticket_id = ${ticketId}::uuid, message_ref = ${messageId}::uuid, look_at = ${lookAt},
           suggested_ticket_id = ${suggestedTicketId}::uuid, processed_at = ${tx.now}
     WHERE id = ${kept.id}::uuid`);
  if (cause === 'erased') await forgetMail(tx, kept.id);
}

/** Only that it came is kept, so that the same mail fetched again is known. */
async function forgetMail(tx: Tx, id: string): Promise<void> {
  await tx.execute(sql`
    UPDATE inbound_email SET message_id = NULL, from_address = NULL, subject = NULL, said = NULL, raw = NULL,
           envelope_from = NULL, envelope_to = '{}'
     WHERE id = ${id}::uuid`);
}

async function suspendUnread({ id }: KeptMail, refusal: Refusal, options: { at?: Date }): Promise<void> {
  const cause: SuspensionCause = refusal.refused === 'too-large' ? 'too-large' : 'unreadable';
  await inTransaction(
    (tx) =>
      tx.execute(sql`
        UPDATE inbound_email SET outcome = 'SUSPENDED', cause = ${cause}, class = 'person', processed_at = ${tx.now}
         WHERE id = ${id}::uuid AND outcome = 'RECEIVED'`),
    options,
  );
}

/**
 * Nobody's mailbox is flooded through us: at most 3 validation e-mails an hour and 10 a day to one mailbox, whoever asks and
 * however the address is spelt (04, limits). The answer is for us: the page says the same either way, so that it does not
 * tell who else has written this address. What mail causes by itself, and what agents send again, has limits of its own.
 */
import { AUTOMATIC_ANSWERS, type AutomaticAnswer } from '@/lib/emails/email';
import { sql, type Tx } from '@/lib/foundation/db';
import { mailboxOf } from '@/lib/rules/email-address';

const HOUR_MS = 3_600_000;
export const MAILBOX_LIMITS = { hour: 3, day: 10 };

/**
 * Call before promising a `validate-address` e-mail, in the same transaction: requests for one mailbox pass here one by one,
 * so that two hundred at once are counted like two hundred in a row.
 */
export async function mayWriteTo(tx: Tx, address: string, limits = MAILBOX_LIMITS): Promise<boolean> {
  const mailbox = await lockMailbox(tx, address);
  const [sent] = await tx.query<{ hour: number; day: number }>(sql`
    SELECT count(*) FILTER (WHERE created_at > ${before(tx.now, 1)}::timestamptz)::int AS hour, count(*)::int AS day
    FROM email
    WHERE template = 'validate-address' AND mailbox_of(to_address) = ${mailbox} AND created_at > ${before(tx.now, 24)}::timestamptz`);
  return sent!.hour < limits.hour && sent!.day < limits.day;
}

/** The same answer about the same ticket once in so many hours, and this many answers to one address within those. */
const ANSWER_LIMITS = { sameAgainAfterHours: 24, perAddress: 3, withinHours: 3 };

type Answer = { address: string; template: AutomaticAnswer; ticketId: string | null };

/**
 * Call before promising what answers a mail, in the same transaction. A machine at the other end that passes for a person gets
 * three answers and no conversation (helpdesk reference, 4.3.9). Without a ticket the address stands for it.
 */
export async function mayAnswer(tx: Tx, { address, template, ticketId }: Answer): Promise<boolean> {
  await lockMailbox(tx, address);
  const { sameAgainAfterHours, perAddress, withinHours } = ANSWER_LIMITS;
  const [sent] = await tx.query<{ same: number; lately: number }>(sql`
    SELECT count(*) FILTER (WHERE template = ${template} AND ticket_id IS NOT DISTINCT FROM ${ticketId}::uuid)::int AS same,
           count(*) FILTER (WHERE created_at > ${before(tx.now, withinHours)}::timestamptz)::int AS lately
      FROM email
     WHERE to_address = ${address} AND template = ANY(${[...AUTOMATIC_ANSWERS]})
       AND created_at > ${before(tx.now, sameAgainAfterHours)}::timestamptz`);
  return sent!.same === 0 && sent!.lately < perAddress;
}

/** Call before sending something again: as many as there may be validation e-mails. */
export async function mayResendTo(tx: Tx, address: string, limits = MAILBOX_LIMITS): Promise<boolean> {
  await lockMailbox(tx, address);
  const [sent] = await tx.query<{ hour: number; day: number }>(sql`
    SELECT count(*) FILTER (WHERE created_at > ${before(tx.now, 1)}::timestamptz)::int AS hour, count(*)::int AS day
      FROM email
     WHERE to_address = ${address} AND key LIKE '%:resend:%' AND created_at > ${before(tx.now, 24)}::timestamptz`);
  return sent!.hour < limits.hour && sent!.day < limits.day;
}

/** Requests for one mailbox come one by one from here to the end of the transaction. Returns the mailbox. */
async function lockMailbox(tx: Tx, address: string): Promise<string> {
  const mailbox = mailboxOf(address);
  await tx.execute(sql`SELECT pg_advisory_xact_lock(hashtextextended(${`mailbox:${mailbox}`}, 0))`);
  return mailbox;
}

function before(now: Date, hours: number): Date {
  return new Date(now.getTime() - hours * HOUR_MS);
}

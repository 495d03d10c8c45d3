/**
 * Nobody's mailbox is flooded through us: at most 3 validation e-mails an hour and 10 a day to one mailbox, whoever asks and
 * however the address is spelt (04, limits). The answer is for us: the page says the same either way, so that it does not
 * tell who else has written this address.
 */
import { sql, type Tx } from '@/lib/foundation/db';
import { mailboxOf } from '@/lib/rules/email-address';

const HOUR_MS = 3_600_000;
export const MAILBOX_LIMITS = { hour: 3, day: 10 };

/**
 * Call before promising a `validate-address` e-mail, in the same transaction: requests for one mailbox pass here one by one,
 * so that two hundred at once are counted like two hundred in a row.
 */
export async function mayWriteTo(tx: Tx, address: string, limits = MAILBOX_LIMITS): Promise<boolean> {
  const mailbox = mailboxOf(address);
  await tx.execute(sql`SELECT pg_advisory_xact_lock(hashtextextended(${`mailbox:${mailbox}`}, 0))`);
  const [sent] = await tx.query<{ hour: number; day: number }>(sql`
    SELECT count(*) FILTER (WHERE created_at > ${before(tx.now, 1)}::timestamptz)::int AS hour, count(*)::int AS day
    FROM email
    WHERE template = 'validate-address' AND mailbox_of(to_address) = ${mailbox} AND created_at > ${before(tx.now, 24)}::timestamptz`);
  return sent!.hour < limits.hour && sent!.day < limits.day;
}

function before(now: Date, hours: number): Date {
  return new Date(now.getTime() - hours * HOUR_MS);
}

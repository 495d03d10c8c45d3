/**
 * Sends something again that did not arrive: the same content under a new promise, in the same thread. The first one stays as
 * it is, with when it was sent again; its key names the family, so that a second press makes no third letter.
 */
import { sql, type Tx } from '@/lib/foundation/db';
import { mayResendTo } from '@/lib/outbox/email-limits';
import { messageIdOf } from '@/lib/outbox/mail-identity';
import { wakeSender } from '@/lib/outbox/wake-sender';
import { type Refusal, refuse } from '@/lib/rules/refusal';

type Letter = {
  key: string;
  ticketId: string | null;
  template: string;
  toAddress: string;
  suppressed: boolean;
};

export type Resent = { id: string; ticketId: string | null; template: string };

/** What can be sent again, as a condition on `email`: it failed for good or was held back by the list, and nobody has yet. */
export const RESENDABLE = sql`(email.status = 'FAILED' OR (email.status = 'CANCELLED' AND email.last_reason = 'suppressed'))
  AND email.resent_at IS NULL AND email.template <> 'validate-address'`;

/**
 * Call with the ticket's lock. Refused: `not-found`, `conflict` (it arrived, is under way, was sent again already, or its
 * address is on the list of those that get none), `too-many` (as many as an address may be sent in an hour and a day).
 */
export async function resendEmail(tx: Tx, id: string): Promise<Resent | Refusal> {
  const [known] = await tx.query(sql`SELECT FROM email WHERE id = ${id}::uuid`);
  if (!known) return refuse('not-found', 'There is no such e-mail.');
  const [letter] = await tx.query<Letter>(sql`
    SELECT key, ticket_id, template, to_address, EXISTS (SELECT FROM suppression s WHERE s.address = to_address) AS suppressed
      FROM email WHERE id = ${id}::uuid AND ${RESENDABLE} FOR UPDATE`);
  if (!letter) return refuse('conflict', 'This e-mail is not waiting to be sent again.');
  if (letter.suppressed) {
    return refuse('conflict', 'This address is on the list of addresses that get no mail. Clear it there first.');
  }
  if (!(await mayResendTo(tx, letter.toAddress))) {
    return refuse('too-many', 'Enough was sent again to this address for now: three in an hour, ten in a day.');
  }
  return promiseAgain(tx, id, letter);
}

async function promiseAgain(tx: Tx, id: string, letter: Letter): Promise<Resent> {
  const family = letter.key.replace(/:resend:\d+$/, '');
  const [{ count }] = (await tx.query<{ count: number }>(sql`
    SELECT count(*)::int FROM email WHERE starts_with(key, ${`${family}:resend:`}) AND to_address = ${letter.toAddress}`)) as [
    { count: number },
  ];
  const key = `${family}:resend:${count + 1}`;
  const [again] = await tx.query<{ id: string }>(sql`
    INSERT INTO email (key, ticket_id, user_id, template, props, locale, to_address, message_id, created_at, next_at)
    SELECT ${key}, ticket_id, user_id, template, props, locale, to_address, ${messageIdOf(key)}, ${tx.now}, ${tx.now}
      FROM email WHERE id = ${id}::uuid RETURNING id`);
  await tx.execute(sql`UPDATE email SET resent_at = ${tx.now} WHERE id = ${id}::uuid`);
  await wakeSender(tx, tx.now);
  return { id: again!.id, ticketId: letter.ticketId, template: letter.template };
}

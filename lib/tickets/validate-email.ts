/**
 * First contact (R11): the address must be proved before anything but the validation mail goes there. By link (a page
 * with a button, because scanners follow links) or by a 6-digit code with 5 tries. Link and code are derived from the
 * row's id and a key outside the database: nothing in the database opens anything.
 */
import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import { inTransaction, sql, type Tx } from '@/lib/foundation/db';
import { mayWriteTo } from '@/lib/outbox/email-limits';
import { validationCode, validationToken } from '@/lib/outbox/links';
import { promiseEmail } from '@/lib/outbox/promise-email';
import { type Refusal, refuse } from '@/lib/rules/refusal';
import { queueTickets } from '@/lib/tickets/queue-tickets';
import { AUTOMATION, appendEvent } from '@/lib/tickets/ticket-events';

const LINK_LIVES_MS = 24 * 3600_000;
export const CODE_TRIES = 5;
export const RESEND_AFTER_MS = 60_000;

type Addressee = { id: string; number: string; userId: string; address: string; locale: string };

/**
 * A new link and code; older ones stop working. When the address has had its fill of mail (04, "Limits") nothing is sent
 * and nobody is told apart: the page is the same, and a later request sends it.
 */
export async function promiseValidation(tx: Tx, ticket: Addressee): Promise<void> {
  if (!(await mayWriteTo(tx, ticket.address))) return;
  const id = randomUUID();
  await tx.execute(sql`
    UPDATE email_validation SET replaced_at = ${tx.now}
     WHERE ticket_id = ${ticket.id}::uuid AND replaced_at IS NULL AND used_at IS NULL`);
  await tx.execute(sql`
    INSERT INTO email_validation (id, ticket_id, user_id, address, token_hash, created_at, expires_at)
    VALUES (${id}::uuid, ${ticket.id}::uuid, ${ticket.userId}::uuid, ${ticket.address}, ${hash(validationToken(id))},
            ${tx.now}, ${new Date(tx.now.getTime() + LINK_LIVES_MS)})`);
  await promiseEmail(tx, {
    key: `validate:${id}`,
    template: 'validate-address',
    props: { ticketNumber: ticket.number, validationId: id },
    locale: ticket.locale,
    to: ticket.address,
    ticketId: ticket.id,
    userId: ticket.userId,
  });
}

export type Validated = { number: string; ticketId: string; already: boolean };

const LINK_IS_OVER = refuse(
  'link-not-valid',
  'This link is no longer valid. Please ask for a new one on the ticket page.',
);

/** The button behind the link. A second press is answered like the first; an old, replaced or unknown link is refused. */
export async function validateByToken(token: string, options: { at?: Date } = {}): Promise<Validated | Refusal> {
  return inTransaction(async (tx) => {
    const [found] = await tx.query<Pending>(sql`${PENDING} WHERE v.token_hash = ${hash(token)} FOR UPDATE OF v`);
    if (!found || found.replaced || (!found.used && found.expiresAt <= tx.now)) return LINK_IS_OVER;
    return found.used ? { ...found, already: true } : accept(tx, found);
  }, options);
}

/** The code on the ticket page. Refused: `malformed` (details.triesLeft), `too-many` after 5 tries, `link-not-valid`. */
export async function validateByCode(
  userId: string | null,
  number: string,
  code: string,
  options: { at?: Date } = {},
): Promise<Validated | Refusal> {
  return inTransaction(async (tx) => {
    const [found] = await tx.query<Pending>(sql`
      ${PENDING} WHERE t.number = ${number} AND (${userId}::uuid IS NULL OR t.user_id = ${userId}::uuid) AND v.replaced_at IS NULL
       ORDER BY v.created_at DESC LIMIT 1 FOR UPDATE OF v`);
    if (!found) return LINK_IS_OVER;
    if (found.used) return { ...found, already: true };
    if (found.expiresAt <= tx.now) return LINK_IS_OVER;
    if (found.tries >= CODE_TRIES)
      return refuse('too-many', 'The code was wrong five times. Please ask for a new one.');
    if (isCode(found.id, code)) return accept(tx, found);
    await tx.execute(sql`UPDATE email_validation SET tries = tries + 1 WHERE id = ${found.id}::uuid`);
    const triesLeft = CODE_TRIES - found.tries - 1;
    return refuse('malformed', 'This is not the code in the e-mail.', {
      fields: { code: 'wrong' },
      details: { triesLeft },
    });
  }, options);
}

/** Refused: `not-found`, `too-many` within 60 s of the last one, `conflict` when the address is proved already. */
export async function resendValidation(
  userId: string | null,
  number: string,
  options: { at?: Date } = {},
): Promise<null | Refusal> {
  return inTransaction(async (tx) => {
    const [ticket] = await tx.query<Addressee & { validatedAt: Date | null }>(sql`
      SELECT id, number, user_id, address, locale, validated_at FROM ticket
       WHERE number = ${number} AND (${userId}::uuid IS NULL OR user_id = ${userId}::uuid) FOR UPDATE`);
    if (!ticket) return refuse('not-found', 'We know no such ticket of yours.');
    if (ticket.validatedAt) return refuse('conflict', 'This address is confirmed already.');
    const since = new Date(tx.now.getTime() - RESEND_AFTER_MS);
    const recent = await tx.query(sql`
      SELECT 1 FROM email_validation WHERE ticket_id = ${ticket.id}::uuid AND created_at > ${since} LIMIT 1`);
    if (recent.length > 0) return refuse('too-many', 'We have just sent one. Please wait a minute.');
    await promiseValidation(tx, ticket);
    return null;
  }, options);
}

type Pending = {
  id: string;
  ticketId: string;
  number: string;
  userId: string;
  address: string;
  tries: number;
  expiresAt: Date;
  used: boolean;
  replaced: boolean;
};

const PENDING = sql`
  SELECT v.id, v.ticket_id, t.number, v.user_id, v.address, v.tries, v.expires_at,
         v.used_at IS NOT NULL AS used, v.replaced_at IS NOT NULL AS replaced
    FROM email_validation v JOIN ticket t ON t.id = v.ticket_id`;

/** The address is now this user's; every ticket of theirs that waited for it moves on. */
async function accept(tx: Tx, found: Pending): Promise<Validated> {
  await tx.execute(sql`UPDATE email_validation SET used_at = ${tx.now} WHERE id = ${found.id}::uuid`);
  await tx.execute(sql`
    INSERT INTO validated_email (user_id, address, validated_at) VALUES (${found.userId}::uuid, ${found.address}, ${tx.now})
    ON CONFLICT DO NOTHING`);
  const waiting = await tx.query<{ id: string }>(sql`
    UPDATE ticket SET validated_at = ${tx.now}
     WHERE user_id = ${found.userId}::uuid AND address = ${found.address} AND validated_at IS NULL RETURNING id`);
  for (const { id } of waiting) await appendEvent(tx, id, 'email-validated', AUTOMATION);
  await queueTickets(
    tx,
    waiting.map(({ id }) => id),
  );
  return { number: found.number, ticketId: found.ticketId, already: false };
}

function isCode(id: string, code: string): boolean {
  const expected = Buffer.from(validationCode(id));
  const given = Buffer.from(code.replace(/\s/g, ''));
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function hash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/**
 * Named people of an advertiser. They have no password: a link that is sent to their address opens a session of eight hours.
 * The link follows from its row's id and AUTH_SECRET and is nowhere kept; it works once, for half an hour.
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { takeLinkTry } from '@/lib/accounts/portal-limits';
import { auditEntries } from '@/lib/foundation/audit';
import { db, inTransaction, sql, type Tx } from '@/lib/foundation/db';
import { contactToken, portalTokenHash } from '@/lib/outbox/links';
import { promiseEmails } from '@/lib/outbox/promise-email';
import type { DeadlinePolicy } from '@/lib/rules/recheck-schedule';
import { type Refusal, refuse } from '@/lib/rules/refusal';

const LINK_LIVES_MS = 30 * 60_000;
export const CONTACT_SESSION_SECONDS = 8 * 3600;

type Asked = { email: string; ip: string | null };

/** The same answer whether the address is known or not. One link for each advertiser that this person speaks for. */
export async function askForLink({ email, ip }: Asked, options: { at?: Date } = {}): Promise<Refusal | null> {
  const tooMany = await takeLinkTry(email, ip);
  if (tooMany) return tooMany;
  await inTransaction(async (tx) => {
    const contacts = await tx.query<{ id: string; name: string; locale: string; email: string }>(sql`
      SELECT c.id, v.name, c.locale, c.email FROM advertiser_contact c JOIN advertiser v ON v.id = c.advertiser_id
       WHERE lower(c.email) = lower(${email}) AND c.disabled_at IS NULL ORDER BY c.id LIMIT ${MOST_ADVERTISERS}`);
    const until = new Date(tx.now.getTime() + LINK_LIVES_MS);
    const links = contacts.map((contact) => ({ ...contact, linkId: randomUUID() }));
    for (const { id, linkId } of links) {
      await tx.execute(sql`
        INSERT INTO advertiser_link (id, token_hash, contact_id, created_at, expires_at)
        VALUES (${linkId}::uuid, ${portalTokenHash(contactToken(linkId))}, ${id}::uuid, ${tx.now}, ${until})`);
    }
    await promiseEmails(
      tx,
      links.map(({ linkId, name: advertiserName, locale, email: to }) => ({
        key: `advertiser-link:${linkId}`,
        template: 'advertiser-sign-in',
        props: { linkId, advertiserName, until: until.toISOString() },
        locale,
        to,
      })),
    );
  }, options);
  return null;
}

/** Agencies speak for several. */
const MOST_ADVERTISERS = 10;

/** Uses the link up. Refused: `link-not-valid` (used, too old, never made, or the contact was shut out). */
export async function signInByLink(
  token: string,
  options: { at?: Date } = {},
): Promise<{ session: string; contactId: string } | Refusal> {
  return inTransaction(async (tx) => {
    const [link] = await tx.query<{ contactId: string }>(sql`
      UPDATE advertiser_link l SET used_at = ${tx.now} FROM advertiser_contact c
       WHERE l.token_hash = ${portalTokenHash(token)} AND l.used_at IS NULL AND l.expires_at > ${tx.now}
         AND c.id = l.contact_id AND c.disabled_at IS NULL
      RETURNING l.contact_id`);
    if (!link) return refuse('link-not-valid', 'This link was used already, or it is too old. Ask for a new one.');
    return { session: await openSession(tx, link.contactId), contactId: link.contactId };
  }, options);
}

async function openSession(tx: Tx, contactId: string): Promise<string> {
  const session = randomBytes(32).toString('base64url');
  const until = new Date(tx.now.getTime() + CONTACT_SESSION_SECONDS * 1000);
  await tx.execute(sql`
    INSERT INTO advertiser_session (token_hash, contact_id, created_at, seen_at, expires_at)
    VALUES (${hashOf(session)}, ${contactId}::uuid, ${tx.now}, ${tx.now}, ${until})`);
  await tx.execute(sql`UPDATE advertiser_contact SET seen_at = ${tx.now} WHERE id = ${contactId}::uuid`);
  await auditEntries(tx, [audited(contactId, 'contact-signed-in')]);
  return session;
}

export type Contact = {
  id: string;
  name: string;
  email: string;
  locale: string;
  advertiser: { id: string; key: string; name: string; policy: DeadlinePolicy };
};

type Row = Omit<Contact, 'advertiser'> & {
  advertiserId: string;
  key: string;
  advertiserName: string;
  policy: DeadlinePolicy;
};

/** Null: no such session, or it is over, was ended, or the contact was shut out. */
export async function contactBySession(session: string, now: Date): Promise<Contact | null> {
  const [row] = await db.query<Row>(sql`
    SELECT c.id, c.name, c.email, c.locale, v.id AS advertiser_id, v.key, v.name AS advertiser_name, v.deadline_policy AS policy
      FROM advertiser_session s JOIN advertiser_contact c ON c.id = s.contact_id JOIN advertiser v ON v.id = c.advertiser_id
     WHERE s.token_hash = ${hashOf(session)} AND s.expires_at > ${now} AND s.revoked_at IS NULL AND c.disabled_at IS NULL`);
  if (!row) return null;
  const { advertiserId, key, advertiserName, policy, ...contact } = row;
  return { ...contact, advertiser: { id: advertiserId, key, name: advertiserName, policy } };
}

export async function endContactSession(session: string, options: { at?: Date } = {}): Promise<void> {
  await inTransaction(async (tx) => {
    const [ended] = await tx.query<{ contactId: string }>(sql`
      UPDATE advertiser_session SET revoked_at = ${tx.now} WHERE token_hash = ${hashOf(session)} AND revoked_at IS NULL
      RETURNING contact_id`);
    if (ended) await auditEntries(tx, [audited(ended.contactId, 'contact-signed-out')]);
  }, options);
}

function audited(contactId: string, action: string) {
  const subject = `advertiser-contact:${contactId}`;
  return { actor: { kind: 'ADVERTISER' as const, id: subject }, action, subject };
}

function hashOf(session: string): string {
  return createHash('sha256').update(session).digest('hex');
}

/** A month after they ended, links and sessions are of no use to anybody. */
export async function forgetOldAdvertiserLinks(tx: Tx): Promise<void> {
  const before = new Date(tx.now.getTime() - 30 * 86_400_000);
  await tx.execute(sql`DELETE FROM advertiser_link WHERE expires_at < ${before}`);
  await tx.execute(sql`DELETE FROM advertiser_session WHERE expires_at < ${before}`);
}

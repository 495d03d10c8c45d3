/**
 * Who is at the portal: whoever has the link of a letter, or a contact who signed in (03, `/advertiser/<token>`). The link is
 * looked up by its hash; it ends by its date, and when somebody revokes it.
 */
import type { Contact } from '@/lib/accounts/advertiser-sessions';
import { type Actor, auditEntries } from '@/lib/foundation/audit';
import { db, inTransaction, sql } from '@/lib/foundation/db';
import { portalTokenHash } from '@/lib/outbox/links';
import type { PortalScope } from '@/lib/rechecks/answer-claim';
import type { DeadlinePolicy } from '@/lib/rules/recheck-schedule';

export type PortalVisit = {
  scope: PortalScope;
  advertiserId: string;
  advertiserName: string;
  locale: string;
  /** What silence means. */
  policy: DeadlinePolicy;
  /** Who answers, in words for the desk. */
  by: string;
  actor: Actor;
  /** What is used, for the audit log: `recheck-request:<id>`, `advertiser-contact:<id>`. */
  subject: string;
  /** When the link ends; null for a contact. */
  expiresAt: Date | null;
};

type Link = { id: string; advertiserId: string; name: string; locale: string; policy: DeadlinePolicy; expiresAt: Date };

/** Null: no such link, or it is over, or revoked. */
export async function visitByLink(token: string, now: Date): Promise<PortalVisit | null> {
  const [link] = await db.query<Link>(sql`
    SELECT r.id, r.advertiser_id, v.name, v.recheck_locale AS locale, v.deadline_policy AS policy, r.expires_at
      FROM recheck_request r JOIN advertiser v ON v.id = r.advertiser_id
     WHERE r.token_hash = ${portalTokenHash(token)} AND r.expires_at > ${now} AND r.revoked_at IS NULL`);
  if (!link) return null;
  const { id, advertiserId, name, locale, policy, expiresAt } = link;
  const subject = `recheck-request:${id}`;
  const actor: Actor = { kind: 'ADVERTISER', id: subject };
  return {
    scope: { requestId: id },
    advertiserId,
    advertiserName: name,
    locale,
    policy,
    by: 'by the link',
    actor,
    subject,
    expiresAt,
  };
}

export function visitByContact({ id, name, advertiser, locale }: Contact): PortalVisit {
  const subject = `advertiser-contact:${id}`;
  return {
    scope: { advertiserId: advertiser.id },
    advertiserId: advertiser.id,
    advertiserName: advertiser.name,
    locale,
    policy: advertiser.policy,
    by: name,
    actor: { kind: 'ADVERTISER', id: subject },
    subject,
    expiresAt: null,
  };
}

const HOUR_MS = 3_600_000;

/** The portal was opened: on record once an hour from each address, however often the page is loaded. */
export async function noteOpened(
  { actor, subject }: PortalVisit,
  ip: string | null,
  options: { at?: Date } = {},
): Promise<void> {
  await inTransaction(async (tx) => {
    await tx.execute(sql`SELECT pg_advisory_xact_lock(hashtextextended(${`portal-opened ${subject} ${ip}`}, 0))`);
    const [known] = await tx.query(sql`
      SELECT FROM audit_entry
       WHERE subject = ${subject} AND at > ${new Date(tx.now.getTime() - HOUR_MS)} AND action = 'portal-opened'
         AND ip IS NOT DISTINCT FROM ${ip} LIMIT 1`);
    if (!known) await auditEntries(tx, [{ actor, action: 'portal-opened', subject, ip }]);
  }, options);
}

/** The claims left the house as a file. */
export async function noteDownloaded({ actor, subject }: PortalVisit, options: { at?: Date } = {}): Promise<void> {
  await inTransaction((tx) => auditEntries(tx, [{ actor, action: 'portal-downloaded', subject }]), options);
}

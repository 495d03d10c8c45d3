/** The advertisers as the desk sets them up: what is agreed about re-checks, and who may sign in to the portal. */
import { db, type Runner, sql } from '@/lib/foundation/db';
import type { RecheckAgreement } from '@/lib/rules/advertiser-form';

export type AdvertiserLine = {
  key: string;
  name: string;
  recheckEmail: string | null;
  rule: RecheckAgreement['rule'];
  policy: RecheckAgreement['policy'];
  /** Claims that wait for an answer. */
  open: number;
};

const MOST = 500;

export async function listAdvertisers(): Promise<AdvertiserLine[]> {
  return db.query<AdvertiserLine>(sql`
    SELECT v.key, v.name, v.recheck_email, v.recheck_rule AS rule, v.deadline_policy AS policy,
           (SELECT count(*)::int FROM recheck WHERE advertiser_id = v.id AND status = 'ASKED') AS open
      FROM advertiser v ORDER BY v.name, v.key LIMIT ${MOST}`);
}

export type AdvertiserContact = {
  id: string;
  name: string;
  email: string;
  locale: string;
  seenAt: Date | null;
  disabledAt: Date | null;
};

export type AdvertiserSetup = RecheckAgreement & {
  id: string;
  key: string;
  name: string;
  version: number;
  holidays: string[];
  contacts: AdvertiserContact[];
};

export async function readAdvertiser(key: string): Promise<AdvertiserSetup | null> {
  const advertiser = await readAgreed(db, key);
  if (!advertiser) return null;
  const contacts = await db.query<AdvertiserContact>(sql`
    SELECT id, name, email, locale, seen_at, disabled_at FROM advertiser_contact
     WHERE advertiser_id = ${advertiser.id}::uuid ORDER BY disabled_at IS NOT NULL, name, email LIMIT ${MOST}`);
  return { ...advertiser, contacts };
}

/** `lock`: for a change, until the transaction ends. */
export async function readAgreed(
  runner: Runner,
  key: string,
  lock = false,
): Promise<Omit<AdvertiserSetup, 'contacts'> | undefined> {
  const [found] = await runner.query<Omit<AdvertiserSetup, 'contacts'>>(sql`
    SELECT id, key, name, version, recheck_email, escalation_email, time_zone, recheck_gather AS gather,
           recheck_rule AS rule, deadline_policy AS policy, recheck_locale AS locale, holidays::text[] AS holidays
      FROM advertiser WHERE key = ${key} ${lock ? sql`FOR UPDATE` : sql``}`);
  return found;
}

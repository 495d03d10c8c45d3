/**
 * The source of a postback, as this process last saw it. The copy is never the reason for an answer: what it accepts is
 * checked against the row's version in the transaction that stores it (store-postbacks.ts), what it refuses is looked up again.
 */
import type { IntegrationSettings } from '@/lib/dialects/dialect';
import { db, sql } from '@/lib/foundation/db';

export type Integration = IntegrationSettings & {
  id: string;
  key: string;
  advertiserId: string;
  dialect: string;
  secret: string;
  previousSecret: string | null;
  allowedIps: string[];
  /** Changes with every change of the row. */
  version: string;
};

const lastSeen = new Map<string, Integration>();

export function lastSeenIntegration(key: string): Integration | undefined {
  return lastSeen.get(key);
}

export async function readIntegration(key: string): Promise<Integration | undefined> {
  const [found] = await db.query<Integration>(sql`
    SELECT id, key, advertiser_id, dialect, secret, previous_secret, allowed_ips, require_signature, status_map,
           coalesce(settings->'eventMap', '{}') AS event_map, settings->'custom' AS custom, xmin::text AS version
      FROM integration WHERE key = ${key.slice(0, 128)} AND enabled`);
  if (found) lastSeen.set(found.key, found);
  else lastSeen.delete(key);
  return found;
}

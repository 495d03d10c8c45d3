/**
 * Whether the network still signs with the old one of two live secrets: what somebody wants to know before it is retired.
 * Nothing is counted on the way in; the latest receipts are verified again, with the old secret alone.
 */
import { confirmsFor } from '@/lib/dialects';
import type { IntegrationSettings } from '@/lib/dialects/dialect';
import { db, sql } from '@/lib/foundation/db';
import { type KeptRequest, toRequest } from '@/lib/postbacks/kept-request';

/** `lastUsedAt` null: by none of the latest accepted receipts since the rotation, of which there were `looked`. */
export type OldSecretUse = { lastUsedAt: Date | null; looked: number };

const LATEST = 100;

/** Null: only one secret is live. */
export async function readOldSecretUse(key: string): Promise<OldSecretUse | null> {
  const [integration] = await db.query<Integration>(sql`
    SELECT id, dialect, previous_secret, secret_changed_at, require_signature, status_map,
           coalesce(settings->'eventMap', '{}') AS event_map, settings->'custom' AS custom
      FROM integration WHERE key = ${key} AND previous_secret IS NOT NULL`);
  const confirms = integration && confirmsFor(integration.dialect, integration);
  if (!confirms) return null;
  const receipts = await db.query<KeptRequest & { receivedAt: Date }>(sql`
    SELECT received_at, integration_key, method, query, headers, body FROM receipt
     WHERE integration_id = ${integration.id}::uuid AND outcome <> 'refused'
       AND received_at >= coalesce(${integration.secretChangedAt}, '-infinity'::timestamptz)
     ORDER BY received_at DESC LIMIT ${LATEST}`);
  const old = { current: integration.previousSecret, previous: null };
  const used = receipts.find((receipt) => {
    const check = confirms.verify(toRequest(receipt), old, receipt.receivedAt, integration);
    return 'verdict' in check && check.verdict === 'valid';
  });
  return { lastUsedAt: used?.receivedAt ?? null, looked: receipts.length };
}

type Integration = IntegrationSettings & {
  id: string;
  dialect: string;
  previousSecret: string;
  secretChangedAt: Date | null;
};

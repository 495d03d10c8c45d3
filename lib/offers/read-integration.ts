/** An integration as the console shows it. Secrets stay where they are: only that there are any is told. */
import type { CustomDefinition } from '@/lib/dialects/custom-definition';
import type { ConfirmationState } from '@/lib/dialects/dialect';
import { db, type Runner, sql } from '@/lib/foundation/db';
import { env } from '@/lib/foundation/env';
import { ID_PATTERN } from '@/lib/rules/api-fields';

/** What an admin can change about it, besides its secrets. Money in micro-dollars; null is no budget. */
export type IntegrationSetup = {
  enabled: boolean;
  requireSignature: boolean;
  allowedIps: string[];
  statusMap: Record<string, ConfirmationState>;
  eventMap: Record<string, string>;
  dailyBudgetMicros: bigint | null;
  /** What a custom dialect is; null for every other, and for one that nobody has defined yet. */
  custom: CustomDefinition | null;
};

export type IntegrationForConsole = IntegrationSetup & {
  id: string;
  key: string;
  dialect: string;
  advertiserKey: string;
  advertiserName: string;
  /** Where its network sends to, without parameters. */
  postbackUrl: string;
  /** Counts its changes. */
  version: number;
  /** Two are live: the one before is believed as well. */
  hasPreviousSecret: boolean;
  canRestoreSecret: boolean;
  secretChangedAt: Date | null;
  secretRetiredAt: Date | null;
  lastReceiptAt: Date | null;
};

/** Null: there is none with this key. */
export async function readIntegration(key: string, runner: Runner = db): Promise<IntegrationForConsole | null> {
  if (!ID_PATTERN.test(key)) return null;
  const [found] = await runner.query<IntegrationForConsole>(sql`
    SELECT i.id, i.key, i.dialect, v.key AS advertiser_key, v.name AS advertiser_name, i.enabled, i.require_signature,
           i.allowed_ips, i.status_map, coalesce(i.settings->'eventMap', '{}') AS event_map,
           i.settings->'custom' AS custom, i.daily_budget_micros,
           i.version, i.secret_changed_at, i.secret_retired_at,
           i.previous_secret IS NOT NULL AS has_previous_secret,
           i.retired_secret IS NOT NULL AND i.previous_secret IS NULL AS can_restore_secret,
           (SELECT max(received_at) FROM receipt WHERE integration_id = i.id) AS last_receipt_at
      FROM integration i JOIN advertiser v ON v.id = i.advertiser_id WHERE i.key = ${key}`);
  return found ? { ...found, postbackUrl: `${env.PUBLIC_URL}/api/postbacks/${key}` } : null;
}

/** The keys of the tasks that this advertiser's offers have: what events can be mapped to. At most 500. */
export async function readTaskKeys(advertiserKey: string): Promise<string[]> {
  const rows = await db.query<{ key: string }>(sql`
    SELECT DISTINCT t.key FROM task t JOIN offer o ON o.id = t.offer_id JOIN advertiser v ON v.id = o.advertiser_id
     WHERE v.key = ${advertiserKey} ORDER BY t.key LIMIT 500`);
  return rows.map(({ key }) => key);
}

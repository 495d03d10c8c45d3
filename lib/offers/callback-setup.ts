/**
 * How an app's rewards are reported, as the console shows it. Secrets stay where they are: only that there are any is told.
 * A test counts for exactly what was tested: address, protocol, secret and options go into its hash.
 */
import { createHash } from 'node:crypto';
import type { CallbackOptions } from '@/lib/dialects/rewards';
import { db, type Runner, sql } from '@/lib/foundation/db';
import { ID_PATTERN } from '@/lib/rules/api-fields';

/** What an admin can change, besides secrets and the switch. */
export type CallbackConfig = {
  dialect: string;
  urlTemplate: string;
  reversalUrlTemplate: string | null;
  options: CallbackOptions;
};

export type CallbackSetup = {
  id: string;
  key: string;
  name: string;
  publisherName: string;
  currencyName: string;
  /** Null: nobody has said yet how the game is told. */
  config: CallbackConfig | null;
  enabled: boolean;
  /** After too many failures; somebody has to resume it. */
  pausedAt: Date | null;
  failingSince: Date | null;
  /** Counts its changes. */
  version: number;
  /** Two sign while one is rotated, where the dialect can. */
  liveSecrets: number;
  canRestoreSecret: boolean;
  secretChangedAt: Date | null;
  /** When a reward of exactly this configuration was acknowledged; null if none was. */
  testedAt: Date | null;
};

type Row = Omit<CallbackSetup, 'config' | 'liveSecrets' | 'testedAt'> & {
  dialect: string | null;
  urlTemplate: string | null;
  reversalUrlTemplate: string | null;
  options: CallbackOptions;
  secret: string | null;
  lastTestAt: Date | null;
  testedHash: string | null;
};

/** Null: there is no app with this key. */
export async function readCallbackSetup(key: string, runner: Runner = db): Promise<CallbackSetup | null> {
  const found = await readCallbackSecretly(key, runner);
  if (!found) return null;
  const { secret, ...setup } = found;
  return setup;
}

/** The same with the live secrets, the newest first, divided by a space: for whoever composes a callback. */
export async function readCallbackSecretly(
  key: string,
  runner: Runner = db,
): Promise<(CallbackSetup & { secret: string }) | null> {
  if (!ID_PATTERN.test(key)) return null;
  const [row] = await runner.query<Row>(sql`
    SELECT a.id, a.key, a.name, p.name AS publisher_name, a.currency_name, a.callback_dialect AS dialect,
           a.callback_url AS url_template, a.callback_reversal_url AS reversal_url_template, a.callback_options AS options,
           a.callback_secret AS secret, a.callback_enabled AS enabled, a.callback_paused_at AS paused_at,
           a.callback_failing_since AS failing_since, a.version, a.callback_retired_secret IS NOT NULL AS can_restore_secret,
           a.callback_secret_changed_at AS secret_changed_at, a.callback_tested_at AS last_test_at,
           a.callback_tested_hash AS tested_hash
      FROM app a JOIN publisher p ON p.id = a.publisher_id WHERE a.key = ${key}`);
  return row ? toSetup(row) : null;
}

function toSetup(row: Row): CallbackSetup & { secret: string } {
  const { dialect, urlTemplate, reversalUrlTemplate, options, lastTestAt, testedHash, ...rest } = row;
  const secret = row.secret ?? '';
  const config =
    dialect === null || urlTemplate === null ? null : { dialect, urlTemplate, reversalUrlTemplate, options };
  return {
    ...rest,
    config,
    secret,
    liveSecrets: secret.split(' ').filter(Boolean).length,
    testedAt: config && testedHash === testHash(config, secret) ? lastTestAt : null,
  };
}

/** Equal when what is set up is what was tested. */
export function testHash({ dialect, urlTemplate, reversalUrlTemplate, options }: CallbackConfig, secret: string) {
  const sorted = Object.entries(options).sort(([one], [other]) => (one < other ? -1 : 1));
  const tested = JSON.stringify([dialect, urlTemplate, reversalUrlTemplate, sorted, secret]);
  return createHash('sha256').update(tested).digest('base64url');
}

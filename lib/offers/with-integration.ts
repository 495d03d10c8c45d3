/**
 * One change of an integration by a person: under its row's lock, and only if nobody else has changed it since they looked.
 * The second of two is told what the first one did.
 */

import type { Actor } from '@/lib/foundation/audit';
import { inTransaction, sql, type Tx } from '@/lib/foundation/db';
import { changedMeanwhile } from '@/lib/offers/changed-meanwhile';
import { type IntegrationForConsole, readIntegration } from '@/lib/offers/read-integration';
import { ID_PATTERN } from '@/lib/rules/api-fields';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';

/** Who changes which integration, and the version of it that they were looking at. */
export type Look = { key: string; version: number; actor: Actor };

export type Changed<More = unknown> = { version: number } & More;

/** The version is counted up after `work`, in the same transaction. */
export async function withIntegration<More extends object>(
  { key, version }: Look,
  work: (tx: Tx, before: IntegrationForConsole) => Promise<More | Refusal>,
): Promise<Changed<More> | Refusal> {
  return inTransaction(async (tx) => {
    const before = await lockIntegration(tx, key);
    if (!before) return refuse('not-found', 'There is no such integration.');
    if (before.version !== version) {
      return changedMeanwhile(tx, { subject: `integration:${key}`, version: before.version, what: 'integration' });
    }
    const done = await work(tx, before);
    if (isRefusal(done)) return done;
    await tx.execute(sql`UPDATE integration SET version = version + 1 WHERE key = ${key}`);
    return { ...done, version: version + 1 };
  });
}

async function lockIntegration(tx: Tx, key: string): Promise<IntegrationForConsole | null> {
  if (!ID_PATTERN.test(key)) return null;
  await tx.execute(sql`SELECT FROM integration WHERE key = ${key} FOR UPDATE`);
  return readIntegration(key, tx);
}

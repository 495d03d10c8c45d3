/** One change of an app by a person: under its row's lock, and only if nobody else has changed it since they looked. */
import { inTransaction, sql, type Tx } from '@/lib/foundation/db';
import { type CallbackSetup, readCallbackSecretly } from '@/lib/offers/callback-setup';
import { changedMeanwhile } from '@/lib/offers/changed-meanwhile';
import type { Changed, Look } from '@/lib/offers/with-integration';
import { ID_PATTERN } from '@/lib/rules/api-fields';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';

/** The version is counted up after `work`, in the same transaction. */
export async function withApp<More extends object>(
  { key, version }: Look,
  work: (tx: Tx, before: CallbackSetup & { secret: string }) => Promise<More | Refusal>,
): Promise<Changed<More> | Refusal> {
  return inTransaction(async (tx) => {
    const before = await lockApp(tx, key);
    if (!before) return refuse('not-found', 'There is no such app.');
    if (before.version !== version) {
      return changedMeanwhile(tx, { subject: `app:${key}`, version: before.version, what: 'app' });
    }
    const done = await work(tx, before);
    if (isRefusal(done)) return done;
    await tx.execute(sql`UPDATE app SET version = version + 1 WHERE key = ${key}`);
    return { ...done, version: version + 1 };
  });
}

async function lockApp(tx: Tx, key: string) {
  if (!ID_PATTERN.test(key)) return null;
  await tx.execute(sql`SELECT FROM app WHERE key = ${key} FOR UPDATE`);
  return readCallbackSecretly(key, tx);
}

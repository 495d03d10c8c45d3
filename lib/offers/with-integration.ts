/**
 * One change of an integration by a person: under its row's lock, and only if nobody else has changed it since they looked.
 * The second of two is told what the first one did.
 */
import { inTransaction, sql, type Tx } from '@/lib/foundation/db';
import type { Actor } from '@/lib/offers/audit-change';
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
    if (before.version !== version) return changedMeanwhile(tx, before);
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

type LastChange = { action: string; changed: string[]; by: string | null; at: Date };

/** `changed` names what differs between before and after, never what it held. */
async function changedMeanwhile(tx: Tx, { key, version }: IntegrationForConsole): Promise<Refusal> {
  const [last] = await tx.query<LastChange>(sql`
    SELECT e.action, e.at, g.name AS by,
           ARRAY(SELECT name FROM jsonb_object_keys(e.after) AS name
                  WHERE e.before->name IS DISTINCT FROM e.after->name ORDER BY name) AS changed
      FROM audit_entry e LEFT JOIN agent g ON e.actor_kind = 'AGENT' AND g.id::text = e.actor_id
     WHERE e.subject = ${`integration:${key}`} AND e.action <> 'reveal-secret' ORDER BY e.at DESC, e.id DESC LIMIT 1`);
  const details = last ? { ...last, at: last.at.toISOString(), version } : { version };
  return refuse('version-changed', 'Somebody changed this integration while you were looking at it.', { details });
}

/** As for an integration's secrets (reveal-secret.ts): the audit entry comes first, and its id is the slip that opens them. */
import { auditEntries } from '@/lib/foundation/audit';
import { db, inTransaction, sql } from '@/lib/foundation/db';
import { ID_PATTERN } from '@/lib/rules/api-fields';
import { type Refusal, refuse } from '@/lib/rules/refusal';

export async function revealCallbackSecret(
  key: string,
  agentId: string,
  now: Date,
): Promise<{ slip: string } | Refusal> {
  if (!ID_PATTERN.test(key)) return refuse('not-found', 'There is no such app.');
  return inTransaction(
    async (tx) => {
      const [found] = await tx.query(sql`SELECT FROM app WHERE key = ${key}`);
      if (!found) return refuse('not-found', 'There is no such app.');
      const entry = { action: 'reveal-callback-secret', subject: `app:${key}` };
      const [slip] = await auditEntries(tx, [{ actor: { kind: 'AGENT', id: agentId }, ...entry }]);
      return { slip: slip! };
    },
    { at: now },
  );
}

const SLIP = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const SHOWN_FOR_MS = 5 * 60_000;

/** The newest first. Null without a slip of one's own that is still good. */
export async function readRevealedCallbackSecrets(
  key: string,
  slip: string,
  agentId: string,
  now: Date,
): Promise<string[] | null> {
  if (!SLIP.test(slip)) return null;
  const [row] = await db.query<{ secret: string | null }>(sql`
    SELECT a.callback_secret AS secret FROM app a JOIN audit_entry e ON e.subject = 'app:' || a.key
     WHERE a.key = ${key} AND e.id = ${slip}::uuid AND e.actor_kind = 'AGENT' AND e.actor_id = ${agentId}
       AND e.action IN ('reveal-callback-secret', 'rotate-callback-secret')
       AND e.at > ${new Date(now.getTime() - SHOWN_FOR_MS)}`);
  return row ? (row.secret ?? '').split(' ').filter(Boolean) : null;
}

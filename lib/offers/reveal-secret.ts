/**
 * An admin looks at a secret. The audit entry comes first and is what opens it: its id is a slip that shows the secrets to
 * the agent who asked, for a few minutes. So nobody sees a secret without having left a trace, and no secret travels in a
 * cookie or an address.
 */
import { auditEntries } from '@/lib/foundation/audit';
import { db, inTransaction, sql } from '@/lib/foundation/db';
import { ID_PATTERN } from '@/lib/rules/api-fields';
import { type Refusal, refuse } from '@/lib/rules/refusal';

/** Writes the entry; answers the slip. */
export async function revealSecret(key: string, agentId: string, now: Date): Promise<{ slip: string } | Refusal> {
  if (!ID_PATTERN.test(key)) return refuse('not-found', 'There is no such integration.');
  return inTransaction(
    async (tx) => {
      const [found] = await tx.query(sql`SELECT FROM integration WHERE key = ${key}`);
      if (!found) return refuse('not-found', 'There is no such integration.');
      const entry = { action: 'reveal-secret', subject: `integration:${key}` };
      const [slip] = await auditEntries(tx, [{ actor: { kind: 'AGENT', id: agentId }, ...entry }]);
      return { slip: slip! };
    },
    { at: now },
  );
}

export type Secrets = { secret: string; previousSecret: string | null };

const SLIP = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const SHOWN_FOR_MS = 5 * 60_000;

/** Null without a slip of one's own that is still good. Whoever made a secret (added, rotated) has one as well. */
export async function readRevealedSecrets(
  key: string,
  slip: string,
  agentId: string,
  now: Date,
): Promise<Secrets | null> {
  if (!SLIP.test(slip)) return null;
  const [secrets] = await db.query<Secrets>(sql`
    SELECT i.secret, i.previous_secret FROM integration i JOIN audit_entry e ON e.subject = 'integration:' || i.key
     WHERE i.key = ${key} AND e.id = ${slip}::uuid AND e.actor_kind = 'AGENT' AND e.actor_id = ${agentId}
       AND e.action IN ('reveal-secret', 'rotate-secret', 'add-integration')
       AND e.at > ${new Date(now.getTime() - SHOWN_FOR_MS)}`);
  return secrets ?? null;
}

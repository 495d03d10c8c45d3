/** Who changed what in the configuration: one entry per change that changed something, never with a secret in it. */
import { sql, type Tx } from '@/lib/foundation/db';

/** Whoever changes the configuration: an API key, an agent, or the house itself (the seed). */
export type Actor = { kind: 'API' | 'AGENT' | 'AUTO'; id: string | null };

export type Change = {
  action: string;
  subject: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown>;
  /** Secrets are compared by the caller; the entry only says that one changed. */
  secretChanged?: boolean;
};

/** The id of the entry; null when nothing changed. */
export async function auditChange(tx: Tx, actor: Actor, change: Change): Promise<string | null> {
  const { action, subject, before, after, secretChanged = false } = change;
  if (!secretChanged && JSON.stringify(before) === JSON.stringify(after)) return null;
  const [entry] = await tx.query<{ id: string }>(sql`
    INSERT INTO audit_entry (at, actor_kind, actor_id, action, subject, before, after)
    VALUES (${tx.now}, ${actor.kind}, ${actor.id}, ${action}, ${subject}, ${before && JSON.stringify(before)}::jsonb,
            ${JSON.stringify(secretChanged ? { ...after, secret: 'changed' } : after)}::jsonb)
    RETURNING id`);
  return entry!.id;
}

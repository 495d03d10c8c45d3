/**
 * Who did what, when, from where, and what it was before: appended in the transaction that does it, sealed in a chain a
 * little later (lib/reports/seal-audit.ts). Never with a secret in it, and never with the words of a user.
 */
import { recordset, sql, type Tx } from '@/lib/foundation/db';
import { requestAtHand } from '@/lib/foundation/request';

/**
 * An API key, an agent, the house itself (worker, seed, command line), a network that told us (its key), or an advertiser (the
 * link or the contact).
 */
export type Actor = { kind: 'API' | 'AGENT' | 'AUTO' | 'NETWORK' | 'ADVERTISER'; id: string | null };

export type AuditEntry = {
  actor: Actor;
  /** A verb in kebab-case: `rotate-secret`. */
  action: string;
  /** What it was done to, `kind:key`: `app:gems`, `ticket:MG-7K3F-92QX`. */
  subject: string;
  before?: Record<string, unknown> | null;
  after?: Record<string, unknown> | null;
  /** Else those of the request at hand. */
  ip?: string | null;
  requestId?: string | null;
  /** One for all entries of one order over many; else that of the transaction. */
  batchId?: string | null;
};

const COLUMNS = `actor_kind text, actor_id text, action text, subject text, before jsonb, after jsonb, ip text,
  request_id text, batch_id uuid`;

/** One statement for any number; the ids in the order of the entries. */
export async function auditEntries(tx: Tx, entries: readonly AuditEntry[]): Promise<string[]> {
  if (entries.length === 0) return [];
  const trace = requestAtHand();
  const rows = entries.map(({ actor, action, subject, before, after, ip, requestId, batchId }) => ({
    actor_kind: actor.kind,
    actor_id: actor.id,
    action,
    subject,
    before: before ?? null,
    after: after ?? null,
    ip: ip === undefined ? (trace?.ip ?? null) : ip,
    request_id: requestId === undefined ? (trace?.requestId ?? null) : requestId,
    batch_id: batchId ?? tx.batchId ?? null,
  }));
  const written = await tx.query<{ id: string }>(sql`
    INSERT INTO audit_entry (at, actor_kind, actor_id, action, subject, before, after, ip, request_id, batch_id)
    SELECT ${tx.now}, actor_kind, actor_id, action, subject, before, after, ip, request_id, batch_id
      FROM ${recordset(rows, COLUMNS)} RETURNING id`);
  return written.map(({ id }) => id);
}

export type Change = {
  action: string;
  subject: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown>;
  /** Secrets are compared by the caller; the entry only says that one changed. */
  secretChanged?: boolean;
};

/** For what is set up: an entry per change that changed something. Its id; null when nothing changed. */
export async function auditChange(tx: Tx, actor: Actor, change: Change): Promise<string | null> {
  const { action, subject, before, secretChanged = false } = change;
  if (!secretChanged && JSON.stringify(before) === JSON.stringify(change.after)) return null;
  const after = secretChanged ? { ...change.after, secret: 'changed' } : change.after;
  const [id] = await auditEntries(tx, [{ actor, action, subject, before, after }]);
  return id!;
}

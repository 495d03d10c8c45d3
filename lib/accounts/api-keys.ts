/**
 * Keys of the operator's API: `mg_` and 43 characters (256 random bits). Only the SHA-256 hash is kept, so that a copy of
 * the database opens nothing; finding the hash by index tells an attacker's clock nothing about a key it cannot choose.
 */
import { createHash, randomBytes } from 'node:crypto';
import { auditEntries } from '@/lib/foundation/audit';
import { db, inTransaction, sql, type Tx } from '@/lib/foundation/db';
import { type Refusal, refuse } from '@/lib/rules/refusal';

export const API_SCOPES = [
  'config:write',
  'clicks:write',
  'tickets:read',
  'tickets:write',
  'decisions:write',
  'decisions:alone',
  'callbacks:read',
  'callbacks:write',
] as const;
export type ApiScope = (typeof API_SCOPES)[number];

export type ApiKeyCaller = { keyId: string; name: string; scopes: ApiScope[] };

type NewKey = {
  name: string;
  scopes: readonly ApiScope[];
  /** Until when it works; for ever, if left out. */
  expiresAt?: Date | null;
  /** The agent who makes it; the house itself (seed, demo), if left out. */
  by?: { id: string };
};

/** The key is told once, here, and never again. */
export async function createApiKey(
  { name, scopes, expiresAt = null, by }: NewKey,
  now: Date,
): Promise<{ id: string; key: string }> {
  const key = `mg_${randomBytes(32).toString('base64url')}`;
  return inTransaction(
    async (tx) => {
      const [row] = await tx.query<{ id: string }>(sql`
        INSERT INTO api_key (name, key_hash, hint, scopes, created_at, expires_at, created_by)
        VALUES (${name}, ${hashOf(key)}, ${key.slice(0, 7)}, ${[...new Set(scopes)]}, ${tx.now}, ${expiresAt},
                ${by?.id ?? null}::uuid)
        RETURNING id`);
      await auditKey(tx, by, 'create-api-key', row!.id, { name, scopes, expiresAt: expiresAt?.toISOString() ?? null });
      return { id: row!.id, key };
    },
    { at: now },
  );
}

async function auditKey(tx: Tx, by: { id: string } | undefined, action: string, id: string, after?: object) {
  const actor = by ? { kind: 'AGENT' as const, id: by.id } : { kind: 'AUTO' as const, id: null };
  await auditEntries(tx, [{ actor, action, subject: `api-key:${id}`, after: after ? { ...after } : null }]);
}

/** The caller behind an `Authorization` header, if the key is live and may do `scope`. */
export async function requireApiKey(
  authorization: string | null,
  scope: ApiScope,
  now: Date,
): Promise<ApiKeyCaller | Refusal> {
  const key = /^Bearer +(mg_[A-Za-z0-9_-]{43})$/i.exec(authorization ?? '')?.[1];
  if (!key) return refuse('not-signed-in', 'Please send "Authorization: Bearer <API key>".');
  const caller = await findLive(hashOf(key), now);
  if (!caller) return refuse('not-signed-in', 'This API key is not known, has been revoked or has run out.');
  await noteUse(caller, now);
  if (caller.scopes.includes(scope)) return { keyId: caller.id, name: caller.name, scopes: caller.scopes };
  return refuse('not-allowed', `This API key lacks the scope ${scope}.`);
}

type LiveKey = { id: string; name: string; scopes: ApiScope[]; lastUsedAt: Date | null };

async function findLive(hash: string, now: Date): Promise<LiveKey | null> {
  const [row] = await db.query<LiveKey>(sql`
    SELECT id, name, scopes, last_used_at FROM api_key
     WHERE key_hash = ${hash} AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ${now})`);
  return row ?? null;
}

const USE_IS_NOTED_EVERY_MS = 60_000;

/** At most one write a minute and key, however many calls come. */
async function noteUse({ id, lastUsedAt }: LiveKey, now: Date): Promise<void> {
  const before = new Date(now.getTime() - USE_IS_NOTED_EVERY_MS);
  if (lastUsedAt && lastUsedAt > before) return;
  await db.execute(sql`
    UPDATE api_key SET last_used_at = ${now}
    WHERE id = ${id} AND (last_used_at IS NULL OR last_used_at <= ${before})`);
}

/** False when there is no such live key. */
export async function revokeApiKey(id: string, now: Date, by?: { id: string }): Promise<boolean> {
  return inTransaction(
    async (tx) => {
      const revoked = await tx.execute(
        sql`UPDATE api_key SET revoked_at = ${tx.now} WHERE id::text = ${id} AND revoked_at IS NULL`,
      );
      if (revoked > 0) await auditKey(tx, by, 'revoke-api-key', id);
      return revoked > 0;
    },
    { at: now },
  );
}

export type ApiKeySummary = {
  id: string;
  name: string;
  hint: string;
  scopes: ApiScope[];
  createdAt: Date;
  /** The agent who made it. */
  createdByName: string | null;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
};

/** For administration: everything about the keys except the keys. */
export async function listApiKeys(): Promise<ApiKeySummary[]> {
  return db.query<ApiKeySummary>(sql`
    SELECT k.id, k.name, k.hint, k.scopes, k.created_at, a.name AS created_by_name, k.expires_at, k.last_used_at, k.revoked_at
      FROM api_key k LEFT JOIN agent a ON a.id = k.created_by
     ORDER BY k.revoked_at IS NOT NULL, k.created_at DESC, k.id LIMIT 500`);
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

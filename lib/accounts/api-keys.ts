/**
 * Keys of the operator's API: `mg_` and 43 characters (256 random bits). Only the SHA-256 hash is kept, so that a copy of
 * the database opens nothing; finding the hash by index tells an attacker's clock nothing about a key it cannot choose.
 */
import { createHash, randomBytes } from 'node:crypto';
import { auditEntries } from '@/lib/foundation/audit';
import { db, inTransaction, sql } from '@/lib/foundation/db';
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

/** The key is told once, here, and never again. */
export async function createApiKey(
  { name, scopes }: { name: string; scopes: readonly ApiScope[] },
  now: Date,
): Promise<{ id: string; key: string }> {
  const key = `mg_${randomBytes(32).toString('base64url')}`;
  return inTransaction(
    async (tx) => {
      const [row] = await tx.query<{ id: string }>(sql`
        INSERT INTO api_key (name, key_hash, hint, scopes, created_at)
        VALUES (${name}, ${hashOf(key)}, ${key.slice(0, 7)}, ${[...new Set(scopes)]}, ${tx.now})
        RETURNING id`);
      const entry = { action: 'create-api-key', subject: `api-key:${row!.id}`, after: { name, scopes } };
      await auditEntries(tx, [{ actor: { kind: 'AUTO', id: null }, ...entry }]);
      return { id: row!.id, key };
    },
    { at: now },
  );
}

/** The caller behind an `Authorization` header, if the key is live and may do `scope`. */
export async function requireApiKey(
  authorization: string | null,
  scope: ApiScope,
  now: Date,
): Promise<ApiKeyCaller | Refusal> {
  const key = /^Bearer +(mg_[A-Za-z0-9_-]{43})$/i.exec(authorization ?? '')?.[1];
  if (!key) return refuse('not-signed-in', 'Please send "Authorization: Bearer <API key>".');
  const caller = await findLive(hashOf(key));
  if (!caller) return refuse('not-signed-in', 'This API key is not known or has been revoked.');
  await noteUse(caller, now);
  if (caller.scopes.includes(scope)) return { keyId: caller.id, name: caller.name, scopes: caller.scopes };
  return refuse('not-allowed', `This API key lacks the scope ${scope}.`);
}

type LiveKey = { id: string; name: string; scopes: ApiScope[]; lastUsedAt: Date | null };

async function findLive(hash: string): Promise<LiveKey | null> {
  const [row] = await db.query<LiveKey>(
    sql`SELECT id, name, scopes, last_used_at FROM api_key WHERE key_hash = ${hash} AND revoked_at IS NULL`,
  );
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
export async function revokeApiKey(id: string, now: Date): Promise<boolean> {
  return inTransaction(
    async (tx) => {
      const revoked = await tx.execute(
        sql`UPDATE api_key SET revoked_at = ${tx.now} WHERE id = ${id} AND revoked_at IS NULL`,
      );
      if (revoked === 0) return false;
      const entry = { action: 'revoke-api-key', subject: `api-key:${id}` };
      await auditEntries(tx, [{ actor: { kind: 'AUTO', id: null }, ...entry }]);
      return true;
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
  lastUsedAt: Date | null;
  revokedAt: Date | null;
};

/** For administration: everything about the keys except the keys. */
export async function listApiKeys(): Promise<ApiKeySummary[]> {
  return db.query<ApiKeySummary>(sql`
    SELECT id, name, hint, scopes, created_at, last_used_at, revoked_at FROM api_key ORDER BY created_at DESC, id LIMIT 500`);
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

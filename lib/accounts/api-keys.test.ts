import { expect, test } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import { createApiKey, listApiKeys, requireApiKey, revokeApiKey } from '@/lib/accounts/api-keys';
import { db, sql } from '@/lib/foundation/db';

await freshDatabase();

const NOON = new Date('2026-11-20T12:00:00Z');
const later = (seconds: number) => new Date(NOON.getTime() + seconds * 1000);
const bearer = (key: string) => `Bearer ${key}`;

test('a key is told once and only its hash is kept', async () => {
  const { id, key } = await createApiKey({ name: 'import', scopes: ['clicks:write'] }, NOON);
  expect(key).toMatch(/^mg_[A-Za-z0-9_-]{43}$/);
  const [row] = await db.query<Record<string, unknown>>(sql`SELECT * FROM api_key WHERE id = ${id}::uuid`);
  expect(JSON.stringify(row)).not.toContain(key);
  expect(JSON.stringify(await listApiKeys())).not.toContain(key);
});

test('a key opens what its scopes say and nothing else', async () => {
  const { id, key } = await createApiKey({ name: 'reader', scopes: ['tickets:read'] }, NOON);
  expect(await requireApiKey(bearer(key), 'tickets:read', NOON)).toMatchObject({ keyId: id, name: 'reader' });
  expect(await requireApiKey(bearer(key), 'decisions:write', NOON)).toMatchObject({ refused: 'not-allowed' });
});

test('a revoked key opens nothing, and is revoked once', async () => {
  const { id, key } = await createApiKey({ name: 'old', scopes: ['tickets:read'] }, NOON);
  expect(await revokeApiKey(id, NOON)).toBe(true);
  expect(await revokeApiKey(id, NOON)).toBe(false);
  expect(await requireApiKey(bearer(key), 'tickets:read', NOON)).toMatchObject({ refused: 'not-signed-in' });
});

test('a key that ends opens nothing from that instant on', async () => {
  const { key } = await createApiKey({ name: 'short', scopes: ['tickets:read'], expiresAt: later(60) }, NOON);
  expect(await requireApiKey(bearer(key), 'tickets:read', new Date(later(60).getTime() - 1))).toHaveProperty('keyId');
  expect(await requireApiKey(bearer(key), 'tickets:read', later(60))).toMatchObject({ refused: 'not-signed-in' });
});

test('the last use is noted at most once a minute', async () => {
  const { id, key } = await createApiKey({ name: 'busy', scopes: ['tickets:read'] }, NOON);
  const lastUse = async () => (await listApiKeys()).find((one) => one.id === id)?.lastUsedAt;
  expect(await lastUse()).toBeNull();
  await requireApiKey(bearer(key), 'tickets:read', NOON);
  await requireApiKey(bearer(key), 'tickets:read', later(59));
  expect(await lastUse()).toEqual(NOON);
  await requireApiKey(bearer(key), 'tickets:read', later(60));
  expect(await lastUse()).toEqual(later(60));
});

for (const header of [
  null,
  '',
  'Bearer',
  'Bearer ',
  'Basic bWc6',
  'mg_',
  `Bearer mg_${'A'.repeat(43)}`,
  `Bearer mg_${'A'.repeat(42)}`,
  `Bearer mg_${'A'.repeat(43)} mg_${'A'.repeat(43)}`,
  `Bearer mg_${'A'.repeat(42)}'`,
  `Bearer ${'x'.repeat(8000)}`,
  'Bearer mg_\u0000',
]) {
  test(`${JSON.stringify(header)?.slice(0, 60)} is nobody`, async () => {
    expect(await requireApiKey(header, 'tickets:read', NOON)).toMatchObject({ refused: 'not-signed-in' });
  });
}

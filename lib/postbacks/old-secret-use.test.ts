import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import { smallWorld } from '@/e2e/support/operator';
import { confirmsFor } from '@/lib/dialects';
import { toPostbackRequest } from '@/lib/dialects/sample';
import { db, sql } from '@/lib/foundation/db';
import { addIntegration } from '@/lib/offers/add-integration';
import { rotateSecret } from '@/lib/offers/rotate-secret';
import { doorOf } from '@/lib/postbacks/kept-request';
import { readOldSecretUse } from '@/lib/postbacks/old-secret-use';
import { receivePostback } from '@/lib/postbacks/receive-postback';

await freshDatabase();
await smallWorld();

const actor = { kind: 'AUTO', id: null } as const;
const [OLD, NEW] = ['the-old-secret', 'the-new-secret'];

for (const dialect of ['native', 'bitlabs', 'adjust']) {
  test(`${dialect}: the last postback that the old secret was needed for is found`, async () => {
    const key = await rotated(dialect);
    expect(await readOldSecretUse(key)).toEqual({ lastUsedAt: null, looked: 0 });
    await send(key, dialect, NEW);
    expect(await readOldSecretUse(key)).toEqual({ lastUsedAt: null, looked: 1 });
    const usedAt = await send(key, dialect, OLD);
    await send(key, dialect, NEW);
    expect(await readOldSecretUse(key)).toEqual({ lastUsedAt: usedAt, looked: 3 });
  });
}

test('what came before the rotation, or was refused, is no use of the old one', async () => {
  const key = await rotated('native', () => send('before', 'native', OLD), 'before');
  await send(key, 'native', 'a-wrong-secret');
  expect(await readOldSecretUse(key)).toEqual({ lastUsedAt: null, looked: 0 });
});

test('with one secret there is no old one', async () => {
  await addIntegration({ key: 'single', advertiser: 'adv', dialect: 'native', secret: OLD }, actor);
  expect(await readOldSecretUse('single')).toBeNull();
  expect(await readOldSecretUse('nobody')).toBeNull();
});

async function rotated(dialect: string, before: () => Promise<unknown> = async () => null, key: string = randomUUID()) {
  await addIntegration({ key, advertiser: 'adv', dialect, secret: OLD }, actor);
  await before();
  await rotateSecret({ key, version: 1, actor }, NEW);
  return key;
}

/** Answers when it was received, as it was kept. */
async function send(key: string, dialect: string, secret: string): Promise<Date> {
  const now = new Date();
  const what = { transaction: randomUUID(), clickId: randomUUID(), taskKey: null, payoutUsd: null, reason: null };
  const sample = confirmsFor(dialect, {})!.sample({ ...what, state: 'COMPLETED' }, secret, doorOf(key), now)!;
  await receivePostback(key, toPostbackRequest(sample), '198.51.100.7', now);
  const [kept] = await db.query<{ receivedAt: Date }>(sql`
    SELECT received_at FROM receipt WHERE integration_key = ${key} ORDER BY received_at DESC, id DESC LIMIT 1`);
  return kept!.receivedAt;
}

/** Two of everything at once: batches of several processes, settings that change between proof and storage. */
import { randomUUID } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { aCast, aClick, anOffer, aUser, signedGet } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import type { ConfirmationState } from '@/lib/dialects/dialect';
import { db, sql } from '@/lib/foundation/db';
import { readIntegration } from '@/lib/postbacks/read-integration';
import { receivePostback } from '@/lib/postbacks/receive-postback';
import { type Entry, storePostbacks } from '@/lib/postbacks/store-postbacks';
import { brokenPromises } from '@/lib/reports/invariants';

await freshDatabase();
const cast = await aCast();
afterEach(async () => expect(await brokenPromises()).toEqual([]));

async function twoClicks() {
  const offer = await anOffer(cast);
  return Promise.all([aClick(await aUser(cast), offer), aClick(await aUser(cast), offer)]);
}

async function entry(transaction: string, clickId: string, state: ConfirmationState): Promise<Entry> {
  const postback = {
    kind: 'confirmation' as const,
    transaction,
    clickId,
    taskKey: null,
    state,
    payoutUsd: null,
    reason: null,
  };
  const { integrationKey } = cast;
  const request = {
    method: 'GET' as const,
    url: 'https://x.example/',
    rawQuery: '',
    headers: {},
    rawBody: Buffer.of(),
  };
  return {
    arrival: { integrationKey, request, remoteIp: null, replayOf: null, at: null },
    integration: (await readIntegration(integrationKey))!,
    signatureHeaders: [],
    says: { kind: 'confirmation', postback, trust: 'strong' },
  };
}

test('two batches at once that claim one transaction for two clicks: one is stored, the other a conflict', async () => {
  const [one, other] = await twoClicks();
  const transactions = Array.from({ length: 40 }, () => randomUUID());
  const pending = await Promise.all(transactions.map((tx) => entry(tx, one, 'PENDING')));
  const completed = await Promise.all([...transactions].reverse().map((tx) => entry(tx, other, 'COMPLETED')));
  const stored = (await Promise.all([storePostbacks(pending), storePostbacks(completed)])).flat();
  expect(stored.filter((kept) => kept !== 'changed' && 'outcome' in kept)).toHaveLength(40);
  expect(stored.filter((kept) => kept !== 'changed' && 'refusal' in kept)).toHaveLength(40);
  const clicks = await db.query<{ transaction: string }>(sql`
    SELECT transaction FROM confirmation WHERE transaction = ANY(${transactions}) GROUP BY transaction
    HAVING count(DISTINCT click_id) = 1 AND sum(conflicts) = 1`);
  expect(clicks).toHaveLength(40);
});

test('in one batch the second of two equal ones is the duplicate of the first', async () => {
  const [click] = await twoClicks();
  const transaction = randomUUID();
  const batch = await Promise.all([1, 2].map(() => entry(transaction, click, 'COMPLETED')));
  expect(await storePostbacks(batch)).toMatchObject([{ outcome: 'recorded' }, { outcome: 'duplicate' }]);
});

test('nothing is stored that was proven with settings of before', async () => {
  const [click] = await twoClicks();
  const transaction = randomUUID();
  const proven = await entry(transaction, click, 'COMPLETED');
  await db.execute(sql`UPDATE integration SET secret = secret WHERE key = ${cast.integrationKey}`);
  expect(await storePostbacks([proven])).toEqual(['changed']);
  expect(await db.query(sql`SELECT FROM confirmation WHERE transaction = ${transaction}`)).toEqual([]);
});

test('a rotated secret counts from the moment of its rotation, the old one as long as it is kept', async () => {
  const [click] = await twoClicks();
  const send = (secret: string) =>
    receivePostback(cast.integrationKey, signedGet(secret, { click_id: click, tx: randomUUID() }), null, new Date());
  const fresh = randomUUID().repeat(2);
  expect(await send(cast.secret)).toHaveProperty('answer');
  expect(await send(fresh)).toMatchObject({ refusal: { refused: 'bad-signature' } });

  await db.execute(sql`
    UPDATE integration SET previous_secret = secret, secret = ${fresh} WHERE key = ${cast.integrationKey}`);
  expect(await send(fresh)).toHaveProperty('answer');
  expect(await send(cast.secret)).toHaveProperty('answer');

  await db.execute(sql`UPDATE integration SET previous_secret = NULL WHERE key = ${cast.integrationKey}`);
  expect(await send(cast.secret)).toMatchObject({ refusal: { refused: 'bad-signature' } });

  await db.execute(sql`UPDATE integration SET enabled = false WHERE key = ${cast.integrationKey}`);
  expect(await send(fresh)).toMatchObject({ refusal: { refused: 'unknown-integration' } });
  await db.execute(
    sql`UPDATE integration SET enabled = true, secret = ${cast.secret} WHERE key = ${cast.integrationKey}`,
  );
  expect(await send(cast.secret)).toHaveProperty('answer');
});

test('a postback that is run again names the one it repeats', async () => {
  const [click] = await twoClicks();
  const request = signedGet(cast.secret, { click_id: click, tx: randomUUID() });
  const replayOf = randomUUID();
  await receivePostback(cast.integrationKey, request, null, new Date(), { replayOf });
  expect(await db.query(sql`SELECT outcome FROM receipt WHERE replay_of = ${replayOf}::uuid`)).toEqual([
    { outcome: 'recorded' },
  ]);
});

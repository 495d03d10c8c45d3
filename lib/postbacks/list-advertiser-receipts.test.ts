/** The postback log that an advertiser's contact sees. */
import { expect, test } from 'vitest';
import { aCast, aClick, anOffer, aUser, confirm } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { db, sql } from '@/lib/foundation/db';
import { listAdvertiserReceipts } from '@/lib/postbacks/list-advertiser-receipts';
import { readCursor } from '@/lib/rules/cursor';

await freshDatabase();

const ALL = { refusedOnly: false, before: null };

async function withPostbacks(count: number) {
  const cast = await aCast();
  for (let made = 0; made < count; made += 1) {
    await confirm(cast, await aClick(await aUser(cast), await anOffer(cast)));
  }
  return cast;
}

test('an advertiser sees what its own integrations sent, and nothing of another', async () => {
  const [mine, theirs] = [await withPostbacks(2), await withPostbacks(1)];
  const log = async (advertiserId: string) =>
    (await listAdvertiserReceipts(advertiserId, ALL)).shown.map(({ integrationKey }) => integrationKey);
  expect(await log(mine.advertiserId)).toEqual([mine.integrationKey, mine.integrationKey]);
  expect(await log(theirs.advertiserId)).toEqual([theirs.integrationKey]);
});

test('the refused ones can be read by themselves, without what was signed', async () => {
  const cast = await withPostbacks(1);
  await db.execute(sql`
    INSERT INTO receipt (received_at, integration_id, integration_key, method, query, outcome, code)
    SELECT now(), id, key, 'GET', 'sig=secret', 'refused', 'bad-signature' FROM integration WHERE key = ${cast.integrationKey}`);
  const { shown } = await listAdvertiserReceipts(cast.advertiserId, { ...ALL, refusedOnly: true });
  expect(shown).toMatchObject([{ outcome: 'refused', code: 'bad-signature' }]);
  expect(JSON.stringify(shown)).not.toContain('secret');
});

test('pages follow each other by key', async () => {
  const cast = await aCast();
  await db.execute(sql`
    INSERT INTO receipt (received_at, integration_id, integration_key, method, query, outcome)
    SELECT now() - make_interval(secs => n), i.id, i.key, 'GET', '', 'recorded'
      FROM integration i, generate_series(1, 60) AS n WHERE i.key = ${cast.integrationKey}`);
  const first = await listAdvertiserReceipts(cast.advertiserId, ALL);
  const second = await listAdvertiserReceipts(cast.advertiserId, { ...ALL, before: readCursor(first.nextCursor!) });
  expect([first.shown.length, second.shown.length, second.nextCursor]).toEqual([50, 10, null]);
  expect(new Set([...first.shown, ...second.shown].map(({ id }) => id)).size).toBe(60);
});

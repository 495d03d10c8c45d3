import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { aCast, signedGet } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { databaseNow, db, sql } from '@/lib/foundation/db';
import { receivePostback } from '@/lib/postbacks/receive-postback';
import { type ReplayStep, replayRefused } from '@/lib/postbacks/replay-refused';
import { readReceiptFilter } from '@/lib/rules/receipt-filter';
import { isRefusal } from '@/lib/rules/refusal';

await freshDatabase();
const ADMIN = randomUUID();
const REFUSED = readReceiptFilter({ outcome: 'refused' });

/** An integration that has refused so many: the network signed with a secret that it is then told. */
async function refused(count: number): Promise<string> {
  const { integrationKey } = await aCast();
  for (let tx = 0; tx < count; tx += 1) {
    const request = signedGet('theirs', { click_id: 'nobody', tx: `tx-${tx}` });
    // From many addresses: one alone would be taken for somebody who guesses.
    await receivePostback(integrationKey, request, `198.51.100.${tx}`, new Date());
  }
  await db.execute(sql`UPDATE integration SET secret = 'theirs' WHERE key = ${integrationKey}`);
  return integrationKey;
}

async function step(key: string, since: Date, filter = REFUSED): Promise<ReplayStep> {
  const done = await replayRefused(key, filter, since, ADMIN);
  if (isRefusal(done)) throw new Error(done.message);
  return done;
}

test('fifty at a time, until none is left, and none twice', async () => {
  const key = await refused(60);
  const since = await databaseNow();
  expect(await step(key, since)).toMatchObject({ ends: { unmatched: 50 }, isMore: true, stopped: null });
  expect(await step(key, since)).toMatchObject({ ends: { unmatched: 10 }, isMore: false });
  expect(await step(key, since)).toMatchObject({ ends: {}, isMore: false });
  const again = await databaseNow();
  expect(await step(key, again)).toMatchObject({ ends: { duplicate: 50 }, isMore: true });
});

test('only what the filter finds, and only this integration’s', async () => {
  const [key, other] = [await refused(3), await refused(2)];
  const since = await databaseNow();
  expect(await step(key, since, readReceiptFilter({ code: 'stale' }))).toMatchObject({ ends: {} });
  expect(await step(key, since, readReceiptFilter({ tx: 'tx-1' }))).toMatchObject({ ends: { unmatched: 1 } });
  expect(await step(key, since)).toMatchObject({ ends: { unmatched: 2 } });
  expect(await step(other, since)).toMatchObject({ ends: { unmatched: 2 } });
  expect(await replayRefused('no-such-integration', REFUSED, since, ADMIN)).toMatchObject({ refused: 'not-found' });
});

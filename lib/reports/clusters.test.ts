import { expect, test } from 'vitest';
import { aCast, anOffer, DAY, HOUR } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { aDeskTicket } from '@/e2e/support/desk-tickets';
import { db, inTransaction, sql } from '@/lib/foundation/db';
import { findClusters, readCluster, readClusters } from '@/lib/reports/clusters';

await freshDatabase({ except: ['status agrees with the last decision'] });
const cast = await aCast();
const now = new Date('2026-11-21T12:00:00Z');

async function ticketsOf(offerId: string, count: number, ago: number, facts: Parameters<typeof aDeskTicket>[3] = {}) {
  for (let at = 0; at < count; at += 1)
    await aDeskTicket(cast, offerId, now, { ...facts, openedAt: new Date(now.getTime() - ago) });
}

const keyOf = async (id: string) =>
  (await db.query<{ key: string }>(sql`SELECT key FROM offer WHERE id = ${id}::uuid`))[0]!.key;

const found = async () => {
  await inTransaction(findClusters, { at: now });
  return Object.fromEntries((await readClusters()).map(({ offerKey, tickets }) => [offerKey, tickets]));
};

test('five within two days where nobody used to ask are a cluster; four are not', async () => {
  const offer = await anOffer(cast);
  await ticketsOf(offer, 4, HOUR);
  expect(await found()).toEqual({});
  await ticketsOf(offer, 1, 2 * DAY - HOUR, { status: 'DENIED' });
  expect(await found()).toEqual({ [await keyOf(offer)]: 5 });
});

test('what is older than two days or was approved does not count', async () => {
  const offer = await anOffer(cast);
  await ticketsOf(offer, 4, HOUR);
  await ticketsOf(offer, 1, 2 * DAY + HOUR);
  await ticketsOf(offer, 1, HOUR, { status: 'APPROVED' });
  expect(await found()).not.toHaveProperty(await keyOf(offer));
});

test('three times the usual is unusual; a little less is not, however many there are', async () => {
  const offer = await anOffer(cast);
  const key = await keyOf(offer);
  await ticketsOf(offer, 6, HOUR);
  // Two in each of fourteen spans of two days.
  await ticketsOf(offer, 28, 10 * DAY);
  expect(await found()).toMatchObject({ [key]: 6 });
  await ticketsOf(offer, 1, 10 * DAY);
  expect(await found()).not.toHaveProperty(key);
});

test('what is over is found no more', async () => {
  await db.execute(sql`UPDATE ticket SET status = 'CLOSED' WHERE status IN ('OPEN', 'DENIED')`);
  expect(await found()).toEqual({});
});

test('the page of an offer says where its tickets stand', async () => {
  const offer = await anOffer(cast);
  await ticketsOf(offer, 3, HOUR);
  await ticketsOf(offer, 2, HOUR, { columns: { held_at: now, held_reason: 'An outage' } });
  await ticketsOf(offer, 1, HOUR, { status: 'WITH_ADVERTISER' });
  await found();
  expect(await readCluster(await keyOf(offer), now)).toMatchObject({
    usual: 0,
    counts: { open: 3, held: 2, asked: 1, answered: 0, denied: 0, approved: 0 },
  });
  expect(await readCluster('no-such-offer', now)).toBeNull();
});

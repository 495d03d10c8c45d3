import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { beforeEach, expect, test } from 'vitest';
import { aCast, aClick, anOffer, aTicket, aUser, confirm, DAY } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { db, sql } from '@/lib/foundation/db';
import { env } from '@/lib/foundation/env';
import { forgetOldReceipts } from '@/lib/postbacks/forget-old-receipts';
import { readTicketForAgent } from '@/lib/tickets/read-ticket-for-agent';

await freshDatabase();
beforeEach(async () => {
  await db.execute(sql`DELETE FROM setting WHERE key = 'receipts'`);
});

/** Something came at this moment; it lands in the month's partition, or in the default one when there is none. */
async function aReceipt(at: string): Promise<string> {
  const id = randomUUID();
  await db.execute(sql`
    INSERT INTO receipt (id, received_at, integration_key, method, query, outcome)
    VALUES (${id}::uuid, ${at}::timestamptz, 'old', 'GET', '', 'recorded')`);
  return id;
}

async function where(id: string): Promise<string | null> {
  const [row] = await db.query<{ place: string }>(
    sql`SELECT tableoid::regclass::text AS place FROM receipt WHERE id = ${id}::uuid`,
  );
  return row?.place ?? null;
}

const audited = () =>
  db.query<{ after: object }>(sql`SELECT after FROM audit_entry WHERE action = 'forget-receipts' ORDER BY at, id`);

test('thirteen months to the day: the last receipt of a month is forgotten with it, and not a millisecond before', async () => {
  const [first, last, next] = [
    await aReceipt('2025-10-01T00:00:00Z'),
    await aReceipt('2025-10-31T23:59:59.999Z'),
    await aReceipt('2025-11-01T00:00:00Z'),
  ];
  expect(await forgetOldReceipts({ at: new Date('2026-11-30T23:59:59.999Z') })).toEqual([]);
  expect(await where(last)).toBe('receipt_2025_10');
  expect(await forgetOldReceipts({ at: new Date('2026-12-01T00:00:00Z') })).toEqual([
    { month: '2025-10', receipts: 2 },
  ]);
  expect([await where(first), await where(last)]).toEqual([null, null]);
  expect(await where(next)).toBe('receipt_2025_11');
  expect(await audited()).toEqual([{ after: { month: '2025-10', receipts: 2, keepMonths: 13 } }]);
});

test('how long is a setting, and one that cannot be meant deletes nothing early', async () => {
  const keep = (value: unknown) =>
    db.execute(sql`
      INSERT INTO setting (key, value) VALUES ('receipts', ${JSON.stringify(value)}::jsonb)
      ON CONFLICT (key) DO UPDATE SET value = excluded.value`);
  const id = await aReceipt('2031-03-15T12:00:00Z');
  const at = new Date('2031-10-01T00:00:00Z');
  for (const value of [{ keepMonths: 0 }, { keepMonths: -1 }, { keepMonths: '1' }, 'soon', { keepMonths: 7 }]) {
    await keep(value);
    await forgetOldReceipts({ at });
    expect(await where(id), JSON.stringify(value)).toBe('receipt_2031_03');
  }
  await keep({ keepMonths: 6 });
  expect(await forgetOldReceipts({ at })).toContainEqual({ month: '2031-03', receipts: 1 });
  expect(await where(id)).toBeNull();
});

test('what no month was made for is moved into one, and new ones are ready before they are needed', async () => {
  const early = await aReceipt('2035-05-31T23:59:59.999Z');
  const late = await aReceipt('2035-06-01T00:00:00Z');
  expect([await where(early), await where(late)]).toEqual(['receipt_default', 'receipt_default']);
  await forgetOldReceipts({ at: new Date('2035-06-10T03:17:00Z') });
  expect([await where(early), await where(late)]).toEqual(['receipt_2035_05', 'receipt_2035_06']);
  expect(await where(await aReceipt('2035-08-31T23:59:59.999Z'))).toBe('receipt_2035_08');
  expect(await where(await aReceipt('2035-09-01T00:00:00Z'))).toBe('receipt_default');
});

test('a month that somebody is reading is left to the next day, and holds nobody up meanwhile', async () => {
  const id = await aReceipt('2040-01-15T12:00:00Z');
  const at = new Date('2041-03-01T00:00:00Z');
  await db.query(sql`SELECT ensure_receipt_partitions(${at})`);
  const reader = new pg.Client(env.DATABASE_URL);
  await reader.connect();
  try {
    await reader.query('BEGIN');
    await reader.query('SELECT count(*) FROM receipt');
    const [forgotten] = await Promise.all([
      forgetOldReceipts({ at }),
      ...Array.from({ length: 20 }, () => aReceipt('2041-03-01T00:00:00Z')),
    ]);
    expect(forgotten).not.toContainEqual({ month: '2040-01', receipts: 1 });
    expect(await where(id)).toBe('receipt_2040_01');
  } finally {
    await reader.end();
  }
  expect(await forgetOldReceipts({ at })).toContainEqual({ month: '2040-01', receipts: 1 });
});

test('a month that was detached when the worker was killed is dropped by the next run', async () => {
  await aReceipt('2045-01-15T12:00:00Z');
  const at = new Date('2046-03-01T00:00:00Z');
  await db.query(sql`SELECT ensure_receipt_partitions(${at})`);
  await db.query(sql`SELECT detach_receipts('receipt_2045_01')`);
  expect(await forgetOldReceipts({ at })).not.toContainEqual(expect.objectContaining({ month: '2045-01' }));
  expect(await db.query(sql`SELECT to_regclass('receipt_2045_01') AS there`)).toEqual([{ there: null }]);
});

test('what a forgotten receipt proved is for ever: its transaction is a duplicate, its ticket’s page shows it', async () => {
  const cast = await aCast();
  const userId = await aUser(cast);
  const click = await aClick(userId, await anOffer(cast));
  const { number } = await aTicket(userId, click);
  const tx = randomUUID();
  await confirm(cast, click, { tx });
  const [{ now }] = (await db.query<{ now: Date }>(sql`SELECT now()`)) as [{ now: Date }];
  await forgetOldReceipts({ at: new Date(now.getTime() + 430 * DAY) });
  expect(await db.query(sql`SELECT FROM receipt WHERE transaction = ${tx}`)).toEqual([]);
  const ticket = await readTicketForAgent(number);
  expect(ticket!.evidence.confirmations).toMatchObject([{ transaction: tx, state: 'COMPLETED' }]);
  expect(ticket!.evidence.refused).toEqual([]);
  const again = await confirm(cast, click, { tx });
  expect('answer' in again && JSON.parse(again.answer.body).outcome).toBe('duplicate');
});

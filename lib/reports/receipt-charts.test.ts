import { beforeEach, expect, test } from 'vitest';
import { aCast, aClick, anOffer, aUser, confirm, DAY, HOUR } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { db, inTransaction, sql } from '@/lib/foundation/db';
import { DELAYS, readDelays, readReceiptCharts } from '@/lib/reports/receipt-charts';
import { forgetOldTallies, tallyReceipts } from '@/lib/reports/tally-receipts';

await freshDatabase();
const NOW = new Date('2026-11-21T12:34:56Z');
/** What one test has tallied is not looked at again by the next. */
beforeEach(async () => {
  await db.execute(sql`DELETE FROM setting WHERE key = 'receipts-tallied-until'`);
  await db.execute(sql`DELETE FROM receipt_hour`);
});

const ago = (ms: number) => new Date(NOW.getTime() - ms);

async function anIntegration(): Promise<string> {
  const { integrationKey } = await aCast();
  const [row] = await db.query<{ id: string }>(sql`SELECT id FROM integration WHERE key = ${integrationKey}`);
  return row!.id;
}

async function receipts(
  id: string,
  count: number,
  at: Date,
  outcome = 'recorded',
  more: { code?: string; click?: string } = {},
) {
  await db.execute(sql`
    INSERT INTO receipt (received_at, integration_id, integration_key, method, query, outcome, code, click_id)
    SELECT ${at}, ${id}::uuid, 'x', 'GET', '', ${outcome}, ${more.code ?? null}, ${more.click ?? 'c'}
      FROM generate_series(1, ${count}::int)`);
}

const total = ({ bars }: { bars: { counts: Record<string, number> }[] }, outcome: string) =>
  bars.reduce((sum, { counts }) => sum + counts[outcome]!, 0);

test('each receipt is counted once, tallied or not, whoever tallies and however often', async () => {
  const id = await anIntegration();
  await receipts(id, 5, ago(3 * HOUR));
  await receipts(id, 3, ago(3 * HOUR), 'refused', { code: 'stale' });
  await receipts(id, 2, ago(30_000));
  const seen = async () => {
    const charts = await readReceiptCharts(id, '24h', NOW);
    return [total(charts, 'recorded'), total(charts, 'refused'), charts.refusals];
  };
  const all = [7, 3, [{ code: 'stale', count: 3 }]];
  expect(await seen()).toEqual(all);
  await Promise.all([tallyReceipts({ at: NOW }), tallyReceipts({ at: NOW })]);
  expect(await seen()).toEqual(all);
  await tallyReceipts({ at: new Date(NOW.getTime() + HOUR) });
  expect(await seen()).toEqual(all);
});

test('bars are hours of a day or days of a month, and what is older stands in none', async () => {
  const id = await anIntegration();
  await receipts(id, 1, new Date('2026-11-21T12:00:00Z'));
  await receipts(id, 1, new Date('2026-11-21T11:59:59Z'));
  await receipts(id, 1, new Date('2026-11-20T12:59:59Z'));
  await receipts(id, 1, new Date('2026-10-22T23:59:59Z'));
  const day = await readReceiptCharts(id, '24h', NOW);
  expect(day.bars).toHaveLength(24);
  expect(day.bars.slice(-2).map(({ counts }) => counts.recorded)).toEqual([1, 1]);
  expect(total(day, 'recorded')).toBe(2);
  expect(total(await readReceiptCharts(id, '7d', NOW), 'recorded')).toBe(3);
  expect(total(await readReceiptCharts(id, '30d', NOW), 'recorded')).toBe(3);
});

test('samples are left out, before and after they would have been tallied', async () => {
  const id = await anIntegration();
  await receipts(id, 4, ago(HOUR), 'unmatched', { click: 'sample-1' });
  expect(total(await readReceiptCharts(id, '24h', NOW), 'unmatched')).toBe(0);
  await tallyReceipts({ at: new Date(NOW.getTime() + 2 * HOUR) });
  expect(total(await readReceiptCharts(id, '24h', NOW), 'unmatched')).toBe(0);
});

test('how long confirmations take, and which still wait for their click', async () => {
  const cast = await aCast();
  const [row] = await db.query<{ id: string }>(sql`SELECT id FROM integration WHERE key = ${cast.integrationKey}`);
  for (const delay of [30_000, 2 * HOUR, 30 * DAY])
    await confirm(cast, await aClick(await aUser(cast), await anOffer(cast), { ago: delay }));
  await confirm(cast, 'nobody');
  const delays = await readDelays(row!.id, new Date(Date.now() - DAY));
  expect(delays).toMatchObject({ sampled: 3, waiting: 1 });
  expect(delays.counts).toEqual([1, 0, 0, 1, 0, 0, 0, 1]);
  expect(delays.counts).toHaveLength(DELAYS.length + 1);
  expect(delays.medianMs! / HOUR).toBeCloseTo(2, 1);
});

test('tallies are forgotten with their receipts', async () => {
  const id = await anIntegration();
  const hour = (days: number) => sql`
    INSERT INTO receipt_hour (integration_id, hour, outcome, count) VALUES (${id}::uuid, ${ago(days * DAY)}, 'recorded', 1)`;
  await db.execute(hour(401));
  await db.execute(hour(399));
  await inTransaction(forgetOldTallies, { at: NOW });
  expect(await db.query(sql`SELECT 1 FROM receipt_hour WHERE integration_id = ${id}::uuid`)).toHaveLength(1);
});

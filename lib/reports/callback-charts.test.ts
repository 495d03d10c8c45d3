/** The charts of an app's callbacks: by hour, by delay, by reason; and whose servers are silent. */
import { expect, test } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import { aGrantedApp, GRANTED_BY_HAND, grantMany } from '@/e2e/support/granted';
import { db, sql } from '@/lib/foundation/db';
import { readCallbackCharts, readFailingApps } from '@/lib/reports/callback-charts';

await freshDatabase({
  except: [
    ...GRANTED_BY_HAND,
    'time runs forward',
    'acknowledged means the publisher said so',
    'no callback due for more than 5 minutes',
  ],
});

const NOW = new Date('2026-11-20T12:30:00Z');
const MINUTE = 60_000;
const before = (minutes: number) => new Date(NOW.getTime() - minutes * MINUTE);

test('each callback stands in the hour of its promise, as what has become of it', async () => {
  const { cast, ...rest } = await aGrantedApp();
  const [quick, slow, waiting, old] = await grantMany({ cast, ...rest }, 4);
  const set = (id: string | undefined, at: Date, delayMs: number | null, reason: string | null = null) =>
    db.execute(sql`
      UPDATE callback SET created_at = ${at}, next_at = NULL, status = ${delayMs === null ? 'FAILED' : 'ACKNOWLEDGED'},
             acknowledged_at = ${delayMs === null ? null : new Date(at.getTime() + delayMs)}::timestamptz,
             last_reason = ${reason} WHERE id = ${id}::uuid`);
  await set(quick, before(10), 2_000);
  await set(slow, before(70), 2 * 60 * MINUTE);
  await set(waiting, before(71), null, 'answered 500');
  await set(old, before(26 * 60), 1_000);
  const day = await readCallbackCharts(cast.appId, '24h', NOW);
  expect(day.bars).toHaveLength(24);
  expect(day.bars.at(-1)).toEqual({
    from: new Date('2026-11-20T12:00Z'),
    counts: { PENDING: 0, ACKNOWLEDGED: 1, FAILED: 0, CANCELLED: 0 },
  });
  expect(day.bars.at(-2)!.counts).toEqual({ PENDING: 0, ACKNOWLEDGED: 1, FAILED: 1, CANCELLED: 0 });
  expect(day.delays).toEqual([1, 0, 0, 1, 0, 0, 0, 0]);
  expect(day).toMatchObject({ medianMs: 2_000, ninetiethMs: 2 * 60 * MINUTE, isComplete: true });
  expect(day.reasons).toEqual([{ reason: 'answered 500', count: 1 }]);
  const week = await readCallbackCharts(cast.appId, '7d', NOW);
  expect(week.bars.at(-2)!.counts.ACKNOWLEDGED).toBe(1);
  expect(week.delays[0]).toBe(2);
});

test('an app without callbacks has empty charts', async () => {
  const { cast } = await aGrantedApp();
  expect(await readCallbackCharts(cast.appId, '30d', NOW)).toMatchObject({ medianMs: null, reasons: [] });
});

test('silent games are listed, the longest silent first, with what waits for them', async () => {
  const [one, other] = [await aGrantedApp(), await aGrantedApp()];
  await grantMany(one, 2);
  const silence = (id: string, at: Date) =>
    db.execute(sql`UPDATE app SET callback_failing_since = ${at} WHERE id = ${id}::uuid`);
  await silence(one.cast.appId, before(5));
  await silence(other.cast.appId, before(500));
  expect(await readFailingApps()).toMatchObject([
    { key: other.cast.appKey, waiting: 0, isPaused: false },
    { key: one.cast.appKey, waiting: 2 },
  ]);
});

/** The table of settings says what its readers do. */
import { expect, test } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import { saveAgent } from '@/lib/accounts/agents';
import { listSettings, saveSetting } from '@/lib/accounts/settings';
import { db, sql } from '@/lib/foundation/db';
import { parseUsd } from '@/lib/rules/money';
import { DEFAULT_FLOOR } from '@/lib/rules/money-breaker';
import { isRefusal } from '@/lib/rules/refusal';
import { SETTINGS, type SettingKey } from '@/lib/rules/settings';
import { readFourEyesLimit } from '@/lib/tickets/four-eyes';
import { readUndoSeconds } from '@/lib/tickets/intents';
import { readPolicy } from '@/lib/tickets/policy';

await freshDatabase();

const NOON = new Date('2026-11-20T12:00:00.000Z');
const made = await saveAgent(
  { email: 'admin@example.com', name: 'Ada', role: 'admin', password: 'correct horse battery' },
  NOON,
);
if (isRefusal(made)) throw new Error(made.message);
const by = made;

const save = (key: SettingKey, texts: Record<string, string>, version: number) =>
  saveSetting({ key, typed: (name) => texts[name] ?? '', version, by }, NOON);

test('what holds while nobody has set anything is what the readers do', async () => {
  const { automation, fourEyes, undoSeconds, breaker } = SETTINGS;
  expect(await readPolicy(db)).toEqual({ limitMicros: parseUsd(automation.usual.limitUsd), graceMs: 0 });
  expect(await readFourEyesLimit(db)).toBe(parseUsd(fourEyes.usual.aboveUsd!));
  expect(await readUndoSeconds(db)).toBe(undoSeconds.usual);
  expect(DEFAULT_FLOOR).toEqual({ count: breaker.usual.perHour, micros: parseUsd(breaker.usual.usdPerHour) });
});

test('what is saved is what the readers read from then on', async () => {
  expect(await save('automation', { limitUsd: '7.50', graceMinutes: '30' }, 0)).toBeNull();
  expect(await readPolicy(db)).toEqual({ limitMicros: 7_500_000n, graceMs: 30 * 60_000 });
  expect(await save('fourEyes', { aboveUsd: '' }, 0)).toBeNull();
  expect(await readFourEyesLimit(db)).toBeNull();
  expect(await save('undoSeconds', { seconds: '0' }, 0)).toBeNull();
  expect(await readUndoSeconds(db)).toBe(0);
});

test('what somebody else has changed meanwhile is not overwritten, also not by two at the same time', async () => {
  const both = await Promise.all(['7', '9'].map((keepMonths) => save('receipts', { keepMonths }, 0)));
  expect(both.filter(isRefusal)).toMatchObject([{ refused: 'version-changed' }]);
  expect(await save('receipts', { keepMonths: '24' }, 0)).toMatchObject({ refused: 'version-changed' });
  expect(await save('receipts', { keepMonths: '24' }, 1)).toBeNull();
  const row = (await listSettings()).find(({ key }) => key === 'receipts');
  expect(row).toMatchObject({ texts: { keepMonths: '24' }, version: 2 });
});

test('what is out of bounds changes nothing and is named; each change is in the audit log', async () => {
  expect(await save('breaker', { perHour: '0', usdPerHour: '5' }, 0)).toMatchObject({ details: { out: ['perHour'] } });
  expect(await save('breaker', { perHour: '10', usdPerHour: '5' }, 0)).toBeNull();
  const entries = await db.query(
    sql`SELECT before, after, actor_id FROM audit_entry WHERE subject = 'setting:breaker'`,
  );
  expect(entries).toEqual([
    { before: { value: null }, after: { value: { perHour: 10, usdPerHour: '5.00' } }, actorId: by.id },
  ]);
});

test('what cannot be meant is not followed: the usual limits hold instead', async () => {
  const put = (key: string, value: unknown) =>
    db.execute(sql`
      INSERT INTO setting (key, value) VALUES (${key}, ${JSON.stringify(value)}::jsonb)
      ON CONFLICT (key) DO UPDATE SET value = excluded.value`);
  for (const limitUsd of ['0', '1000.01', 'all', null]) {
    await put('automation', { limitUsd, graceMinutes: 0 });
    expect((await readPolicy(db)).limitMicros, String(limitUsd)).toBe(5_000_000n);
  }
  await put('automation', { limitUsd: '1000.00' });
  expect(await readPolicy(db)).toEqual({ limitMicros: 1_000_000_000n, graceMs: 0 });
  for (const aboveUsd of ['0', '-1', {}]) {
    await put('fourEyes', { aboveUsd });
    expect(await readFourEyesLimit(db), String(aboveUsd)).toBe(100_000_000n);
  }
});

import { beforeEach, expect, test } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import { auditEntries } from '@/lib/foundation/audit';
import { db, inTransaction, sql } from '@/lib/foundation/db';
import { forgetOldAudit } from '@/lib/reports/forget-old-audit';
import { sealAudit, verifyAudit } from '@/lib/reports/seal-audit';

await freshDatabase();

const SEALED = new Date('2026-03-10T10:00:00.000Z');
const MILLISECOND = 1;
let written = 0;

/** One more entry under a seal of its own, made at this instant. */
async function sealedAt(at: Date): Promise<string> {
  written += 1;
  const subject = `thing:${written}`;
  const entry = { actor: { kind: 'AUTO' as const, id: null }, action: 'change', subject };
  await inTransaction((tx) => auditEntries(tx, [entry]), { at: new Date(at.getTime() - 3_600_000) });
  await sealAudit({ at });
  return subject;
}

const kept = async () =>
  (await db.query<{ subject: string }>(sql`SELECT subject FROM audit_entry ORDER BY id`)).map(({ subject }) => subject);

const keepMonths = (months: unknown) =>
  db.execute(sql`
    INSERT INTO setting (key, value) VALUES ('audit', ${JSON.stringify({ keepMonths: months })}::jsonb)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value`);

beforeEach(async () => {
  await db.execute(sql`TRUNCATE audit_entry, audit_seal`);
  await db.execute(sql`DELETE FROM setting WHERE key = 'audit'`);
});

test('two years to the millisecond are kept, one more is forgotten, and the log says so', async () => {
  const subject = await sealedAt(SEALED);
  const inTwoYears = new Date('2028-03-10T10:00:00.000Z');
  expect(await forgetOldAudit({ at: inTwoYears })).toBe(0);
  expect(await kept()).toEqual([subject]);
  expect(await forgetOldAudit({ at: new Date(inTwoYears.getTime() + MILLISECOND) })).toBe(1);
  expect(await kept()).toEqual(['audit:log']);
  const [entry] = await db.query<{ after: object }>(sql`SELECT after FROM audit_entry`);
  expect(entry!.after).toMatchObject({ entries: 1, keepMonths: 24 });
});

test('what is younger stays, and its chain is whole', async () => {
  await sealedAt(SEALED);
  const younger = await sealedAt(new Date('2026-04-10T10:00:00.000Z'));
  expect(await forgetOldAudit({ at: new Date('2028-03-20T10:00:00.000Z') })).toBe(1);
  expect(await kept()).toEqual([younger, 'audit:log']);
  expect(await verifyAudit()).toMatchObject({ intact: true, seals: 2 });
});

test('the months are a setting; what cannot be meant deletes nothing early', async () => {
  await sealedAt(SEALED);
  const inThirteenMonths = new Date('2027-04-11T10:00:00.000Z');
  for (const odd of [0, 11, -3, 'soon', null]) {
    await keepMonths(odd);
    expect(await forgetOldAudit({ at: inThirteenMonths }), String(odd)).toBe(0);
  }
  await keepMonths(12);
  expect(await forgetOldAudit({ at: inThirteenMonths })).toBe(1);
});

test('more seals than are taken at once all go in one night', async () => {
  for (let minute = 0; minute < 25; minute += 1) await sealedAt(new Date(SEALED.getTime() + minute * 60_000));
  expect(await forgetOldAudit({ at: new Date('2028-04-10T10:00:00.000Z') })).toBe(25);
  expect(new Set(await kept())).toEqual(new Set(['audit:log']));
});

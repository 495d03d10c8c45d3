import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import { db, sql } from '@/lib/foundation/db';
import { forgetOldMail } from '@/lib/tickets/forget-old-mail';

await freshDatabase();

const NOW = new Date('2026-11-20T12:00:00Z');
const DAY = 24 * 3_600_000;

beforeEach(async () => {
  await db.execute(sql`TRUNCATE inbound_email`);
});

/** `short`: this many milliseconds less than so many days ago. */
async function aMail(outcome: string, days: number, short: number): Promise<string> {
  const [mail] = await db.query<{ id: string }>(sql`
    INSERT INTO inbound_email (received_at, door, raw_hash, raw, size, class, outcome, said)
    VALUES (${new Date(NOW.getTime() - days * DAY + short)}, 'smtp', ${randomUUID()}, ${Buffer.from('x')}, 1, 'person',
            ${outcome}, 'words') RETURNING id`);
  return mail!.id;
}

async function left(id: string): Promise<{ said: string; raw: Buffer | null } | null> {
  const [mail] = await db.query<{ said: string; raw: Buffer | null }>(
    sql`SELECT said, raw FROM inbound_email WHERE id = ${id}::uuid`,
  );
  return mail ?? null;
}

test.each([['SUSPENDED'], ['REJECTED']])('%s mail goes after 90 days, not a millisecond earlier', async (outcome) => {
  const [old, young] = [await aMail(outcome, 90, 0), await aMail(outcome, 90, 1)];
  expect(await forgetOldMail({ at: NOW })).toEqual({ purged: 1, originals: 0 });
  expect(await left(old)).toBeNull();
  expect(await left(young)).toMatchObject({ said: 'words' });
});

test.each([['ATTACHED'], ['RECORDED'], ['DROPPED']])(
  'the original of %s mail goes after 180 days, not a millisecond earlier; the rest stays',
  async (outcome) => {
    const [old, young] = [await aMail(outcome, 180, 0), await aMail(outcome, 180, 1)];
    expect(await forgetOldMail({ at: NOW })).toEqual({ purged: 0, originals: 1 });
    expect(await left(old)).toEqual({ said: 'words', raw: null });
    expect((await left(young))?.raw).not.toBeNull();
  },
);

test('what nobody has read yet stays, however old', async () => {
  const id = await aMail('RECEIVED', 400, 0);
  expect(await forgetOldMail({ at: NOW })).toEqual({ purged: 0, originals: 0 });
  expect((await left(id))?.raw).not.toBeNull();
});

test('more than one helping', async () => {
  await db.execute(sql`
    INSERT INTO inbound_email (received_at, door, raw_hash, raw, size, class, outcome)
    SELECT ${new Date(NOW.getTime() - 200 * DAY)}, 'smtp', n::text, 'x', 1, 'person',
           CASE WHEN n <= 1000 THEN 'SUSPENDED' ELSE 'ATTACHED' END FROM generate_series(1, 2100) n`);
  expect(await forgetOldMail({ at: NOW })).toEqual({ purged: 1_000, originals: 1_100 });
});

/** The log of an app's callbacks, and what is told of one. */
import { expect, test } from 'vitest';
import { aClick, anOffer, aTicket, aUser, confirm } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { acknowledgeAll, aGrantedApp, GRANTED_BY_HAND, type GrantedApp, grantMany } from '@/e2e/support/granted';
import { db, inTransaction, sql } from '@/lib/foundation/db';
import { countNewerCallbacks, countWaiting, listCallbacksOfApp } from '@/lib/rewards/callback-log';
import { reverseGrant } from '@/lib/rewards/grant-reward';
import { readCallbackOfApp } from '@/lib/rewards/read-callback';
import { readCallbackFilter } from '@/lib/rules/callback-filter';
import { FIRST_ID, readCursor } from '@/lib/rules/cursor';

await freshDatabase({ except: [...GRANTED_BY_HAND, 'attempts are all on file', 'time runs forward'] });

const list = async ({ cast }: GrantedApp, given: Record<string, string> = {}) =>
  (await listCallbacksOfApp(cast.appId, readCallbackFilter(given), null)).shown.map(({ id }) => id);

async function fail(callbackId: string): Promise<void> {
  await db.execute(sql`
    UPDATE callback SET status = 'FAILED', next_at = NULL, failed_at = now(), last_reason = 'answered 500'
     WHERE id = ${callbackId}::uuid`);
}

test('pages go on where the last one ended, though many were promised in the same instant', async () => {
  const app = await aGrantedApp();
  const made = await grantMany(app, 120);
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await listCallbacksOfApp(
      app.cast.appId,
      readCallbackFilter({}),
      cursor === null ? null : readCursor(cursor),
    );
    seen.push(...page.shown.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor);
  expect(seen).toEqual(made.toReversed());
  expect(await countWaiting(app.cast.appId)).toBe(120);
});

test('each filter finds its callbacks and no others', async () => {
  const [app, other] = [await aGrantedApp(), await aGrantedApp()];
  await grantMany(other, 1);
  const [pending, failed, acknowledged, reversed] = (await grantMany(app, 4)) as [string, string, string, string];
  await acknowledgeAll([acknowledged, reversed]);
  await fail(failed);
  const read = (id: string) => readCallbackOfApp(app.cast.appId, id);
  const { grantId } = (await read(reversed))!;
  await inTransaction((tx) => reverseGrant(tx, grantId, { confirmationId: null, reason: 'fraud' }));
  const [reversal] = await list(app, { kind: 'REVERSAL' });
  expect(await list(app)).toHaveLength(5);
  expect(await list(app, { status: 'PENDING' })).toEqual([reversal, pending]);
  expect(await list(app, { status: 'FAILED' })).toEqual([failed]);
  expect(await list(app, { status: 'CANCELLED' })).toEqual([]);
  expect(await list(app, { status: 'ACKNOWLEDGED' })).toEqual([reversed, acknowledged]);
  expect(await list(app, { status: 'PENDING', kind: 'REWARD' })).toEqual([pending]);
  expect(await list(app, { user: (await read(failed))!.user })).toEqual([failed]);
  expect(await list(app, { user: (await read(reversed))!.user })).toEqual([reversal, reversed]);
  expect(await list(app, { user: 'nobody' })).toEqual([]);
  const day = 24 * 3600_000;
  const inADay = new Date(Date.now() + day).toISOString().slice(0, 16);
  expect(await list(app, { from: inADay })).toEqual([]);
  expect(await list(app, { to: inADay })).toHaveLength(5);
});

test('a ticket leads to the callbacks of its steps, and they lead to it', async () => {
  const app = await aGrantedApp();
  await grantMany(app, 2);
  const user = await aUser(app.cast);
  const click = await aClick(user, await anOffer(app.cast));
  const ticket = await aTicket(user, click);
  await confirm(app.cast, click);
  const { shown } = await listCallbacksOfApp(app.cast.appId, readCallbackFilter({ ticket: ticket.number }), null);
  expect(shown).toMatchObject([{ ticket: ticket.number, kind: 'REWARD' }]);
  expect(await list(app, { ticket: 'MG-0000-0000' })).toEqual([]);
});

test('what is newer than the page, or was tried since it was seen, is counted', async () => {
  const app = await aGrantedApp();
  const filter = readCallbackFilter({});
  const [first] = await grantMany(app, 1);
  const { createdAt } = (await readCallbackOfApp(app.cast.appId, first!))!;
  const top = { at: createdAt, id: first! };
  const count = (seenAt: Date) => countNewerCallbacks(app.cast.appId, filter, top, seenAt);
  const seenAt = new Date(Date.now() + 60_000);
  expect(await count(seenAt)).toBe(0);
  await grantMany(app, 3);
  expect(await count(seenAt)).toBe(3);
  await acknowledgeAll([first!]);
  expect(await count(seenAt)).toBe(3);
  expect(await count(new Date(Date.now() - 60_000))).toBe(4);
  const nothing = readCallbackFilter({ status: 'FAILED' });
  expect(await countNewerCallbacks(app.cast.appId, nothing, { at: createdAt, id: FIRST_ID }, seenAt)).toBe(0);
});

test('one callback says what it is about, every attempt, and until when it is tried', async () => {
  const app = await aGrantedApp();
  const [id] = await grantMany(app, 1);
  const read = async () => (await readCallbackOfApp(app.cast.appId, id!))!;
  const before = await read();
  expect(before).toMatchObject({
    status: 'PENDING',
    taskKey: 'level-10',
    rewardAmount: 3500n,
    tried: [],
    ticket: null,
  });
  const hours = (before.triesUntil!.getTime() - before.nextAt!.getTime()) / 3600_000;
  expect(hours).toBeGreaterThan(36);
  expect(hours).toBeLessThan(48);
  await acknowledgeAll([id!]);
  expect(await read()).toMatchObject({
    status: 'ACKNOWLEDGED',
    triesUntil: null,
    tried: [{ attemptNo: 1, httpStatus: 200, answer: 'OK', outcome: 'acknowledged', durationMs: 40 }],
  });
});

test('a callback of another app, or none, is not found', async () => {
  const [app, other] = [await aGrantedApp(), await aGrantedApp()];
  const [id] = await grantMany(app, 1);
  expect(await readCallbackOfApp(other.cast.appId, id!)).toBeNull();
  expect(await readCallbackOfApp(app.cast.appId, 'nothing')).toBeNull();
});

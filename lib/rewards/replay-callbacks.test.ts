/** A filtered set is told again: counted before, in helpings, resumable, to be stopped; the same event ids. */
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import { acknowledgeAll, aGrantedApp, GRANTED_BY_HAND, type GrantedApp, grantMany } from '@/e2e/support/granted';
import { db, inTransaction, sql } from '@/lib/foundation/db';
import { reverseGrant } from '@/lib/rewards/grant-reward';
import { replayCallback } from '@/lib/rewards/replay-callback';
import {
  cancelReplay,
  countReplayable,
  goOnReplaying,
  readLatestReplay,
  startReplay,
  wakeReplays,
} from '@/lib/rewards/replay-callbacks';
import { readCallbackFilter } from '@/lib/rules/callback-filter';

await freshDatabase({ except: [...GRANTED_BY_HAND, 'time runs forward'] });

const [agent] = await db.query<{ id: string }>(sql`
  INSERT INTO agent (email, name, role) VALUES ('lea@example.com', 'Lea', 'lead') RETURNING id`);
const agentId = agent!.id;

const start = ({ cast }: GrantedApp, expected: number, given: Record<string, string> = {}) =>
  startReplay({ appKey: cast.appKey, filter: readCallbackFilter(given), expected, agentId });

type Row = { id: string; eventId: string; refires: number; status: string };

const rowsOf = ({ cast }: GrantedApp) =>
  db.query<Row>(sql`SELECT id, event_id, refires, status FROM callback WHERE app_id = ${cast.appId}::uuid ORDER BY id`);

const refired = async (app: GrantedApp) => (await rowsOf(app)).filter(({ refires }) => refires > 0).length;

/** The lane tells what is in it. */
async function drain(app: GrantedApp): Promise<void> {
  await acknowledgeAll((await rowsOf(app)).filter(({ status }) => status === 'PENDING').map(({ id }) => id));
}

test('a set of 250 is told again in helpings, each when the lane has told the one before, with the ids they had', async () => {
  const app = await aGrantedApp();
  await acknowledgeAll(await grantMany(app, 250));
  const before = await rowsOf(app);
  expect(await start(app, 250)).toMatchObject({ id: expect.any(String) });

  expect(await goOnReplaying(app.cast.appId)).toBe(100);
  expect(await goOnReplaying(app.cast.appId)).toBe(0);
  expect(await readLatestReplay(app.cast.appId)).toMatchObject({ status: 'RUNNING', total: 250, replayed: 100 });

  await drain(app);
  expect(await goOnReplaying(app.cast.appId)).toBe(100);
  await drain(app);
  expect(await goOnReplaying(app.cast.appId)).toBe(50);
  expect(await readLatestReplay(app.cast.appId)).toMatchObject({ status: 'DONE', replayed: 250, startedBy: 'Lea' });
  expect(await goOnReplaying(app.cast.appId)).toBe(0);
  await drain(app);

  const after = await rowsOf(app);
  expect(after.map(({ id, eventId }) => [id, eventId])).toEqual(before.map(({ id, eventId }) => [id, eventId]));
  expect(after.every(({ refires }) => refires === 1)).toBe(true);
});

test('what was withdrawn or taken back is left out, and what came after the start too', async () => {
  const app = await aGrantedApp();
  const [told, takenBack, withdrawn] = (await grantMany(app, 3)) as [string, string, string];
  await acknowledgeAll([told, takenBack]);
  const reverse = async (id: string) => {
    const [row] = await db.query<{ grantId: string }>(sql`SELECT grant_id FROM callback WHERE id = ${id}::uuid`);
    await inTransaction((tx) => reverseGrant(tx, row!.grantId, { confirmationId: null, reason: null }));
  };
  await reverse(takenBack);
  await reverse(withdrawn);
  await drain(app);
  // The reward that was told, and the reversal of the one that was taken back.
  const filter = readCallbackFilter({});
  expect(await countReplayable(app.cast.appId, filter, new Date())).toEqual({ total: 2, acknowledged: 2 });
  expect(await countReplayable(app.cast.appId, readCallbackFilter({ kind: 'REWARD' }), new Date())).toEqual({
    total: 1,
    acknowledged: 1,
  });
  await start(app, 2);
  await db.query(sql`SELECT pg_sleep(0.01)`);
  await grantMany(app, 5);
  expect(await goOnReplaying(app.cast.appId)).toBe(2);
  expect(await refired(app)).toBe(2);
});

test('a hold goes on: neither it nor its reward is replayed', async () => {
  const app = await aGrantedApp();
  const [held] = await grantMany(app, 1);
  await db.execute(sql`
    UPDATE callback SET held_until = now() + interval '1 hour', next_at = now() + interval '1 hour' WHERE id = ${held}::uuid`);
  expect(await start(app, 1)).toMatchObject({ refused: 'malformed' });
});

test('a set that has another size than the one that was confirmed is not started', async () => {
  const app = await aGrantedApp();
  await acknowledgeAll(await grantMany(app, 2));
  expect(await start(app, 1)).toMatchObject({ refused: 'conflict' });
  expect(await start(app, 2, { status: 'FAILED' })).toMatchObject({ refused: 'malformed' });
  expect(await startReplay({ appKey: 'nothing', filter: readCallbackFilter({}), expected: 2, agentId })).toMatchObject({
    refused: 'not-found',
  });
  expect(await readLatestReplay(app.cast.appId)).toBeNull();
  expect(await start(app, 2)).toMatchObject({ id: expect.any(String) });
});

test('one set at a time; a stopped one stays as far as it came, and another can start', async () => {
  const app = await aGrantedApp();
  await acknowledgeAll(await grantMany(app, 150));
  await start(app, 150);
  expect(await start(app, 150)).toMatchObject({ refused: 'conflict' });
  await goOnReplaying(app.cast.appId);
  expect(await cancelReplay(app.cast.appKey, agentId)).toMatchObject({ id: expect.any(String) });
  await drain(app);
  expect(await goOnReplaying(app.cast.appId)).toBe(0);
  expect(await refired(app)).toBe(100);
  expect(await cancelReplay(app.cast.appKey, agentId)).toMatchObject({ refused: 'conflict' });
  expect(await start(app, 150)).toMatchObject({ id: expect.any(String) });
  const entries = await db.query<{ action: string; after: object }>(sql`
    SELECT action, after FROM audit_entry WHERE subject = ${`app:${app.cast.appKey}`} ORDER BY at, id`);
  expect(entries).toMatchObject([
    { action: 'replay-callbacks', after: { total: 150, acknowledged: 150 } },
    { action: 'cancel-replay-callbacks', after: { replayed: 100 } },
    { action: 'replay-callbacks' },
  ]);
});

test('a paused app waits, and goes on when it is resumed; one knock per app is on its way', async () => {
  const app = await aGrantedApp();
  await acknowledgeAll(await grantMany(app, 1));
  const pause = (isPaused: boolean) =>
    db.execute(sql`
      UPDATE app SET callback_paused_at = ${isPaused ? new Date() : null}::timestamptz WHERE id = ${app.cast.appId}::uuid`);
  await start(app, 1);
  await pause(true);
  expect(await goOnReplaying(app.cast.appId)).toBe(0);
  expect(await readLatestReplay(app.cast.appId)).toMatchObject({ status: 'RUNNING', replayed: 0 });
  await inTransaction(wakeReplays);
  await inTransaction(wakeReplays);
  expect(
    await db.query(sql`SELECT FROM graphile_worker.jobs WHERE key = ${`replay-callbacks:${app.cast.appId}`}`),
  ).toHaveLength(1);
  await pause(false);
  expect(await goOnReplaying(app.cast.appId)).toBe(1);
  expect(await readLatestReplay(app.cast.appId)).toMatchObject({ status: 'DONE', replayed: 1 });
});

test('one that was acknowledged is told again by a person only when that is meant, and only in its own app', async () => {
  const [app, other] = [await aGrantedApp(), await aGrantedApp()];
  const [id] = await grantMany(app, 1);
  await acknowledgeAll([id!]);
  const replay = (appKey: string, evenIfAcknowledged: boolean) =>
    replayCallback(id!, { kind: 'AGENT', id: agentId }, { appKey, evenIfAcknowledged });
  expect(await replay(app.cast.appKey, false)).toMatchObject({ refused: 'conflict' });
  expect(await replay(other.cast.appKey, true)).toMatchObject({ refused: 'not-found' });
  expect(await replay(app.cast.appKey, true)).toMatchObject({ status: 'PENDING', replays: 1 });
  expect(await replayCallback(randomUUID(), { kind: 'AGENT', id: agentId })).toMatchObject({ refused: 'not-found' });
});

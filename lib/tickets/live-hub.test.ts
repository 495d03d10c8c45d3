import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { aCast, aClick, anOffer, aTicket, aUser } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { endAgentSession, startAgentSession } from '@/lib/accounts/agent-sessions';
import { db, sql } from '@/lib/foundation/db';
import type { LiveCursor } from '@/lib/rules/live-cursor';
import { forgetOldLiveEvents, liveCursorFor, liveCursorNow, readLiveEvents } from '@/lib/tickets/live-events';
import { closeLiveHub, type Follower, followLive } from '@/lib/tickets/live-hub';

const url = await freshDatabase();
const cast = await aCast();
const offerId = await anOffer(cast);

async function someTicket(): Promise<string> {
  const userId = await aUser(cast);
  return (await aTicket(userId, await aClick(userId, offerId))).number;
}
const numbers = [await someTicket(), await someTicket(), await someTicket()] as const;
const [one, two, three] = numbers;

afterEach(closeLiveHub);

/** Another process at work, with transactions that stay open. */
const others: pg.Client[] = [];
afterAll(() => Promise.all(others.map((client) => client.end())));
async function another(): Promise<pg.Client> {
  const client = new pg.Client(url);
  await client.connect();
  others.push(client);
  return client;
}

const NOW = new Date();
const FROM = { ip: null, userAgent: null };
const touch = 'UPDATE ticket SET version = version + 1 WHERE number = $1';
const change = (number: string) => db.execute(sql`UPDATE ticket SET version = version + 1 WHERE number = ${number}`);

/** Goes along from a cursor, and writes down what it is told. */
async function aFollower(cursor: LiveCursor | null, sessionId = 'somebody') {
  const heard: (string | null)[] = [];
  let last = cursor;
  let isClosed = false;
  const follower: Follower = {
    sessionId,
    tell: (events) => {
      for (const event of events) {
        heard.push(event.kind === 'many' ? 'many' : event.number);
        last = event.cursor;
      }
    },
    showPresent: () => undefined,
    close: () => {
      isClosed = true;
    },
  };
  const leave = await followLive(cursor, follower);
  return { heard, leave, last: () => last, isClosed: () => isClosed };
}

const soon = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 8_000, interval: 20 });

test('a change is told with the version and the status it has, and nothing about a person', async () => {
  const cursor = await liveCursorNow();
  await change(one);
  const { events } = await readLiveEvents(cursor, 10);
  expect(events).toEqual([
    { cursor: expect.anything(), kind: 'ticket', number: one, version: expect.any(Number), status: expect.any(String) },
  ]);
});

test('what began first and is committed last is not skipped', async () => {
  const [early, late] = [await another(), await another()];
  const { heard } = await aFollower(await liveCursorNow());
  await early.query('BEGIN');
  await early.query(touch, [one]);
  await late.query('BEGIN');
  await late.query(touch, [two]);
  await late.query('COMMIT');
  // The later one could be read by now; it waits for the earlier one, or a cursor behind it would skip that.
  await wait(300);
  expect(heard).toEqual([]);
  await early.query('COMMIT');
  await soon(() => expect(heard).toEqual([one, two]));
});

test('what an open transaction held back is told when that is rolled back, though nobody says so', async () => {
  const [open, done] = [await another(), await another()];
  const { heard } = await aFollower(await liveCursorNow());
  await open.query('BEGIN');
  await open.query(touch, [one]);
  await done.query(touch, [three]);
  await wait(200);
  expect(heard).toEqual([]);
  await open.query('ROLLBACK');
  await soon(() => expect(heard).toEqual([three]));
});

test('an open transaction of another database on the server holds nothing back', async () => {
  const elsewhere = new pg.Client(new URL('/postgres', url).href);
  await elsewhere.connect();
  others.push(elsewhere);
  await elsewhere.query('BEGIN');
  await elsewhere.query('SELECT pg_current_xact_id()');
  const cursor = await liveCursorNow();
  await change(one);
  expect((await readLiveEvents(cursor, 10)).events.map(({ number }) => number)).toEqual([one]);
});

test('whoever comes back hears what was missed, once, and then what comes', async () => {
  const first = await aFollower(await liveCursorNow());
  await change(one);
  await soon(() => expect(first.heard).toEqual([one]));
  first.leave();
  await change(two);
  await change(three);
  const back = await aFollower(first.last());
  await change(one);
  await soon(() => expect(back.heard).toEqual([two, three, one]));
  expect(first.heard).toEqual([one]);
});

test('joining while changes rain loses none and repeats none', async () => {
  const cursor = await liveCursorNow();
  const rain = (async () => {
    for (let drop = 0; drop < 60; drop += 1) await change(numbers[drop % 3]!);
  })();
  const followers = [];
  for (let late = 0; late < 5; late += 1) {
    followers.push(await aFollower(cursor));
    await wait(7);
  }
  await rain;
  const all = Array.from({ length: 60 }, (_, drop) => numbers[drop % 3]);
  for (const { heard } of followers) await soon(() => expect(heard).toEqual(all));
});

test('a page that is being put together while something is committed is told of it', async () => {
  const began = (await db.query<{ now: Date }>(sql`SELECT now()`))[0]!.now;
  await change(two);
  const { heard } = await aFollower(await liveCursorFor(began));
  expect(heard.at(-1)).toBe(two);
});

test('a hundred changes of one statement are told one by one, one more only as many', async () => {
  for (const [count, told] of [
    [100, 100],
    [101, 1],
  ] as const) {
    const cursor = await liveCursorNow();
    await db.execute(sql`
      INSERT INTO message (ticket_id, at, author, body)
      SELECT t.id, now(), 'user', 'Hello' FROM ticket t, generate_series(1, ${count}) WHERE t.number = ${one}`);
    const { events } = await readLiveEvents(cursor, 500);
    expect(events.length).toBe(told);
    expect(new Set(events.map(({ kind }) => kind))).toEqual(new Set([told === 1 ? 'many' : 'message']));
  }
});

test('whoever missed too much, or comes from another server, is told to look at everything', async () => {
  const cursor = await liveCursorNow();
  await db.execute(sql`
    INSERT INTO live_event (kind, ticket_id) SELECT 'ticket', t.id FROM ticket t, generate_series(1, 2000) WHERE t.number = ${one}`);
  const behind = await aFollower(cursor);
  expect(behind.heard.at(-1)).toBe('many');
  expect(behind.heard.length).toBeLessThanOrEqual(1_001);
  const stranger = await aFollower({ tx: cursor.tx + 1_000_000n, id: 0n });
  expect(stranger.heard).toEqual(['many']);
  await change(two);
  await soon(() => expect([behind.heard.at(-1), stranger.heard.at(-1)]).toEqual([two, two]));
});

test('a listening connection that breaks comes back, and what was said meanwhile is not lost', async () => {
  const { heard } = await aFollower(await liveCursorNow());
  await soon(async () => {
    const ended = await db.query(sql`
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'makegood-live' AND datname = current_database() AND query LIKE 'LISTEN%'`);
    expect(ended.length).toBe(1);
  });
  await change(three);
  await soon(() => expect(heard).toEqual([three]));
});

test('after a day events are forgotten, and a cursor from before them is known to be too old', async () => {
  const before = await liveCursorNow();
  await change(one);
  await change(two);
  const newest = (await readLiveEvents(before, 10)).events.at(-1)!.cursor;
  const tomorrow = new Date(Date.now() + 24 * 3600_000 + 60_000);
  expect(await forgetOldLiveEvents({ at: new Date(Date.now() + 23 * 3600_000) })).toBe(0);
  expect(await forgetOldLiveEvents({ at: tomorrow })).toBeGreaterThan(0);
  expect((await aFollower(before)).heard).toEqual(['many']);
  const { heard } = await aFollower(newest);
  expect(heard).toEqual([]);
  await change(three);
  await soon(() => expect(heard).toEqual([three]));
});

test('whose session is ended is closed at once, and nobody else', async () => {
  const [agent] = await db.query<{ id: string }>(
    sql`INSERT INTO agent (email, name, role) VALUES ('over@example.com', 'Ova', 'agent') RETURNING id`,
  );
  const sessions = [await startAgentSession(agent!.id, FROM, NOW), await startAgentSession(agent!.id, FROM, NOW)];
  const [leaving, staying] = [await aFollower(null, sessions[0]), await aFollower(null, sessions[1])];
  // Listening by now: what is changed is heard.
  await change(one);
  await soon(() => expect(leaving.heard).toContain(one));
  await endAgentSession(sessions[0]!, NOW);
  await soon(() => expect(leaving.isClosed()).toBe(true));
  expect(staying.isClosed()).toBe(false);
});

/** Telling publishers, with a real PostgreSQL and real servers on loopback. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import { acknowledge, type ScriptedPublisher, startScriptedPublisher } from '@/e2e/support/scripted-publisher';
import { db, inTransaction, sql } from '@/lib/foundation/db';
import { env } from '@/lib/foundation/env';
import { claimCallbacks, findDestination } from './callback-lane-claim';
import { type DeliveryOptions, deliverCallbacks } from './deliver-callbacks';
import {
  promiseCallbacks,
  refireCallback,
  wakeCallbacks,
  wakeCallbacksLater,
  wakeDueCallbacks,
} from './promise-callback';

await freshDatabase({ except: ['a grant without a ticket rests on a confirmation'] });

const NOW = new Date('2026-11-20T12:00:00.000Z');
const SECRET = 'a-publisher-secret';
const CALLBACK = '/cb?user=[USER_ID]&rewards=[REWARDS]&eventId=[EVENT_ID]';
const publishers: ScriptedPublisher[] = [];
let game: ScriptedPublisher;
let app: string;

beforeEach(async () => {
  env.ALLOW_PRIVATE_CALLBACKS = true;
  await db.execute(
    sql`TRUNCATE callback_attempt, callback, reward_grant, click, end_user, task, offer, advertiser, app, publisher CASCADE`,
  );
  await db.execute(sql`DELETE FROM graphile_worker._private_jobs`);
  await db.execute(sql`INSERT INTO publisher (key, name) VALUES ('p', 'P')`);
  await db.execute(sql`INSERT INTO advertiser (key, name) VALUES ('a', 'A')`);
  await db.execute(
    sql`INSERT INTO offer (key, advertiser_id, title, title_key) SELECT 'o-1', id, 'Coin Kingdom', 'coin kingdom' FROM advertiser`,
  );
  game = await startPublisher();
  app = await addApp('game', game.url);
});
afterEach(async () => {
  for (const publisher of publishers.splice(0)) await publisher.stop();
});

async function startPublisher(): Promise<ScriptedPublisher> {
  const started = await startScriptedPublisher();
  publishers.push(started);
  return started;
}

async function addApp(key: string, url: string, more: { dialect?: string; path?: string } = {}): Promise<string> {
  const { dialect = 'ironsource', path = CALLBACK } = more;
  const [row] = await db.query<{ id: string }>(sql`
    INSERT INTO app (key, publisher_id, name, currency_name, currency_per_usd, wall_secret, callback_dialect, callback_url,
                     callback_reversal_url, callback_secret, callback_enabled)
    SELECT ${key}, id, ${`App ${key}`}, 'Gems', 1000, 's', ${dialect}, ${url + path}, ${url + path.replace('/cb', '/revoke')}, ${SECRET}, true
      FROM publisher RETURNING id`);
  return row!.id;
}

/** `count` granted rewards whose callbacks are promised. Returns the event ids. */
async function promise(appId: string, count = 1, at = NOW): Promise<string[]> {
  return inTransaction(
    async (tx) => {
      const grants = await tx.query<{ id: string; eventId: string }>(sql`
        WITH player AS (
          INSERT INTO end_user (app_id, external_id) SELECT ${appId}::uuid, 'player-' || uuidv7() FROM generate_series(1, ${count}::int) RETURNING id
        ), tapped AS (
          INSERT INTO click (id, user_id, offer_id, title_key, clicked_at, terms)
          SELECT 'c-' || player.id, player.id, offer.id, 'coin kingdom', ${NOW},
                 '{"currencyName":"Gems","tasks":[{"key":"level-5","name":"Reach level 5","payoutMicros":"1500000","rewardAmount":"1500"}]}'
            FROM player, offer RETURNING id, user_id, offer_id
        )
        INSERT INTO reward_grant (user_id, title_key, task_key, app_id, offer_id, click_id, amount_micros, reward_amount, origin, event_id, granted_at)
        SELECT user_id, 'coin kingdom', 'level-5', ${appId}::uuid, offer_id, id, 1500000, 1500, 'CONFIRMATION', gen_random_uuid(), ${NOW}
          FROM tapped RETURNING id, event_id`);
      await promiseCallbacks(
        tx,
        grants.map(({ id, eventId }) => ({ grantId: id, appId, kind: 'REWARD' as const, eventId, at })),
      );
      return grants.map(({ eventId }) => eventId);
    },
    { at: NOW },
  );
}

const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
const deliver = (options: DeliveryOptions = {}, appId = app) =>
  deliverCallbacks(appId, { at: NOW, jitter: () => 0.5, ...options });

type CallbackRow = {
  id: string;
  status: string;
  attempts: number;
  nextAt: Date | null;
  lastReason: string | null;
  kind: string;
  grantId: string;
};
const callbacks = () => db.query<CallbackRow>(sql`SELECT * FROM callback ORDER BY kind DESC, id`);
type AttemptRow = {
  attemptNo: number;
  outcome: string;
  reason: string | null;
  httpStatus: number | null;
  answer: string | null;
  request: string;
};
const attempts = () => db.query<AttemptRow>(sql`SELECT * FROM callback_attempt ORDER BY callback_id, attempt_no`);
type JobRow = { key: string | null; runAt: Date; task: string; payload: { callbackIds?: string[] } };
const jobs = () =>
  db.query<JobRow>(sql`
    SELECT key, run_at, payload, tasks.identifier AS task FROM graphile_worker._private_jobs AS jobs
      JOIN graphile_worker._private_tasks AS tasks ON tasks.id = jobs.task_id ORDER BY jobs.id`);
const accepted = () => new Set(game.heard.map(({ query }) => query.get('eventId')));

describe('a callback that cannot be put into words', () => {
  const poison = (count: number) =>
    db.execute(
      sql`UPDATE click SET terms = '{"tasks": 7}' WHERE id IN (SELECT click_id FROM reward_grant ORDER BY id LIMIT ${count})`,
    );

  test('is an attempt that failed, and everybody else in the lane is told', async () => {
    await promise(app, 9);
    await poison(5);
    expect(await deliver()).toEqual({ acknowledged: 4, retried: 5, failed: 0 });
    expect(game.heard).toHaveLength(4);
    const waiting = (await callbacks()).filter(({ status }) => status === 'PENDING');
    expect(waiting).toHaveLength(5);
    expect(waiting[0]).toMatchObject({
      attempts: 1,
      nextAt: later(5),
      lastReason: expect.stringMatching(/^not-composed: /),
    });
    expect((await attempts()).filter(({ outcome }) => outcome === 'retry')).toHaveLength(5);
  });

  test('says nothing about its publisher', async () => {
    await promise(app, 1);
    await poison(1);
    await deliver();
    expect(await db.query(sql`SELECT callback_failing_since, callback_tried_at FROM app`)).toEqual([
      { callbackFailingSince: null, callbackTriedAt: null },
    ]);
  });
});

describe('an acknowledged callback', () => {
  test('is told once, with everything the publisher needs, and whoever waits is told', async () => {
    const [event] = await promise(app);
    expect(await deliver()).toEqual({ acknowledged: 1, retried: 0, failed: 0 });
    expect(game.heard).toHaveLength(1);
    expect(Object.fromEntries(game.heard[0]!.query)).toEqual({
      user: expect.stringMatching(/^player-/),
      rewards: '1500',
      eventId: event,
      timestamp: '202611201200',
      signature: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    const [callback] = await callbacks();
    expect(callback).toMatchObject({
      status: 'ACKNOWLEDGED',
      attempts: 1,
      nextAt: null,
      acknowledgedAt: NOW,
      firstAttemptAt: NOW,
      leaseUntil: null,
    });
    expect(await attempts()).toMatchObject([
      {
        attemptNo: 1,
        outcome: 'acknowledged',
        httpStatus: 200,
        answer: `<status> ${event}:OK</status>`,
        request: expect.stringContaining('GET http'),
      },
    ]);
    expect((await jobs()).filter(({ task }) => task === 'tell-acknowledged')).toMatchObject([
      { payload: { callbackIds: [callback!.id] } },
    ]);
    expect(await deliver({ at: later(3600) })).toEqual({ acknowledged: 0, retried: 0, failed: 0 });
    expect(game.heard).toHaveLength(1);
  });

  test('as Standard Webhooks carries who, what and how much', async () => {
    game.obey((_, response) => response.writeHead(204).end());
    const other = await addApp('other', game.url, { dialect: 'standard', path: '/hook' });
    const [event] = await promise(other);
    expect(await deliver({}, other)).toMatchObject({ acknowledged: 1 });
    expect(game.heard[0]).toMatchObject({ method: 'POST', path: '/hook', headers: { 'webhook-id': event } });
    expect(JSON.parse(game.heard[0]!.body)).toMatchObject({
      type: 'reward',
      eventId: event,
      amount: '1500',
      currency: 'Gems',
      payoutUsd: '1.50',
      app: 'other',
      offerTitle: 'Coin Kingdom',
      task: 'level-5',
      taskName: 'Reach level 5',
      grantedAt: NOW.toISOString(),
    });
  });

  test('is promised once however often it is promised', async () => {
    const [event] = await promise(app);
    const [{ grantId }] = (await callbacks()) as [CallbackRow];
    await inTransaction((tx) =>
      promiseCallbacks(tx, [{ grantId, appId: app, kind: 'REWARD', eventId: event!, at: NOW }]),
    );
    expect(await callbacks()).toHaveLength(1);
  });

  test('never carries the secret into the log', async () => {
    await db.execute(
      sql`UPDATE app SET callback_url = callback_url || ${`&password=${SECRET}`} WHERE id = ${app}::uuid`,
    );
    await promise(app);
    await deliver();
    expect(game.heard[0]!.query.get('password')).toBe(SECRET);
    expect((await attempts())[0]!.request).toContain('password=[secret]');
  });
});

describe('a callback that is not acknowledged', () => {
  test.each([
    [
      '200 without "<event id>:OK"',
      'without',
      (_: unknown, response: { end: (text: string) => void }) => response.end('OK'),
    ],
    [
      'a redirect',
      '302',
      (_: unknown, response: { writeHead: (status: number, headers: object) => { end: () => void } }) =>
        response.writeHead(302, { Location: '/cb' }).end(),
    ],
    ['an answer after more than a second', 'timeout', () => undefined],
  ] as const)('is tried again: %s', async (_, reason, script) => {
    game.obey(script as never);
    await promise(app);
    expect(await deliver()).toEqual({ acknowledged: 0, retried: 1, failed: 0 });
    expect(game.heard).toHaveLength(1);
    expect(await callbacks()).toMatchObject([
      { status: 'PENDING', attempts: 1, nextAt: later(5), lastReason: expect.stringContaining(reason) },
    ]);
    expect(await attempts()).toMatchObject([{ outcome: 'retry', reason: expect.stringContaining(reason) }]);
    expect((await jobs()).find(({ key }) => key?.includes('later'))?.runAt).toEqual(later(5));
  });

  test('500 and then OK: the same event id, two attempts on file', async () => {
    game.obey((heard, response, nth) =>
      nth === 1 ? response.writeHead(500).end() : acknowledge(heard, response, nth),
    );
    const [event] = await promise(app);
    await deliver();
    expect(await deliver({ at: later(4) })).toMatchObject({ acknowledged: 0, retried: 0 });
    expect(await deliver({ at: later(5) })).toMatchObject({ acknowledged: 1 });
    expect(game.heard.map(({ query }) => query.toString())).toEqual([
      game.heard[0]!.query.toString(),
      game.heard[0]!.query.toString(),
    ]);
    expect(accepted()).toEqual(new Set([event]));
    expect(await attempts()).toMatchObject([
      { attemptNo: 1, outcome: 'retry', httpStatus: 500 },
      { attemptNo: 2, outcome: 'acknowledged' },
    ]);
  });

  test('a publisher that takes it and hangs up hears the same event id again', async () => {
    game.obey((heard, response, nth) => (nth === 1 ? response.socket!.destroy() : acknowledge(heard, response, nth)));
    const [event] = await promise(app);
    expect(await deliver()).toMatchObject({ retried: 1 });
    expect(await deliver({ at: later(5) })).toMatchObject({ acknowledged: 1 });
    expect(accepted()).toEqual(new Set([event]));
  });

  test('an endless answer is not read to its end', async () => {
    game.obey((_, response) => {
      const more = setInterval(() => response.write('x'.repeat(16_384)), 1);
      response.on('close', () => clearInterval(more));
    });
    await promise(app);
    expect(await deliver()).toMatchObject({ retried: 1 });
    expect(await attempts()).toMatchObject([{ reason: expect.stringContaining('too-large'), answer: null }]);
  });

  test('what PostgreSQL cannot keep is kept as something like it', async () => {
    game.obey((_, response) => response.end('a\0b😀'.repeat(1000)));
    await promise(app);
    expect(await deliver()).toMatchObject({ retried: 1 });
    expect((await attempts())[0]!.answer).toMatch(/^a\ufffdb😀/);
  });

  test('has failed when the ladder is over, and can be fired again with the same id', async () => {
    game.obey((_, response) => response.writeHead(500).end());
    const [event] = await promise(app);
    await db.execute(sql`UPDATE callback SET attempts = 47`);
    expect(await deliver()).toEqual({ acknowledged: 0, retried: 0, failed: 1 });
    const [failed] = await callbacks();
    expect(failed).toMatchObject({
      status: 'FAILED',
      nextAt: null,
      failedAt: NOW,
      lastReason: expect.stringContaining('500'),
    });
    game.obey(acknowledge);
    expect(await inTransaction((tx) => refireCallback(tx, failed!.id), { at: later(60) })).toBe(true);
    expect(await deliver({ at: later(60) })).toMatchObject({ acknowledged: 1 });
    expect(await callbacks()).toMatchObject([{ status: 'ACKNOWLEDGED', refires: 1, attempts: 1, failedAt: null }]);
    expect(accepted()).toEqual(new Set([event]));
    expect(await inTransaction((tx) => refireCallback(tx, failed!.id))).toBe(false);
    expect(await inTransaction((tx) => refireCallback(tx, failed!.id, { force: true }))).toBe(true);
  });

  test('410 says never again to a Standard Webhook; Retry-After is honoured', async () => {
    game.obey((_, response, nth) => response.writeHead(nth === 1 ? 503 : 410, { 'Retry-After': '120' }).end());
    const other = await addApp('other', game.url, { dialect: 'standard', path: '/hook' });
    await promise(other);
    await deliver({}, other);
    expect(await callbacks()).toMatchObject([{ nextAt: later(120) }]);
    expect(await deliver({ at: later(120) }, other)).toMatchObject({ failed: 1 });
  });

  test('a private address is not called while that is not allowed', async () => {
    env.ALLOW_PRIVATE_CALLBACKS = false;
    await promise(app);
    expect(await deliver()).toMatchObject({ retried: 1 });
    expect(game.heard).toHaveLength(0);
    expect(await attempts()).toMatchObject([{ httpStatus: null, reason: expect.stringContaining('refused-address') }]);
  });

  test('the app shows since when nothing was acknowledged', async () => {
    const failingSince = async () =>
      (await db.query<{ at: Date | null }>(sql`SELECT callback_failing_since AS at FROM app`))[0]!.at;
    game.obey((_, response) => response.writeHead(500).end());
    await promise(app);
    await deliver();
    await deliver({ at: later(5) });
    expect(await failingSince()).toEqual(NOW);
    game.obey(acknowledge);
    await deliver({ at: later(100) });
    expect(await failingSince()).toBeNull();
  });
});

describe('a reversal', () => {
  async function reverse() {
    const [reward] = await callbacks();
    await inTransaction(
      async (tx) => {
        const [{ eventId }] = (await tx.query(sql`SELECT event_id FROM callback`)) as [{ eventId: string }];
        await promiseCallbacks(tx, [{ grantId: reward!.grantId, appId: app, kind: 'REVERSAL', eventId, at: NOW }]);
      },
      { at: NOW },
    );
  }

  test('goes to its own address with the same event id, after its reward', async () => {
    const [event] = await promise(app);
    await reverse();
    expect(await deliver()).toMatchObject({ acknowledged: 2 });
    expect(game.heard.map(({ path, query }) => [path, query.get('eventId')])).toEqual([
      ['/cb', event],
      ['/revoke', event],
    ]);
  });

  test('waits while its reward has not been told', async () => {
    game.obey((heard, response, nth) =>
      heard.path === '/cb' && nth === 1 ? response.writeHead(500).end() : acknowledge(heard, response, nth),
    );
    await promise(app);
    await reverse();
    expect(await deliver()).toMatchObject({ acknowledged: 0, retried: 1 });
    expect((await jobs()).find(({ key }) => key?.includes('later'))?.runAt).toEqual(later(5));
    expect(await deliver({ at: later(5) })).toMatchObject({ acknowledged: 2 });
  });

  test('has failed where the publisher named no address for it', async () => {
    await db.execute(sql`UPDATE app SET callback_reversal_url = NULL`);
    await promise(app);
    await deliver();
    await reverse();
    await deliver();
    expect(await callbacks()).toMatchObject([
      { status: 'ACKNOWLEDGED' },
      { status: 'FAILED', lastReason: 'this app has no address for reversals' },
    ]);
    expect(game.heard).toHaveLength(1);
  });

  test('is told after all when the reward was acknowledged while it was being withdrawn', async () => {
    await promise(app);
    await reverse();
    game.obey(async (heard, response, nth) => {
      if (nth === 1) await db.execute(sql`UPDATE callback SET status = 'CANCELLED', next_at = NULL`);
      acknowledge(heard, response, nth);
    });
    expect(await deliver()).toMatchObject({ acknowledged: 2 });
    expect(game.heard.map(({ path }) => path)).toEqual(['/cb', '/revoke']);
  });
});

describe('a lane', () => {
  test('drains many with few calls at once', async () => {
    const events = await promise(app, 300);
    game.obey((heard, response, nth) => void setTimeout(() => acknowledge(heard, response, nth), 2));
    expect(await deliver()).toEqual({ acknowledged: 300, retried: 0, failed: 0 });
    expect(accepted()).toEqual(new Set(events));
    expect(game.heard).toHaveLength(300);
    expect(game.mostAtOnce()).toBe(4);
  });

  test('of an app that is switched off, paused or without an address stays as it is', async () => {
    await promise(app);
    for (const change of [
      'callback_enabled = false',
      'callback_paused_at = now()',
      'callback_url = NULL',
      `callback_dialect = 'nobody'`,
    ]) {
      await db.execute(
        sql`UPDATE app SET callback_enabled = true, callback_paused_at = NULL, callback_dialect = 'ironsource'`,
      );
      await db.execute({ text: `UPDATE app SET ${change}`, values: [] } as never);
      expect(await deliver()).toEqual({ acknowledged: 0, retried: 0, failed: 0 });
    }
    expect(game.heard).toHaveLength(0);
    expect(await callbacks()).toMatchObject([{ status: 'PENDING', attempts: 0, nextAt: NOW }]);
    expect((await jobs()).find(({ key }) => key?.includes('later'))?.runAt).toEqual(later(60));
  });

  test('in trouble stops after a few calls and comes back', async () => {
    game.obey((_, response) => response.writeHead(500).end());
    await promise(app, 40);
    expect(await deliver()).toEqual({ acknowledged: 0, retried: 4, failed: 0 });
    expect((await jobs()).find(({ key }) => key?.includes('later'))?.runAt).toEqual(later(2));
    expect(await deliver({ at: later(2) })).toMatchObject({ retried: 1 });
    game.obey(acknowledge);
    expect(await deliver({ at: later(60) })).toMatchObject({ acknowledged: 40 });
  });

  test('that hangs does not delay another', async () => {
    const hanging = await startPublisher();
    hanging.obey(() => undefined);
    const slow = await addApp('slow', hanging.url);
    await promise(slow, 20);
    await promise(app, 20);
    const started = performance.now();
    const hung = deliver({}, slow);
    expect(await deliver()).toMatchObject({ acknowledged: 20 });
    expect(performance.now() - started).toBeLessThan(900);
    expect(await hung).toMatchObject({ retried: 4 });
  });

  test('that somebody else holds is left alone and looked at again', async () => {
    game.obey((heard, response, nth) => void setTimeout(() => acknowledge(heard, response, nth), 300));
    await promise(app);
    const holder = deliver();
    await expect.poll(() => game.heard.length).toBe(1);
    await db.execute(sql`DELETE FROM graphile_worker._private_jobs`);
    expect(await deliver()).toEqual({ acknowledged: 0, retried: 0, failed: 0 });
    expect(await jobs()).toMatchObject([{ key: `deliver-callbacks:${app}`, runAt: later(1) }]);
    expect(await holder).toMatchObject({ acknowledged: 1 });
  });

  test('with several workers at once: each callback is accepted once', async () => {
    game.obey((heard, response, nth) => void setTimeout(() => acknowledge(heard, response, nth), 40));
    const events = await promise(app, 200, new Date(0));
    const others = [inOwnProcess(), inOwnProcess()];
    await expect.poll(() => game.heard.length, { timeout: 20_000 }).toBeGreaterThan(0);
    await Promise.all([...others, deliverCallbacks(app)]);
    await deliverCallbacks(app);
    expect(game.heard).toHaveLength(200);
    expect(game.mostAtOnce()).toBe(4);
    expect(accepted()).toEqual(new Set(events));
  });

  test('would not be claimed twice even without its lock', async () => {
    await promise(app, 60);
    const claim = () =>
      inTransaction(async (tx) => claimCallbacks(tx, (await findDestination(tx, app))!, 20), { at: NOW });
    const claimed = (await Promise.all([claim(), claim(), claim(), claim()])).flat();
    expect(new Set(claimed.map(({ id }) => id)).size).toBe(60);
    expect(claimed).toHaveLength(60);
  });

  test('keeps off a worker that comes back after its lease', async () => {
    game.obey(async (heard, response, nth) => {
      if (nth === 1) await db.execute(sql`UPDATE callback SET lease_token = lease_token + 1`);
      acknowledge(heard, response, nth);
    });
    await promise(app);
    expect(await deliver()).toEqual({ acknowledged: 0, retried: 0, failed: 0 });
    expect(await callbacks()).toMatchObject([{ status: 'PENDING' }]);
    expect(await attempts()).toMatchObject([{ attemptNo: 1, outcome: 'acknowledged' }]);
    expect(await deliver({ at: later(31) })).toMatchObject({ acknowledged: 1 });
  });

  test('whose worker was killed is taken up again when the lease is over', async () => {
    game.obey(() => undefined);
    await db.execute(sql`UPDATE app SET callback_dialect = 'standard', callback_url = ${`${game.url}/hook`}`);
    const [event] = await promise(app, 1, new Date(0));
    const worker = spawn(process.execPath, ['--import', 'tsx', 'e2e/support/deliver-lane.ts', app]);
    await expect.poll(() => game.heard.length, { timeout: 20_000 }).toBe(1);
    worker.kill('SIGKILL');
    await once(worker, 'exit');
    game.obey((_, response) => response.end());
    const soon = new Date();
    await expect.poll(async () => await laneIsFree(), { timeout: 5000 }).toBe(true);
    expect(await deliver({ at: soon })).toMatchObject({ acknowledged: 0 });
    expect(await deliver({ at: new Date(soon.getTime() + 31_000) })).toMatchObject({ acknowledged: 1 });
    expect(game.heard.map(({ headers }) => headers['webhook-id'])).toEqual([event, event]);
    expect(await attempts()).toMatchObject([
      { attemptNo: 1, outcome: 'lost' },
      { attemptNo: 2, outcome: 'acknowledged' },
    ]);
  });

  async function inOwnProcess(): Promise<void> {
    const worker = spawn(process.execPath, ['--import', 'tsx', 'e2e/support/deliver-lane.ts', app], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const [code] = await once(worker, 'exit');
    expect(code).toBe(0);
  }

  async function laneIsFree(): Promise<boolean> {
    const held = await db.query(
      sql`SELECT FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    return held.length === 0;
  }
});

describe('a wake-up', () => {
  test('is one job per app, for many apps at once', async () => {
    const other = await addApp('other', game.url);
    await inTransaction((tx) => wakeCallbacks(tx, [app, other, app]));
    await inTransaction((tx) => wakeCallbacks(tx, [other]));
    expect((await jobs()).map(({ key }) => key).sort()).toEqual(
      [`deliver-callbacks:${app}`, `deliver-callbacks:${other}`].sort(),
    );
  });

  test('that comes while the job runs is not lost', async () => {
    await inTransaction((tx) => wakeCallbacks(tx, [app]));
    await db.execute(sql`UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'w', attempts = 1`);
    await inTransaction((tx) => wakeCallbacks(tx, [app]));
    const free = await db.query(
      sql`SELECT FROM graphile_worker._private_jobs WHERE locked_at IS NULL AND key = ${`deliver-callbacks:${app}`}`,
    );
    expect(free).toHaveLength(1);
  });

  test('for later does not push away one for now', async () => {
    await inTransaction((tx) => wakeCallbacks(tx, [app]));
    await inTransaction((tx) => wakeCallbacksLater(tx, app, new Date(Date.now() + 3_600_000)));
    expect((await jobs()).some(({ runAt }) => runAt.getTime() <= Date.now() + 1000)).toBe(true);
  });

  test('comes every minute for lanes that were forgotten, and for no others', async () => {
    await promise(app);
    const off = await addApp('off', game.url);
    await promise(off);
    await db.execute(sql`UPDATE app SET callback_enabled = false WHERE id = ${off}::uuid`);
    await db.execute(sql`DELETE FROM graphile_worker._private_jobs`);
    expect(await inTransaction(wakeDueCallbacks, { at: NOW })).toBe(1);
    expect(await jobs()).toMatchObject([{ key: `deliver-callbacks:${app}` }]);
    await deliver();
    expect(await inTransaction(wakeDueCallbacks, { at: NOW })).toBe(0);
  });
});

/** A publisher that answers nothing: who is told when, the pause, and how what has waited goes out again. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import { acknowledge, type ScriptedPublisher, startScriptedPublisher } from '@/e2e/support/scripted-publisher';
import { db, inTransaction, sql } from '@/lib/foundation/db';
import { env } from '@/lib/foundation/env';
import { resumeCallbacks } from '@/lib/offers/resume-callbacks';
import { deliverCallbacks } from '@/lib/outbox/deliver-callbacks';
import { promiseCallbacks } from '@/lib/outbox/promise-callback';
import { watchEndpoints } from '@/lib/outbox/watch-endpoints';

await freshDatabase({ except: ['a grant without a ticket rests on a confirmation'] });

const HOUR = 3_600_000;
const NOW = new Date('2026-11-20T12:00:00.000Z');
const hours = (count: number) => new Date(NOW.getTime() + count * HOUR);
const ADMIN = { kind: 'AGENT', id: '00000000-0000-0000-0000-000000000001' } as const;
let game: ScriptedPublisher;
let app: string;

beforeEach(async () => {
  env.ALLOW_PRIVATE_CALLBACKS = true;
  await db.execute(sql`
    TRUNCATE callback_attempt, callback, reward_grant, click, end_user, task, offer, advertiser, app, publisher, email CASCADE`);
  await db.execute(sql`DELETE FROM graphile_worker._private_jobs`);
  await db.execute(sql`
    INSERT INTO publisher (key, name, contact_email, contact_locale) VALUES ('p', 'P', 'owner@p.example', 'es')`);
  await db.execute(sql`INSERT INTO advertiser (key, name) VALUES ('a', 'A')`);
  await db.execute(
    sql`INSERT INTO offer (key, advertiser_id, title, title_key) SELECT 'o-1', id, 'Coin Kingdom', 'coin kingdom' FROM advertiser`,
  );
  game = await startScriptedPublisher((_, response) => response.writeHead(500).end());
  const [row] = await db.query<{ id: string }>(sql`
    INSERT INTO app (key, publisher_id, name, currency_name, currency_per_usd, wall_secret, callback_dialect, callback_url,
                     callback_secret, callback_enabled)
    SELECT 'game', id, 'Gem Quest', 'Gems', 1000, 's', 'ironsource',
           ${`${game.url}/cb?user=[USER_ID]&rewards=[REWARDS]&eventId=[EVENT_ID]`}, 'a-secret', true
      FROM publisher RETURNING id`);
  app = row!.id;
});
afterEach(() => game.stop());

async function promise(count: number, at = NOW): Promise<void> {
  await inTransaction(
    async (tx) => {
      const grants = await tx.query<{ id: string; eventId: string }>(sql`
        WITH player AS (
          INSERT INTO end_user (app_id, external_id) SELECT ${app}::uuid, 'player-' || uuidv7() FROM generate_series(1, ${count}::int) RETURNING id
        ), tapped AS (
          INSERT INTO click (id, user_id, offer_id, title_key, clicked_at, terms)
          SELECT 'c-' || player.id, player.id, offer.id, 'coin kingdom', ${NOW},
                 '{"currencyName":"Gems","tasks":[{"key":"level-5","name":"Reach level 5","payoutMicros":"1500000","rewardAmount":"1500"}]}'
            FROM player, offer RETURNING id, user_id, offer_id
        )
        INSERT INTO reward_grant (user_id, title_key, task_key, app_id, offer_id, click_id, amount_micros, reward_amount, origin, event_id, granted_at)
        SELECT user_id, 'coin kingdom', 'level-5', ${app}::uuid, offer_id, id, 1500000, 1500, 'CONFIRMATION', gen_random_uuid(), ${NOW}
          FROM tapped RETURNING id, event_id`);
      await promiseCallbacks(
        tx,
        grants.map(({ id, eventId }) => ({ grantId: id, appId: app, kind: 'REWARD' as const, eventId, at })),
      );
    },
    { at },
  );
}

const deliver = (at: Date) => deliverCallbacks(app, { at, jitter: () => 0.5 });
const watch = (at: Date) => inTransaction(watchEndpoints, { at });
const letters = () =>
  db.query<{ template: string; to: string; locale: string; props: Record<string, unknown> }>(
    sql`SELECT template, to_address AS to, locale, props FROM email ORDER BY created_at, key`,
  );
const health = async () => {
  const [row] = await db.query<{ pausedAt: Date | null; failingSince: Date | null }>(
    sql`SELECT callback_paused_at AS paused_at, callback_failing_since AS failing_since FROM app`,
  );
  return row!;
};

/** One callback that keeps being tried in vain from `NOW` until `until`. */
async function failUntil(until: number): Promise<void> {
  await promise(1);
  for (let hour = 0; hour <= until; hour += 20) {
    await db.execute(sql`UPDATE callback SET next_at = ${hours(hour)}, attempts = 0`);
    await deliver(hours(hour));
  }
}

describe('the owner of a failing endpoint', () => {
  test('is told after 1, 24 and 96 hours and at the pause, each once, in their language', async () => {
    await failUntil(120);
    for (const hour of [0.5, 1, 2, 23, 24, 25, 95, 96, 97, 120, 121]) {
      await watch(hours(hour));
      await watch(hours(hour));
    }
    expect(await letters()).toMatchObject([
      {
        template: 'callbacks-failing',
        to: 'owner@p.example',
        locale: 'es',
        props: { hours: 1, gameName: 'Gem Quest' },
      },
      {
        template: 'callbacks-failing',
        props: { hours: 24, since: NOW.toISOString(), pausesAt: hours(120).toISOString() },
      },
      { template: 'callbacks-failing', props: { hours: 96, waiting: 1, reason: expect.stringContaining('500') } },
      { template: 'callbacks-paused', props: { host: new URL(game.url).host, waiting: 1 } },
    ]);
  });

  test('hears of the furthest step only when we were away', async () => {
    await failUntil(20);
    expect(await watch(hours(30))).toEqual({ told: 1, paused: 0 });
    expect(await letters()).toMatchObject([{ props: { hours: 24 } }]);
  });

  test('is told anew when it fails again after it recovered', async () => {
    await failUntil(0);
    await watch(hours(2));
    game.obey(acknowledge);
    await deliver(hours(3));
    expect(await watch(hours(30))).toEqual({ told: 0, paused: 0 });
    game.obey((_, response) => response.writeHead(500).end());
    await promise(1, hours(40));
    await deliver(hours(40));
    expect(await watch(hours(40.9))).toEqual({ told: 0, paused: 0 });
    expect(await watch(hours(41))).toEqual({ told: 1, paused: 0 });
  });

  test('without an address nobody is told, and the pause comes all the same', async () => {
    await db.execute(sql`UPDATE publisher SET contact_email = NULL`);
    await failUntil(120);
    expect(await watch(hours(120))).toEqual({ told: 0, paused: 1 });
  });
});

describe('the pause', () => {
  test('comes after five days and not a millisecond before, and is on file', async () => {
    await failUntil(120);
    expect(await watch(new Date(hours(120).getTime() - 1))).toMatchObject({ paused: 0 });
    expect(await watch(hours(120))).toMatchObject({ paused: 1 });
    expect((await health()).pausedAt).toEqual(hours(120));
    expect(await db.query(sql`SELECT status FROM callback`)).toEqual([{ status: 'PENDING' }]);
    const entries = await db.query(sql`SELECT actor_kind, subject FROM audit_entry WHERE action = 'pause-callbacks'`);
    expect(entries).toContainEqual({ actorKind: 'AUTO', subject: 'app:game' });
    await db.execute(sql`UPDATE callback SET next_at = ${hours(120)}`);
    const calls = game.heard.length;
    await deliver(hours(121));
    expect(game.heard).toHaveLength(calls);
  });

  test('does not come where nobody was asking: a failure a week ago and one now are two beginnings', async () => {
    await failUntil(0);
    await db.execute(sql`UPDATE callback SET status = 'FAILED', failed_at = ${hours(1)}, next_at = NULL`);
    expect(await watch(hours(121))).toEqual({ told: 0, paused: 0 });
    await promise(1, hours(168));
    await deliver(hours(168));
    expect((await health()).failingSince).toEqual(hours(168));
    expect(await watch(hours(168))).toEqual({ told: 0, paused: 0 });
  });

  test('comes once when two workers watch at the same time', async () => {
    await failUntil(120);
    const both = await Promise.all([watch(hours(120)), watch(hours(120))]);
    expect(both.map(({ paused }) => paused).sort()).toEqual([0, 1]);
    expect(await letters()).toHaveLength(1);
  });
});

describe('resuming', () => {
  const due = (count: number) => promise(count, hours(100));

  test('sends what has waited in growing batches, never more than four calls at once', async () => {
    await failUntil(120);
    await due(119);
    await watch(hours(120));
    await db.execute(sql`DELETE FROM callback_attempt`);
    await db.execute(sql`UPDATE callback SET attempts = 0, next_at = ${hours(100)}`);
    expect(await resumeCallbacks('game', ADMIN, { at: hours(130) })).toEqual({ again: 0 });
    game.heard.length = 0;
    const claimedWith: number[] = [];
    game.obey(async (heard, response, nth) => {
      const [{ leased }] = (await db.query(
        sql`SELECT count(*)::int AS leased FROM callback WHERE status = 'PENDING' AND lease_until > ${hours(130)}`,
      )) as [{ leased: number }];
      claimedWith.push(leased);
      acknowledge(heard, response, nth);
    });
    expect(await deliver(hours(130))).toEqual({ acknowledged: 120, retried: 0, failed: 0 });
    expect(claimedWith.slice(0, 4)).toEqual([4, 4, 4, 4]);
    expect(claimedWith.slice(4, 12)).toEqual(Array(8).fill(8));
    expect(claimedWith.slice(12, 28)).toEqual(Array(16).fill(16));
    expect(Math.max(...claimedWith)).toBe(32);
    expect(game.mostAtOnce()).toBe(4);
    expect(new Set(game.heard.map(({ query }) => query.get('eventId'))).size).toBe(120);
  });

  test('to a server that still fails costs four calls', async () => {
    await failUntil(120);
    await due(50);
    await watch(hours(120));
    await resumeCallbacks('game', ADMIN, { at: hours(130) });
    game.heard.length = 0;
    await deliver(hours(130));
    expect(game.heard).toHaveLength(4);
    expect((await health()).failingSince).toEqual(hours(130));
  });

  test('takes up what was given up in the meantime, with the event id it always had', async () => {
    await failUntil(120);
    await watch(hours(120));
    await db.execute(sql`UPDATE callback SET status = 'FAILED', failed_at = ${hours(50)}, next_at = NULL`);
    expect(await resumeCallbacks('game', ADMIN, { at: hours(130) })).toEqual({ again: 1 });
    game.obey(acknowledge);
    expect(await deliver(hours(130))).toMatchObject({ acknowledged: 1 });
    const ids = await db.query<{ eventId: string }>(sql`SELECT event_id FROM reward_grant`);
    expect(new Set(game.heard.map(({ query }) => query.get('eventId')))).toEqual(new Set([ids[0]!.eventId]));
  });

  test('is refused where nothing is paused, and names who did it where something was', async () => {
    expect(await resumeCallbacks('game', ADMIN)).toMatchObject({ refused: 'conflict' });
    expect(await resumeCallbacks('no-such-app', ADMIN)).toMatchObject({ refused: 'not-found' });
    await db.execute(sql`UPDATE app SET callback_paused_at = ${NOW}, callback_failing_since = ${NOW}`);
    await resumeCallbacks('game', ADMIN);
    const [entry] = await db.query(
      sql`SELECT actor_id, before FROM audit_entry WHERE action = 'resume-callbacks' ORDER BY at DESC LIMIT 1`,
    );
    expect(entry).toMatchObject({ actorId: ADMIN.id, before: { paused: true } });
  });
});

/** Delayed crediting, what a stateful publisher hears meanwhile, reversals in every state, and steps that pay nothing. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aCast, aClick, anOffer, aTicket, aUser, type Cast, confirm, HOUR, type Task } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { type ScriptedPublisher, startScriptedPublisher } from '@/e2e/support/scripted-publisher';
import type { CallbackOptions } from '@/lib/dialects/rewards';
import { db, inTransaction, sql } from '@/lib/foundation/db';
import { env } from '@/lib/foundation/env';
import { deliverCallbacks } from '@/lib/outbox/deliver-callbacks';
import { refireCallback } from '@/lib/outbox/promise-callback';
import { brokenPromises } from '@/lib/reports/invariants';
import { readProgress } from '@/lib/tickets/in-progress';
import { readTicketForUser } from '@/lib/tickets/read-ticket';

await freshDatabase();
env.ALLOW_PRIVATE_CALLBACKS = true;
let game: ScriptedPublisher;
beforeEach(async () => {
  game = await startScriptedPublisher((_, response) => response.end());
});
afterEach(async () => {
  await game.stop();
  expect(await brokenPromises()).toEqual([]);
});

type World = { cast: Cast; userId: string; click: string; tx: string };
type Wishes = { options?: CallbackOptions; offerMinutes?: number; tasks?: Task[] };

async function started({ options = {}, offerMinutes, tasks }: Wishes): Promise<World> {
  const cast = await aCast({ callbackUrl: `${game.url}/hook`, callbackDialect: 'standard' });
  await db.execute(
    sql`UPDATE app SET callback_options = ${JSON.stringify(options)}::jsonb WHERE id = ${cast.appId}::uuid`,
  );
  const offerId = await anOffer(cast, { tasks });
  if (offerMinutes !== undefined)
    await db.execute(sql`UPDATE offer SET hold_minutes = ${offerMinutes} WHERE id = ${offerId}::uuid`);
  const userId = await aUser(cast);
  const click = await aClick(userId, offerId);
  return { cast, userId, click, tx: `tx-${click}` };
}

type Row = { id: string; kind: string; status: string; nextAt: Date | null; heldUntil: Date | null; grantedAt: Date };
const callbacks = ({ click }: World) =>
  db.query<Row>(sql`
    SELECT cb.id, cb.kind, cb.status, cb.next_at, cb.held_until, g.granted_at FROM callback cb JOIN reward_grant g ON g.id = cb.grant_id
     WHERE g.click_id = ${click} ORDER BY cb.created_at, array_position(ARRAY['PENDING','REWARD','REVERSAL','ACTIVITY'], cb.kind)`);
const told = async (world: World) => (await callbacks(world)).map(({ kind, status }) => `${kind} ${status}`);
/** What was said to the game, in the order in which it was said. */
const said = async ({ click }: World) =>
  (
    await db.query<{ kind: string }>(sql`
      SELECT cb.kind FROM callback_attempt a JOIN callback cb ON cb.id = a.callback_id JOIN reward_grant g ON g.id = cb.grant_id
       WHERE g.click_id = ${click} ORDER BY a.started_at, array_position(ARRAY['PENDING','REWARD','REVERSAL'], cb.kind)`)
  ).map(({ kind }) => kind);
const deliver = ({ cast }: World, hours = 0) =>
  deliverCallbacks(cast.appId, { at: new Date(Date.now() + hours * HOUR), jitter: () => 0.5 });
const done = (world: World) => confirm(world.cast, world.click, { tx: world.tx });
const takenBack = (world: World) =>
  confirm(world.cast, world.click, { tx: world.tx, state: 'RECONCILED', reason: 'CHARGEBACK' });
const fail = () => game.obey((_, response) => response.writeHead(500).end());
const answer = () => game.obey((_, response) => response.end());

const STATEFUL: CallbackOptions = { holdMinutes: 120, stateful: true };

describe('a reward that is credited with delay', () => {
  test.each([
    ['the app', { options: { holdMinutes: 120 } }],
    ['the offer', { offerMinutes: 120 }],
    ['both, the app for longer', { options: { holdMinutes: 120 }, offerMinutes: 30 }],
    ['both, the offer for longer', { options: { holdMinutes: 30 }, offerMinutes: 120 }],
  ] as [string, Wishes][])('because of %s is granted at once and told when the hold is over', async (_, wishes) => {
    const world = await started(wishes);
    await done(world);
    const [reward] = await callbacks(world);
    const minutes = (reward!.heldUntil!.getTime() - reward!.grantedAt.getTime()) / 60_000;
    expect(minutes).toBeGreaterThan(119.5);
    expect(minutes).toBeLessThanOrEqual(120);
    expect(reward!.nextAt).toEqual(reward!.heldUntil);
    await deliver(world, 1.9);
    expect(game.heard).toHaveLength(0);
    await deliver(world, 2);
    expect(await told(world)).toEqual(['REWARD ACKNOWLEDGED']);
  });

  test('has the status PENDING, and its user sees until when on the offer and on the ticket', async () => {
    const world = await started({ options: { holdMinutes: 120 } });
    const ticket = await aTicket(world.userId, world.click);
    await done(world);
    const [reward] = await callbacks(world);
    const { timeline } = (await readProgress(world.userId, world.click, new Date()))!;
    expect(timeline).toMatchObject({ status: 'PENDING', waitingFor: 'us' });
    expect(timeline.steps[0]!.points[1]).toMatchObject({ kind: 'held', state: 'current', until: reward!.heldUntil });
    const shown = (await readTicketForUser(world.userId, ticket.number, new Date()))!;
    expect(shown).toMatchObject({ status: 'APPROVED', rewardStatus: 'PENDING' });
    const [mail] = await db.query<{ props: { heldUntil?: string } }>(
      sql`SELECT m.props FROM email m JOIN ticket t ON t.id = m.ticket_id WHERE t.number = ${ticket.number} AND m.template = 'ticket-approved'`,
    );
    expect(mail!.props.heldUntil).toBe(reward!.heldUntil!.toISOString());
    await deliver(world, 2);
    expect((await readProgress(world.userId, world.click, new Date()))!.timeline.status).toBe('ACKNOWLEDGED');
  });

  test('is not released by a ticket about it, and is by a person who replays it', async () => {
    const world = await started({ options: { holdMinutes: 120 } });
    await done(world);
    const [reward] = await callbacks(world);
    await inTransaction((tx) => refireCallback(tx, reward!.id));
    await deliver(world);
    expect(game.heard).toHaveLength(0);
    await inTransaction((tx) => refireCallback(tx, reward!.id, { force: true }));
    await deliver(world);
    expect(await told(world)).toEqual(['REWARD ACKNOWLEDGED']);
  });

  test('and is taken back within the hold is never told, nor is its reversal', async () => {
    const world = await started({ options: { holdMinutes: 120 } });
    await done(world);
    await takenBack(world);
    await deliver(world, 3);
    expect(game.heard).toHaveLength(0);
    expect(await told(world)).toEqual(['REWARD CANCELLED', 'REVERSAL CANCELLED']);
  });
});

describe('a stateful publisher', () => {
  test('hears PENDING now and COMPLETED when the hold is over', async () => {
    const world = await started({ options: STATEFUL });
    await done(world);
    await deliver(world);
    expect(await told(world)).toEqual(['PENDING ACKNOWLEDGED', 'REWARD PENDING']);
    await deliver(world, 2);
    expect(await said(world)).toEqual(['PENDING', 'REWARD']);
  });

  test.each([
    ['has no hold', { stateful: true }],
    ['did not select that state', { ...STATEFUL, activities: ['COMPLETED', 'RECONCILED'] }],
  ] as [string, CallbackOptions][])('that %s hears no PENDING', async (_, options) => {
    const world = await started({ options });
    await done(world);
    expect(await told(world)).toEqual(['REWARD PENDING']);
  });

  test('that is no longer stateful hears no PENDING any more: it would take it for the reward', async () => {
    const world = await started({ options: STATEFUL });
    await done(world);
    await db.execute(
      sql`UPDATE app SET callback_options = '{"holdMinutes": 120}' WHERE id = ${world.cast.appId}::uuid`,
    );
    await deliver(world);
    expect(game.heard).toHaveLength(0);
    expect(await told(world)).toEqual(['PENDING CANCELLED', 'REWARD PENDING']);
  });

  test('hears RECONCILED instead of COMPLETED when it is taken back within the hold', async () => {
    const world = await started({ options: STATEFUL });
    await done(world);
    await deliver(world);
    await takenBack(world);
    await deliver(world, 3);
    expect(await told(world)).toEqual(['PENDING ACKNOWLEDGED', 'REWARD CANCELLED', 'REVERSAL ACKNOWLEDGED']);
    expect(await said(world)).toEqual(['PENDING', 'REVERSAL']);
  });

  test('hears RECONCILED too when it may have understood a PENDING that it did not acknowledge', async () => {
    const world = await started({ options: STATEFUL });
    await done(world);
    fail();
    await deliver(world);
    await takenBack(world);
    answer();
    await deliver(world, 1);
    expect(await told(world)).toEqual(['PENDING CANCELLED', 'REWARD CANCELLED', 'REVERSAL ACKNOWLEDGED']);
  });

  test('hears nothing at all of what was taken back before it was told anything', async () => {
    const world = await started({ options: STATEFUL });
    await done(world);
    await takenBack(world);
    await deliver(world, 3);
    expect(game.heard).toHaveLength(0);
    expect(await told(world)).toEqual(['PENDING CANCELLED', 'REWARD CANCELLED', 'REVERSAL CANCELLED']);
  });

  test('hears COMPLETED although PENDING was given up', async () => {
    const world = await started({ options: STATEFUL });
    await done(world);
    game.obey((_, response) => response.writeHead(410).end());
    await deliver(world);
    expect(await told(world)).toEqual(['PENDING FAILED', 'REWARD PENDING']);
    answer();
    await deliver(world, 2);
    expect(await told(world)).toEqual(['PENDING FAILED', 'REWARD ACKNOWLEDGED']);
  });

  test('does not wait for COMPLETED because PENDING is still being tried, and never hears PENDING after it', async () => {
    const world = await started({ options: STATEFUL });
    await done(world);
    fail();
    await deliver(world);
    answer();
    await db.execute(
      sql`UPDATE callback SET next_at = now() + interval '5 hours' WHERE kind = 'PENDING' AND status = 'PENDING'`,
    );
    await deliver(world, 2);
    expect(await told(world)).toEqual(['PENDING CANCELLED', 'REWARD ACKNOWLEDGED']);
    await deliver(world, 6);
    expect(await said(world)).toEqual(['PENDING', 'REWARD']);
    const [pending] = await callbacks(world);
    expect(await inTransaction((tx) => refireCallback(tx, pending!.id, { force: true }))).toBe(false);
  });
});

describe('a game that does not answer', () => {
  const answer = async (world: World) =>
    (await readProgress(world.userId, world.click, new Date()))!.timeline.steps[0]!.points.at(-1)!;

  test('is asked until the end of its ladder, and its player is told until when', async () => {
    const world = await started({});
    await done(world);
    fail();
    await deliver(world);
    const { kind, state, until, givesUpAt } = await answer(world);
    expect({ kind, state }).toEqual({ kind: 'answered', state: 'current' });
    const LADDER_MS = ((100 * 60 + 42) * 60 + 35) * 1000;
    expect(givesUpAt!.getTime() - until!.getTime()).toBe(LADDER_MS - 5_000);
  });

  test('has no next try and no end while it is paused', async () => {
    const world = await started({});
    await done(world);
    fail();
    await deliver(world);
    await db.execute(sql`UPDATE app SET callback_paused_at = now() WHERE id = ${world.cast.appId}::uuid`);
    expect(await answer(world)).toMatchObject({ state: 'current', until: null, givesUpAt: null });
  });
});

describe('a reversal', () => {
  const plain = () => started({});

  test.each([
    ['was never tried', async () => undefined, ['REWARD CANCELLED', 'REVERSAL CANCELLED'], []],
    [
      'was tried in vain',
      async (world: World) => {
        fail();
        await deliver(world);
      },
      ['REWARD CANCELLED', 'REVERSAL CANCELLED'],
      ['REWARD'],
    ],
    [
      'was given up',
      async (world: World) => {
        game.obey((_, response) => response.writeHead(410).end());
        await deliver(world);
      },
      ['REWARD CANCELLED', 'REVERSAL CANCELLED'],
      ['REWARD'],
    ],
    [
      'was acknowledged',
      async (world: World) => void (await deliver(world)),
      ['REWARD ACKNOWLEDGED', 'REVERSAL ACKNOWLEDGED'],
      ['REWARD', 'REVERSAL'],
    ],
    [
      'was acknowledged and is being replayed in vain',
      async (world: World) => {
        await deliver(world);
        const [reward] = await callbacks(world);
        await inTransaction((tx) => refireCallback(tx, reward!.id, { force: true }));
        fail();
        await deliver(world, 0.1);
      },
      ['REWARD CANCELLED', 'REVERSAL ACKNOWLEDGED'],
      ['REWARD', 'REWARD', 'REVERSAL'],
    ],
  ] as [string, (world: World) => Promise<void>, string[], string[]][])(
    'of a reward that %s',
    async (_, before, statuses, words) => {
      const world = await plain();
      await done(world);
      await before(world);
      await takenBack(world);
      answer();
      await deliver(world, 1);
      await deliver(world, 200);
      expect(await told(world)).toEqual(statuses);
      expect(await said(world)).toEqual(words);
    },
  );

  test.each([
    ['is acknowledged after all', 200, ['REWARD ACKNOWLEDGED', 'REVERSAL ACKNOWLEDGED']],
    ['is refused', 500, ['REWARD CANCELLED', 'REVERSAL CANCELLED']],
  ] as const)('of a reward that is under way and %s', async (_, status, statuses) => {
    const world = await plain();
    await done(world);
    game.obey(async (_heard, response, nth) => {
      if (nth === 1) await takenBack(world);
      response.writeHead(nth === 1 ? status : 200).end();
    });
    await deliver(world);
    await deliver(world, 1);
    expect(await told(world)).toEqual(statuses);
  });
});

describe('a step that pays nothing', () => {
  const tasks: Task[] = [{ key: 'install', rewardAmount: 0n }, { key: 'level-10' }];
  const installed = (world: World) => confirm(world.cast, world.click, { tx: `i-${world.tx}`, task: 'install' });

  test('is told once to a publisher that asks for it', async () => {
    const world = await started({ options: { zeroRewards: true }, tasks });
    await installed(world);
    await confirm(world.cast, world.click, { task: 'install' });
    expect(await told(world)).toEqual(['ACTIVITY PENDING']);
    await deliver(world);
    expect(await told(world)).toEqual(['ACTIVITY ACKNOWLEDGED']);
    expect(game.heard).toHaveLength(1);
    const { timeline } = (await readProgress(world.userId, world.click, new Date()))!;
    expect(timeline.steps.map(({ status }) => status)).toEqual(['CONFIRMED', 'NONE']);
  });

  test.each([
    ['did not ask', {}],
    ['asks for other states', { zeroRewards: true, activities: ['RECONCILED'] }],
  ] as [string, CallbackOptions][])('is not told to one that %s', async (_, options) => {
    const world = await started({ options, tasks });
    await installed(world);
    expect(await told(world)).toEqual([]);
  });
});

/** The dry run against what the automation itself decided, in days that the house's own use cases made. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { aCast, aClick, anOffer, aTicket, aUser, type Cast, signedGet } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { db, inTransaction, sql } from '@/lib/foundation/db';
import { matchWaiting } from '@/lib/postbacks/match-confirmation';
import { receivePostback } from '@/lib/postbacks/receive-postback';
import { cancelDryRun, type DryRunForm, goOnWithDryRun, startDryRun, wakeDryRuns } from '@/lib/reports/dry-run';
import { listDryRunRows, readDryRun } from '@/lib/reports/read-dry-run';
import { countOf } from '@/lib/rules/dry-run';
import { isRefusal } from '@/lib/rules/refusal';
import { addProof } from '@/lib/tickets/add-proof';
import { decideDueTickets } from '@/lib/tickets/decide-due-tickets';
import { submitRegisteredTickets } from '@/lib/tickets/queue-tickets';

await freshDatabase();

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const BEGIN = new Date('2026-10-05T00:00:00Z');
const after = (ms: number) => new Date(BEGIN.getTime() + ms);
/** Long after everything. */
const LATER = after(30 * 24 * HOUR);

const [agent] = await db.query<{ id: string }>(sql`
  INSERT INTO agent (email, name, role) VALUES ('lea@example.com', 'Lea', 'lead') RETURNING id`);
const agentId = agent!.id;

beforeEach(async () => {
  await db.execute(sql`DELETE FROM dry_run`);
});

const FORM: DryRunForm = {
  from: '2026-10-05',
  to: '2026-10-06',
  app: '',
  advertiser: '',
  limit: '5.00',
  grace: '0',
  limit2: '',
  grace2: '',
};

/** To its end, in batches of three. */
async function run(form: Partial<DryRunForm>) {
  const started = await startDryRun({ ...FORM, ...form }, agentId, { at: LATER });
  if (isRefusal(started)) throw new Error(JSON.stringify(started));
  await goOnWithDryRun(started.id, { at: LATER, batch: 3 });
  return (await readDryRun(started.id))!;
}

type Doing = {
  ticket: number;
  minute: number;
  does: 'PENDING' | 'COMPLETED' | 'RECONCILED' | 'proof';
  second: boolean;
};
type Scene = { dear: boolean[]; doings: Doing[] };

type Player = { userId: string; clickId: string; number: string };

const HOURS = 5;

/** Tickets at half past midnight, what is done minute by minute, and the automation at every full hour. */
async function play(cast: Cast, { dear, doings }: Scene): Promise<Player[]> {
  const players: Player[] = [];
  for (const isDear of dear) {
    const payoutMicros = isDear ? 9_000_000n : 1_500_000n;
    const tasks = ['one', 'two'].map((key) => ({ key, payoutMicros }));
    const offerId = await anOffer(cast, { tasks });
    const userId = await aUser(cast);
    const clickId = await aClick(userId, offerId, { at: after(-48 * HOUR) });
    const options = { tasks: ['one', 'two'], at: after(30 * MINUTE) };
    players.push({ userId, clickId, number: (await aTicket(userId, clickId, options)).number });
  }
  await submitRegisteredTickets({ at: after(30 * MINUTE) });
  for (let hour = 1; hour <= HOURS; hour += 1) {
    const begins = (hour - 1) * 60;
    const now = doings.filter(({ minute }) => minute > begins && minute < begins + 60 && minute > 30);
    for (const doing of now.toSorted((one, other) => one.minute - other.minute))
      await carryOut(cast, players[doing.ticket % players.length]!, doing);
    await decideDueTickets({ at: after(hour * HOUR) });
  }
  return players;
}

async function carryOut(cast: Cast, player: Player, { minute, does, second }: Doing): Promise<void> {
  const at = after(minute * MINUTE);
  if (does === 'proof') {
    await addProof(player.userId, player.number, { text: 'Here is more.' }, { at });
    return;
  }
  const task = second ? 'two' : 'one';
  const params = { click_id: player.clickId, tx: `${player.number}-${task}`, state: does, task };
  await receivePostback(cast.integrationKey, signedGet(cast.secret, params, at), null, at, { at });
  await matchWaiting({ at });
}

const doing = fc.record({
  ticket: fc.nat(3),
  minute: fc.integer({ min: 31, max: HOURS * 60 - 1 }),
  does: fc.constantFrom(
    'PENDING' as const,
    'COMPLETED' as const,
    'COMPLETED' as const,
    'RECONCILED' as const,
    'proof' as const,
  ),
  second: fc.boolean(),
});
const scene = fc.record({
  dear: fc.array(fc.boolean(), { minLength: 2, maxLength: 4 }),
  doings: fc.uniqueArray(doing, { maxLength: 14, selector: ({ minute }) => minute }),
});

type Decided = { number: string; outcome: string; reason: string; decidedAt: Date };

test('with the settings that were in force it decides as the automation decided, and as soon', {
  timeout: 240_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(scene, async (given) => {
      await db.execute(sql`DELETE FROM dry_run`);
      const cast = await aCast();
      const players = await play(cast, given);
      const numbers = players.map(({ number }) => number);
      const decided = await db.query<Decided>(sql`
        SELECT t.number, d.outcome, d.reason, d.decided_at FROM decision d JOIN ticket t ON t.id = d.ticket_id
         WHERE t.number = ANY(${numbers}) AND d.round = 1`);
      const found = await run({ app: cast.appKey });
      expect([found.status, found.total, found.done]).toEqual(['DONE', numbers.length, numbers.length]);
      expect(countOf(found.counts, 0, 'approve').count).toBe(
        decided.filter(({ outcome }) => outcome === 'APPROVED').length,
      );
      expect(countOf(found.counts, 0, 'deny').count).toBe(decided.filter(({ outcome }) => outcome === 'DENIED').length);
      const rows = await listDryRunRows(found.id, { after: -1, limit: 100 });
      // What is worth a line under the settings in force was contradicted; nothing went otherwise.
      for (const { number, rulings } of rows) {
        const what = decided.find((one) => one.number === number);
        expect(rulings[0]).toMatchObject({ verdict: 'deny', contradicted: true, reason: what?.reason });
        expect(new Date(rulings[0]!.at!)).toEqual(what?.decidedAt);
      }
    }),
    { numRuns: 25 },
  );
});

async function aScene(doings: Doing[], dear = [false]): Promise<{ cast: Cast; players: Player[] }> {
  const cast = await aCast();
  return { cast, players: await play(cast, { dear, doings }) };
}

const completedAt = (minute: number): Doing[] => [
  { ticket: 0, minute, does: 'COMPLETED', second: false },
  { ticket: 0, minute: minute + 1, does: 'COMPLETED', second: true },
];

test('a grace period keeps a denial back that was contradicted two hours later', async () => {
  const { cast, players } = await aScene(completedAt(150));
  const found = await run({ app: cast.appKey, limit2: '5.00', grace2: '3' });
  expect(countOf(found.counts, 0, 'deny', ['denied-auto'])).toEqual({ count: 1, micros: 3_000_000n });
  expect(countOf(found.counts, 0, 'contradicted')).toEqual({ count: 1, micros: 3_000_000n });
  expect(countOf(found.counts, 1, 'approve', ['denied-auto'])).toEqual({ count: 1, micros: 3_000_000n });
  expect(countOf(found.counts, 1, 'contradicted').count).toBe(0);
  expect(await listDryRunRows(found.id, { after: -1, limit: 10 })).toEqual([
    expect.objectContaining({
      number: players[0]!.number,
      happened: 'denied-auto',
      rulings: [
        { verdict: 'deny', reason: 'not-confirmed', at: after(HOUR).toISOString(), contradicted: true },
        { verdict: 'approve', reason: 'confirmed', at: after(151 * MINUTE).toISOString(), contradicted: false },
      ],
    }),
  ]);
});

test('a grace period that ends before the confirmation denies at the next full hour, one that ends after it does not', async () => {
  // Queued at half past twelve: an hour of grace is over at half past one, and two o’clock denies; confirmed at 2:02.
  const { cast } = await aScene(completedAt(121));
  const denies = await run({ app: cast.appKey, grace: '1' });
  expect(countOf(denies.counts, 0, 'deny').count).toBe(1);
  await db.execute(sql`DELETE FROM dry_run`);
  const waits = await run({ app: cast.appKey, grace: '2' });
  expect(countOf(waits.counts, 0, 'approve').count).toBe(1);
});

test('a higher limit decides what waited for an agent', async () => {
  const { cast } = await aScene([], [true, false]);
  const found = await run({ app: cast.appKey, limit: '5.00', limit2: '18.00', grace2: '0' });
  expect(countOf(found.counts, 0, 'leave', ['open'])).toEqual({ count: 1, micros: 18_000_000n });
  expect(countOf(found.counts, 1, 'deny', ['open'])).toEqual({ count: 1, micros: 18_000_000n });
});

test('the days are whole, and another game is not looked at', async () => {
  const { cast } = await aScene([]);
  expect((await run({ app: cast.appKey, from: '2026-10-05', to: '2026-10-05' })).total).toBe(1);
  await db.execute(sql`DELETE FROM dry_run`);
  expect((await run({ app: cast.appKey, from: '2026-10-06', to: '2026-10-06' })).total).toBe(0);
  await db.execute(sql`DELETE FROM dry_run`);
  expect((await run({ app: (await aCast()).appKey })).total).toBe(0);
});

test('one run per person; whoever died half-way goes on where the row says, and counts nothing twice', async () => {
  const { cast } = await aScene([], [false, false, false, false, true]);
  const form = { ...FORM, app: cast.appKey };
  const started = await startDryRun(form, agentId, { at: LATER });
  if (isRefusal(started)) throw new Error(started.message);
  expect(await startDryRun(form, agentId, { at: LATER })).toMatchObject({ refused: 'conflict' });
  await goOnWithDryRun(started.id, { at: LATER, batch: 2, batches: 1 });
  expect(await readDryRun(started.id)).toMatchObject({ status: 'RUNNING', total: 5, done: 2 });
  await inTransaction(wakeDryRuns);
  await Promise.all([1, 2].map(() => goOnWithDryRun(started.id, { at: LATER, batch: 2 })));
  await goOnWithDryRun(started.id, { at: LATER, batch: 2 });
  const found = (await readDryRun(started.id))!;
  expect(found).toMatchObject({ status: 'DONE', done: 5 });
  expect(countOf(found.counts, 0, 'deny').count + countOf(found.counts, 0, 'leave').count).toBe(5);
  expect(isRefusal(await startDryRun(form, agentId, { at: LATER }))).toBe(false);
});

test('a cancelled run does no more, and only its owner cancels it', async () => {
  const { cast } = await aScene([], [false, false]);
  const started = await startDryRun({ ...FORM, app: cast.appKey }, agentId, { at: LATER });
  if (isRefusal(started)) throw new Error(started.message);
  expect(await cancelDryRun(started.id, randomUUID())).toMatchObject({ refused: 'not-found' });
  expect(await cancelDryRun(started.id, agentId)).toEqual({ id: started.id });
  expect(await cancelDryRun(started.id, agentId)).toMatchObject({ refused: 'conflict' });
  await goOnWithDryRun(started.id, { at: LATER });
  expect(await readDryRun(started.id)).toMatchObject({ status: 'CANCELLED', done: 0 });
});

test('the form says what is wrong, field by field', async () => {
  const wrong = { from: 'x', to: '2026-10-05', limit: '5,00', grace: '-1', limit2: '1.00' };
  expect(await startDryRun({ ...FORM, ...wrong }, agentId)).toMatchObject({
    refused: 'malformed',
    fields: {
      from: expect.any(String),
      limit: expect.any(String),
      grace: expect.any(String),
      grace2: expect.any(String),
    },
  });
  expect(await startDryRun({ ...FORM, app: 'no-such-app' }, agentId)).toMatchObject({
    fields: { app: expect.any(String) },
  });
  expect(await startDryRun({ ...FORM, to: '2026-10-04' }, agentId)).toMatchObject({
    fields: { to: expect.any(String) },
  });
});

import { expect, test } from 'vitest';
import { aCast, aClick, anOffer, aTicket, aUser, DESCRIPTION, HOUR, ticketState } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { db, inTransaction, sql, type Tx } from '@/lib/foundation/db';
import { pauseClock, resumeClock, startClock, startRecheckClock } from '@/lib/tickets/clocks';
import { decideDueTickets } from '@/lib/tickets/decide-due-tickets';
import { decideTicket } from '@/lib/tickets/decide-ticket';
import { escalateTicket } from '@/lib/tickets/escalate-ticket';
import { markBreached } from '@/lib/tickets/mark-breached';

await freshDatabase();
const cast = await aCast();
const LARGE = [{ key: 'level-10', payoutMicros: 12_000_000n }];

type Clock = {
  kind: string;
  round: number;
  startedAt: Date;
  pausedMs: bigint;
  pausedAt: Date | null;
  targetAt: Date;
  breachAt: Date;
  metAt: Date | null;
  breachedAt: Date | null;
  policy: { targetHours?: number; calendar?: { version: number } };
};
const clocksOf = (number: string) =>
  db.query<Clock>(sql`
    SELECT c.* FROM clock c JOIN ticket t ON t.id = c.ticket_id WHERE t.number = ${number} ORDER BY c.started_at, c.kind DESC`);
const theClock = async (number: string) => (await clocksOf(number)).at(-1)!;

type Dates = { id: string; dueAt: Date | null; breachAt: Date | null };
const datesOf = async (number: string) =>
  (await db.query<Dates>(sql`SELECT id, due_at, breach_at FROM ticket WHERE number = ${number}`))[0]!;

async function aQueuedTicket(tasks?: { key: string; payoutMicros: bigint }[]) {
  const userId = await aUser(cast);
  const { number } = await aTicket(userId, await aClick(userId, await anOffer(cast, { tasks })));
  return { userId, number, id: (await datesOf(number)).id };
}

/** As the desk will: the status and the clocks in one transaction. */
async function move(
  number: string,
  status: string,
  clocks: (tx: Tx, ids: string[], at: Date) => Promise<void>,
  at: Date,
) {
  const { id } = await datesOf(number);
  await inTransaction(async (tx) => {
    await tx.execute(sql`UPDATE ticket SET status = ${status}, version = version + 1 WHERE id = ${id}::uuid`);
    await clocks(tx, [id], at);
  });
}
const after = (at: Date, ms: number) => new Date(at.getTime() + ms);
const deny = async (number: string) =>
  decideTicket({
    number,
    outcome: 'deny',
    reason: 'not-confirmed',
    note: null,
    version: (await ticketState(number)).version,
    actor: { kind: 'API', id: 'test' },
  });

test('a queued ticket has one clock, and its dates are the ticket’s', async () => {
  const { number } = await aQueuedTicket();
  const [clock, ...more] = await clocksOf(number);
  expect(more).toEqual([]);
  expect(clock).toMatchObject({
    kind: 'review',
    round: 1,
    pausedMs: 0n,
    pausedAt: null,
    metAt: null,
    breachedAt: null,
  });
  expect(clock!.targetAt).toEqual(after(clock!.startedAt, 24 * HOUR));
  expect(await datesOf(number)).toMatchObject({ dueAt: clock!.targetAt, breachAt: after(clock!.startedAt, 48 * HOUR) });
});

test('a decision ends the clock, by the automation as by an agent', async () => {
  const [small, large] = [await aQueuedTicket(), await aQueuedTicket(LARGE)];
  await decideDueTickets();
  expect((await theClock(small.number)).metAt).not.toBeNull();
  expect((await theClock(large.number)).metAt).toBeNull();
  await deny(large.number);
  const clock = await theClock(large.number);
  expect(clock.metAt!.getTime()).toBeGreaterThanOrEqual(clock.startedAt.getTime());
  expect(await datesOf(large.number)).toMatchObject({ dueAt: null, breachAt: null });
});

test('a ticket that is taken up again has a new clock, and the old one stays as it was', async () => {
  const { number, userId } = await aQueuedTicket();
  await decideDueTickets();
  const [first] = await clocksOf(number);
  await escalateTicket(userId, number, { description: DESCRIPTION });
  const clocks = await clocksOf(number);
  expect(clocks.map(({ round, metAt }) => [round, metAt !== null])).toEqual([
    [1, true],
    [2, false],
  ]);
  expect(clocks[0]).toEqual(first);
  expect((await datesOf(number)).dueAt).toEqual(clocks[1]!.targetAt);
});

test('starting a clock twice, even at the same time, leaves one', async () => {
  const { number, id } = await aQueuedTicket();
  const { startedAt } = await theClock(number);
  const start = () => inTransaction((tx) => startClock(tx, [id], after(tx.now, HOUR)));
  await Promise.all([start(), start()]);
  expect((await clocksOf(number)).map((clock) => clock.startedAt)).toEqual([startedAt]);
});

// R21
test('while the advertiser has a ticket its review clock rests, and goes on with the time that was left', async () => {
  const { number } = await aQueuedTicket(LARGE);
  const { startedAt } = await theClock(number);
  const asked = after(startedAt, 20 * HOUR);
  const theirs = { dueAt: after(asked, 240 * HOUR), breachAt: after(asked, 336 * HOUR), policy: { targetDays: 10 } };
  const ask = (tx: Tx, [ticketId]: string[], at: Date) =>
    startRecheckClock(tx, [{ ticketId: ticketId!, ...theirs }], at);
  await move(number, 'WITH_ADVERTISER', ask, asked);
  expect(await datesOf(number)).toMatchObject({ dueAt: theirs.dueAt, breachAt: theirs.breachAt });
  await markBreached({ at: after(startedAt, 100 * HOUR) });
  expect(await clocksOf(number)).toMatchObject([{ breachedAt: null }, { breachedAt: null }]);

  const answered = after(asked, 100 * HOUR);
  await move(number, 'ESCALATED', resumeClock, answered);
  const [review, recheck] = await clocksOf(number);
  expect(recheck).toMatchObject({ kind: 'recheck', metAt: answered, breachedAt: null });
  expect(review).toMatchObject({ kind: 'review', pausedAt: null, pausedMs: BigInt(100 * HOUR), metAt: null });
  expect(await datesOf(number)).toMatchObject({
    dueAt: after(answered, 4 * HOUR),
    breachAt: after(answered, 28 * HOUR),
  });
});

test('what was late before the advertiser was asked stays late afterwards', async () => {
  const { number } = await aQueuedTicket(LARGE);
  const { startedAt, targetAt, breachAt } = await theClock(number);
  await move(number, 'WITH_ADVERTISER', pauseClock, after(startedAt, 30 * HOUR));
  await move(number, 'ESCALATED', resumeClock, after(startedAt, 40 * HOUR));
  expect(await datesOf(number)).toMatchObject({ dueAt: targetAt, breachAt: after(breachAt, 10 * HOUR) });
});

test('two pauses add up, and pausing or resuming twice changes nothing', async () => {
  const { number } = await aQueuedTicket(LARGE);
  const { startedAt } = await theClock(number);
  for (const [hour, pause] of [
    [1, pauseClock],
    [2, pauseClock],
    [3, resumeClock],
    [4, resumeClock],
    [5, pauseClock],
    [6, resumeClock],
  ] as const) {
    await move(number, pause === pauseClock ? 'WITH_ADVERTISER' : 'ESCALATED', pause, after(startedAt, hour * HOUR));
  }
  const clock = await theClock(number);
  expect(clock.pausedMs).toBe(BigInt(3 * HOUR));
  expect(clock.targetAt).toEqual(after(startedAt, 27 * HOUR));
});

test('a decision while the clock rests counts the pause to its end', async () => {
  const { number } = await aQueuedTicket(LARGE);
  const { startedAt } = await theClock(number);
  await move(number, 'WITH_ADVERTISER', pauseClock, after(startedAt, -HOUR));
  await deny(number);
  const clock = await theClock(number);
  expect(clock).toMatchObject({ pausedAt: null, breachedAt: null });
  expect(clock.metAt!.getTime() - startedAt.getTime()).toBe(Number(clock.pausedMs));
});

test('a deadline is breached at its millisecond, is written down once, and is said in the story', async () => {
  const { number, id } = await aQueuedTicket(LARGE);
  const { breachAt } = await theClock(number);
  await markBreached({ at: after(breachAt, -1) });
  expect((await theClock(number)).breachedAt).toBeNull();
  await Promise.all([markBreached({ at: breachAt }), markBreached({ at: breachAt })]);
  await markBreached({ at: after(breachAt, HOUR) });
  expect((await theClock(number)).breachedAt).toEqual(breachAt);
  const events = await db.query(sql`SELECT data FROM ticket_event WHERE ticket_id = ${id}::uuid AND kind = 'breached'`);
  expect(events).toHaveLength(1);
});

test('a decision that comes after the breach is a breach, noticed or not', async () => {
  const { number, id } = await aQueuedTicket(LARGE);
  await db.execute(sql`
    UPDATE clock SET started_at = now() - interval '50 hours', target_at = now() - interval '26 hours',
           breach_at = now() - interval '2 hours' WHERE ticket_id = ${id}::uuid`);
  await deny(number);
  const clock = await theClock(number);
  expect(clock.breachedAt).toEqual(clock.breachAt);
});

test('clocks count the hours of the calendar that the policy names, and keep them as they were', async () => {
  const office = [{ from: 0, to: 60 }];
  const [calendar] = await db.query<{ id: string }>(sql`
    INSERT INTO calendar (name, time_zone, week) VALUES ('An hour a day', 'UTC', ${JSON.stringify(Array(7).fill(office))}::jsonb)
    RETURNING id`);
  await db.execute(
    sql`INSERT INTO calendar_holiday (calendar_id, date, name) VALUES (${calendar!.id}::uuid, '2001-01-01', 'Long ago')`,
  );
  await db.execute(sql`
    INSERT INTO setting (key, value) VALUES ('reviewClock', jsonb_build_object('targetHours', 2, 'breachHours', 4,
      'calendarId', ${calendar!.id}::text))`);
  const { number } = await aQueuedTicket(LARGE);
  const before = await theClock(number);
  expect(before.policy).toMatchObject({ targetHours: 2, calendar: { version: 1, holidays: [] } });
  expect(before.targetAt.getTime() - before.startedAt.getTime()).toBeGreaterThan(23 * HOUR);

  await db.execute(
    sql`UPDATE calendar SET version = 2, week = ${JSON.stringify(Array(7).fill([{ from: 0, to: 1440 }]))}::jsonb`,
  );
  expect(await theClock(number)).toEqual(before);
  await move(number, 'WITH_ADVERTISER', pauseClock, before.startedAt);
  await move(number, 'ESCALATED', resumeClock, after(before.startedAt, 24 * HOUR));
  expect((await theClock(number)).targetAt).toEqual(after(before.targetAt, 24 * HOUR));
  await db.execute(sql`DELETE FROM setting WHERE key = 'reviewClock'`);
});

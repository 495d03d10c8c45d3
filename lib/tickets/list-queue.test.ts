import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { aCast, anOffer } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { aDeskTicket, type DeskFacts } from '@/e2e/support/desk-tickets';
import { saveAgent } from '@/lib/accounts/agents';
import { db, sql } from '@/lib/foundation/db';
import { QUEUES, type Queue, type QueueOrder } from '@/lib/rules/queues';
import { isRefusal } from '@/lib/rules/refusal';
import { countQueues } from '@/lib/tickets/count-queues';
import { listQueue } from '@/lib/tickets/list-queue';

await freshDatabase();

const NOW = new Date('2026-11-20T12:00:00.000Z');
const HOUR = 3_600_000;
const at = (hours: number) => new Date(NOW.getTime() + hours * HOUR);
const cast = await aCast();
const offerId = await anOffer(cast, { title: 'Coin Kingdom' });
const me = await anAgent();

async function anAgent(): Promise<string> {
  const email = `${randomUUID().slice(0, 8)}@example.com`;
  const saved = await saveAgent({ email, name: 'Ada', role: 'agent', password: 'correct horse battery' }, NOW);
  if (isRefusal(saved)) throw new Error(saved.message);
  return saved.id;
}

function someTicket(facts: DeskFacts) {
  return aDeskTicket(cast, offerId, NOW, facts);
}

async function pages(queue: Queue, limit: number, order?: QueueOrder): Promise<string[][]> {
  const found: string[][] = [];
  let cursor: string | null = null;
  do {
    const page = await listQueue({ queue, agentId: me, cursor, limit, order }, NOW);
    if (isRefusal(page)) throw new Error(page.message);
    found.push(page.rows.map(({ number }) => number));
    cursor = page.next;
  } while (cursor !== null);
  return found;
}

async function emptied(): Promise<void> {
  await db.execute(sql`DELETE FROM ticket`);
}

test('tickets that are due at the same millisecond are each shown once, over all pages', async () => {
  await emptied();
  const same = await Promise.all(
    ['OPEN', 'ESCALATED', 'PENDING_CONFIRMATION', 'OPEN', 'OPEN', 'ESCALATED', 'OPEN'].map((status) =>
      someTicket({ status, dueAt: at(1) }),
    ),
  );
  const read = await pages('open', 2);
  expect(read.map((page) => page.length)).toEqual([2, 2, 2, 1]);
  expect(read.flat().sort()).toEqual(same.map(({ number }) => number).sort());
});

test('the most urgent comes first, and what is on no clock comes last, over pages of one', async () => {
  await emptied();
  const late = await someTicket({ dueAt: at(-1) });
  const later = await someTicket({ status: 'ESCALATED', dueAt: at(9) });
  const paused = await someTicket({ status: 'WITH_ADVERTISER' });
  const pausedToo = await someTicket({ status: 'WITH_ADVERTISER' });
  const soon = await someTicket({ dueAt: at(2) });
  const read = (await pages('open', 1)).flat();
  expect(read.slice(0, 3)).toEqual([late.number, soon.number, later.number]);
  expect(read.slice(3).sort()).toEqual([paused.number, pausedToo.number].sort());
});

test('due is within four hours or just missed; after the breach it is breached', async () => {
  await emptied();
  const soon = await someTicket({ dueAt: at(4) });
  await someTicket({ dueAt: new Date(at(4).getTime() + 1) });
  const missed = await someTicket({ dueAt: new Date(at(-24).getTime() + 1) });
  const breached = await someTicket({ dueAt: at(-24) });
  expect((await pages('due', 50)).flat()).toEqual([missed.number, soon.number]);
  expect((await pages('breached', 50)).flat()).toEqual([breached.number]);
});

test('decided tickets are read latest first, with ties, page by page', async () => {
  await emptied();
  const first = await someTicket({ status: 'DENIED', decidedAt: at(-3) });
  const tied = await Promise.all([1, 2, 3].map(() => someTicket({ status: 'DENIED', decidedAt: at(-2) })));
  const last = await someTicket({ status: 'DENIED', decidedAt: at(-1) });
  await someTicket({ status: 'APPROVED', decidedAt: at(-1) });
  const read = (await pages('denied', 2)).flat();
  expect(read[0]).toBe(last.number);
  expect(read.slice(1, 4).sort()).toEqual(tied.map(({ number }) => number).sort());
  expect(read[4]).toBe(first.number);
  expect(read).toHaveLength(5);
});

test('mine are mine, and only while they wait', async () => {
  await emptied();
  const mine = await someTicket({ dueAt: at(1), assigneeId: me });
  await someTicket({ dueAt: at(1), assigneeId: await anAgent() });
  await someTicket({ status: 'DENIED', decidedAt: at(-1), assigneeId: me });
  expect((await pages('mine', 50)).flat()).toEqual([mine.number]);
});

test('the counts agree with the lists', async () => {
  await emptied();
  await someTicket({ dueAt: at(1), assigneeId: me });
  await someTicket({ status: 'ESCALATED', dueAt: at(-30) });
  await someTicket({ status: 'WITH_ADVERTISER' });
  await someTicket({ status: 'APPROVED', decidedAt: at(-1) });
  await someTicket({ status: 'AWAITING_EMAIL' });
  const counts = await countQueues(me, NOW);
  expect(counts).toMatchObject({ new: 0, mine: 1, due: 1, breached: 1, escalated: 1, 'with-advertiser': 1, all: 5 });
  for (const queue of QUEUES) {
    if (queue === 'suspended') continue;
    expect((await pages(queue, 50)).flat()).toHaveLength(counts[queue]);
  }
});

test('a cursor that we did not write is refused, whatever it says', async () => {
  const bad = ['garbage', "1'; DROP TABLE ticket", '-', `zz.${'g'.repeat(32)}`, `zzzzzzzzzzz.${'a'.repeat(32)}`];
  for (const cursor of bad) {
    expect(await listQueue({ queue: 'open', agentId: me, cursor }, NOW)).toMatchObject({ refused: 'malformed' });
  }
});

test('an absurd page size is cut to a sensible one', async () => {
  for (const limit of [-1, 0, 1e9]) {
    expect(isRefusal(await listQueue({ queue: 'open', agentId: me, limit }, NOW))).toBe(false);
  }
});

test.each([
  ['new', [1, 3, 8]],
  ['mine', [2, 7]],
  ['breached', [4, 5]],
  ['escalated', [6, 7, 8]],
  ['with-advertiser', [9]],
] as const)('%s holds what belongs there, and not what sleeps, is held or was just decided', async (queue, wanted) => {
  await emptied();
  const soon = at(1);
  const facts: DeskFacts[] = [
    { dueAt: soon, columns: { snoozed_until: at(1).toISOString() } },
    { dueAt: soon, columns: { snoozed_until: at(-1).toISOString() } },
    { dueAt: soon, assigneeId: me },
    { status: 'PENDING_CONFIRMATION', dueAt: soon },
    { dueAt: at(-30), columns: { held_at: at(-1).toISOString(), held_reason: 'many alike' } },
    { dueAt: at(-30), columns: { snoozed_until: at(1).toISOString() } },
    { status: 'ESCALATED', dueAt: soon },
    { status: 'OPEN', dueAt: soon, assigneeId: me, columns: { lead_at: at(-1).toISOString() } },
    { dueAt: soon, columns: { second_wanted_at: at(-1).toISOString() } },
    { status: 'WITH_ADVERTISER' },
    { dueAt: soon, assigneeId: me, columns: { deciding_until: at(1).toISOString() } },
    { status: 'DENIED', decidedAt: at(-1), columns: { lead_at: at(-1).toISOString() } },
  ];
  const made: string[] = [];
  for (const fact of facts) made.push((await someTicket(fact)).number);
  const found = (await pages(queue, 2)).flat();
  expect(found.map((number) => made.indexOf(number)).sort()).toEqual([...wanted]);
});

test('an answer of the advertiser brings the ticket forward, asking again takes it back', async () => {
  await emptied();
  const { id, number } = await someTicket({ dueAt: at(1) });
  const ask = (round: number) =>
    db.execute(sql`
    INSERT INTO recheck (ticket_id, advertiser_id, round, asked_at, target_at, breach_at)
    VALUES (${id}::uuid, ${cast.advertiserId}::uuid, ${round}, ${NOW}, ${at(9)}, ${at(20)})`);
  await ask(1);
  expect((await pages('answered', 5)).flat()).toEqual([]);
  await db.execute(
    sql`UPDATE recheck SET answered_at = ${NOW}, answer = 'eligible', status = 'ANSWERED' WHERE ticket_id = ${id}::uuid`,
  );
  expect((await pages('answered', 5)).flat()).toEqual([number]);
  await ask(2);
  expect((await pages('answered', 5)).flat()).toEqual([]);
  await db.execute(sql`DELETE FROM recheck`);
});

test('an e-mail that failed brings its ticket to the delivery problems, until it is sent after all', async () => {
  await emptied();
  const tickets = [await someTicket({}), await someTicket({}), await someTicket({})];
  for (const [hour, { id }] of tickets.entries()) {
    await db.execute(sql`
      INSERT INTO email (key, ticket_id, template, props, locale, to_address, message_id, created_at)
      VALUES (${id}, ${id}::uuid, 'ticket-denied', '{}', 'en', 'a@example.com', ${id}, ${NOW})`);
    await db.execute(sql`UPDATE email SET status = 'FAILED', failed_at = ${at(hour)} WHERE ticket_id = ${id}::uuid`);
  }
  expect((await pages('delivery', 2)).flat()).toEqual(tickets.map(({ number }) => number).reverse());
  await db.execute(
    sql`UPDATE email SET status = 'PENDING', failed_at = NULL WHERE ticket_id = ${tickets[1]!.id}::uuid`,
  );
  expect((await pages('delivery', 2)).flat()).toEqual([tickets[2]!.number, tickets[0]!.number]);
  await db.execute(sql`UPDATE email SET last_reason = '5.1.1 no such user' WHERE ticket_id = ${tickets[2]!.id}::uuid`);
  expect(await listQueue({ queue: 'delivery', agentId: me, limit: 1 }, NOW)).toMatchObject({
    rows: [{ mailFailure: '5.1.1 no such user' }],
  });
  await db.execute(sql`DELETE FROM email`);
});

test('by value and by age a queue is read to its end too, with ties', async () => {
  await emptied();
  const values = [5n, 9n, 5n, 5n, 1n].map((value) => value * 1_000_000n);
  const made: string[] = [];
  for (const [hour, valueMicros] of values.entries())
    made.push((await someTicket({ dueAt: at(1), valueMicros, openedAt: at(-hour) })).number);
  const byValue = (await pages('new', 1, 'value')).flat();
  expect(byValue.map((number) => values[made.indexOf(number)])).toEqual(
    [9n, 5n, 5n, 5n, 1n].map((v) => v * 1_000_000n),
  );
  expect(new Set(byValue).size).toBe(5);
  expect((await pages('all', 2, 'newest')).flat()).toEqual(made);
  await emptied();
});

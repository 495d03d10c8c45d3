import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { aCast, aClick, anOffer, aUser, type Cast } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { saveAgent } from '@/lib/accounts/agents';
import { db, sql } from '@/lib/foundation/db';
import { QUEUES, type Queue } from '@/lib/rules/queues';
import { isRefusal } from '@/lib/rules/refusal';
import { ticketNumber } from '@/lib/rules/ticket-number';
import { countQueues } from '@/lib/tickets/count-queues';
import { listQueue } from '@/lib/tickets/list-queue';

await freshDatabase();

const NOW = new Date('2026-11-20T12:00:00.000Z');
const HOUR = 3_600_000;
const at = (hours: number) => new Date(NOW.getTime() + hours * HOUR);
const cast: Cast = await aCast();
const offerId = await anOffer(cast, { title: 'Coin Kingdom' });
const me = await anAgent();

async function anAgent(): Promise<string> {
  const email = `${randomUUID().slice(0, 8)}@example.com`;
  const saved = await saveAgent({ email, name: 'Ada', role: 'agent', password: 'correct horse battery' }, NOW);
  if (isRefusal(saved)) throw new Error(saved.message);
  return saved.id;
}

type Facts = { status?: string; dueAt?: Date | null; decidedAt?: Date | null; openedAt?: Date; assigneeId?: string };

async function someTicket({ status = 'OPEN', dueAt = null, decidedAt = null, openedAt = NOW, assigneeId }: Facts) {
  const userId = await aUser(cast);
  const clickId = await aClick(userId, offerId);
  const number = ticketNumber(Buffer.from(randomUUID().replaceAll('-', ''), 'hex'));
  const breachAt = dueAt && new Date(dueAt.getTime() + 24 * HOUR);
  await db.execute(sql`
    INSERT INTO ticket (number, user_id, app_id, offer_id, click_id, title_key, status, locale, address, description,
                        value_micros, reward_total, opened_at, opens_at, due_at, breach_at, decided_at, assignee_id)
    VALUES (${number}, ${userId}::uuid, ${cast.appId}::uuid, ${offerId}::uuid, ${clickId}, 'coin kingdom', ${status}, 'en',
            ${`${userId}@example.com`}, 'It did not come', 12000000, 3500, ${openedAt}, ${openedAt}, ${dueAt}, ${breachAt},
            ${decidedAt}, ${assigneeId ?? null}::uuid)`);
  return { number, clickId, userId };
}

async function pages(queue: Queue, limit: number): Promise<string[][]> {
  const found: string[][] = [];
  let cursor: string | null = null;
  do {
    const page = await listQueue({ queue, agentId: me, cursor, limit }, NOW);
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

/** What weak confirmations may do by themselves: within an allow-list and a daily budget, and never more, however many at once. */
import { randomUUID } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { aCast, aClick, anOffer, aTicket, aUser, type Cast, confirm, DAY, ticketState } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { db, inTransaction, sql } from '@/lib/foundation/db';
import { matchConfirmations, matchWaiting } from '@/lib/postbacks/match-confirmation';
import { settleHeld } from '@/lib/postbacks/settle-held';
import { brokenPromises } from '@/lib/reports/invariants';
import { readTrust } from '@/lib/reports/read-trust';
import { decideDueTickets } from '@/lib/tickets/decide-due-tickets';
import { decideTicket } from '@/lib/tickets/decide-ticket';
import { readTicketForAgent } from '@/lib/tickets/read-ticket-for-agent';

await freshDatabase();
afterEach(async () => expect(await brokenPromises()).toEqual([]));

const tomorrow = () => new Date(Date.now() + DAY);

/** A source whose confirmations are weak: $3.50 each, and by default no list and no budget. */
async function aWeakSource({ listed = false, budgetMicros = null as bigint | null } = {}): Promise<Cast> {
  const cast = await aCast();
  await settings(cast, { listed, budgetMicros });
  return cast;
}

async function settings(cast: Cast, { listed, budgetMicros }: { listed: boolean; budgetMicros: bigint | null }) {
  await db.execute(sql`
    UPDATE integration SET allowed_ips = ${listed ? ['0.0.0.0/0'] : []}, daily_budget_micros = ${budgetMicros}
     WHERE key = ${cast.integrationKey}`);
}

/** Confirmed by hand as the intake would keep it, weakly; not matched yet. Returns the confirmation's id. */
async function confirmedWeakly(cast: Cast, click: string): Promise<string> {
  const id = randomUUID();
  await db.execute(sql`
    INSERT INTO confirmation (id, integration_id, transaction, state, click_id, content, receipt_id, received_at, trust)
    SELECT ${id}::uuid, id, ${randomUUID()}, 'COMPLETED', ${click}, 'x', ${id}::uuid, now(), 'weak'
      FROM integration WHERE key = ${cast.integrationKey}`);
  return id;
}

async function started(cast: Cast) {
  const userId = await aUser(cast);
  return { userId, click: await aClick(userId, await anOffer(cast)) };
}

async function granted(click: string): Promise<number> {
  return (await db.query(sql`SELECT 1 FROM reward_grant WHERE click_id = ${click}`)).length;
}

async function idOf(cast: Cast): Promise<string> {
  const [row] = await db.query<{ id: string }>(sql`SELECT id FROM integration WHERE key = ${cast.integrationKey}`);
  return row!.id;
}

async function trustOf(cast: Cast) {
  return (await readTrust(await idOf(cast)))!;
}

const $7 = 7_000_000n;

test('within list and budget a weak confirmation grants and approves as a strong one does', async () => {
  const cast = await aWeakSource({ listed: true, budgetMicros: $7 });
  const [alone, asked] = [await started(cast), await started(cast)];
  const { number } = await aTicket(asked.userId, asked.click);
  for (const { click } of [alone, asked]) await confirmedWeakly(cast, click);
  await matchWaiting();
  expect(await granted(alone.click)).toBe(1);
  expect(await ticketState(number)).toMatchObject({ status: 'APPROVED' });
  expect((await trustOf(cast)).budget).toMatchObject({ limitMicros: $7, usedMicros: $7 });
});

test.each([
  ['without a list', { listed: false, budgetMicros: $7 }, 'no-allow-list'],
  ['without a budget', { listed: true, budgetMicros: null }, 'no-budget'],
  ['with a budget that does not suffice', { listed: true, budgetMicros: 3_499_999n }, 'budget-used-up'],
])('%s it pays nothing, and the ticket waits for an agent who is told why', async (_, how, doubt) => {
  const cast = await aWeakSource(how);
  const { userId, click } = await started(cast);
  const { number } = await aTicket(userId, click);
  await confirmedWeakly(cast, click);
  await matchWaiting();
  await decideDueTickets();
  expect(await granted(click)).toBe(0);
  const { status, version } = await ticketState(number);
  expect(status).toBe('OPEN');
  const seen = (await readTicketForAgent(number))!;
  expect(seen.facts).toContainEqual(
    expect.objectContaining({ kind: 'weak-confirmation', side: 'unclear', step: 'level-10', detail: doubt }),
  );
  expect((await trustOf(cast)).held).toBe(1);

  const actor = { kind: 'API' as const, id: 'test' };
  const ruling = { number, outcome: 'approve' as const, reason: 'confirmed', note: null, version, actor };
  expect(await decideTicket(ruling)).toMatchObject({ status: 'APPROVED' });
  expect(await granted(click)).toBe(1);
  expect(await trustOf(cast)).toMatchObject({ held: 0 });
});

test('twenty at once never pay more than the budget', async () => {
  const cast = await aWeakSource({ listed: true, budgetMicros: 17_500_000n });
  const all = await Promise.all(Array.from({ length: 20 }, () => started(cast)));
  for (const { userId, click } of all.slice(0, 10)) await aTicket(userId, click);
  const ids = await Promise.all(all.map(({ click }) => confirmedWeakly(cast, click)));
  await Promise.all([...ids.map((id) => matchConfirmations([id])), decideDueTickets(), decideDueTickets({ batch: 3 })]);
  const grants = await db.query(
    sql`SELECT 1 FROM reward_grant g JOIN confirmation c ON c.id = g.confirmation_id WHERE c.id = ANY(${ids}::uuid[])`,
  );
  expect(grants).toHaveLength(5);
  expect((await trustOf(cast)).budget).toMatchObject({ usedMicros: 17_500_000n });
});

test('the hourly run pays what the budget allows, the oldest tickets first, and leaves the rest', async () => {
  const cast = await aWeakSource();
  const all = [await started(cast), await started(cast), await started(cast)];
  const numbers: string[] = [];
  for (const { userId, click } of all) {
    numbers.push((await aTicket(userId, click)).number);
    await confirmedWeakly(cast, click);
  }
  await matchWaiting();
  await settings(cast, { listed: true, budgetMicros: $7 });
  await decideDueTickets();
  const states = await Promise.all(numbers.map(ticketState));
  expect(states.map(({ status }) => status)).toEqual(['APPROVED', 'APPROVED', 'OPEN']);
  expect((await trustOf(cast)).held).toBe(1);
});

test('what did not fit today is settled with the budget of tomorrow, with a ticket or without', async () => {
  const cast = await aWeakSource({ listed: true, budgetMicros: 3_500_000n });
  const [first, alone, asked] = [await started(cast), await started(cast), await started(cast)];
  const { number } = await aTicket(asked.userId, asked.click);
  for (const { click } of [first, alone, asked]) {
    await confirmedWeakly(cast, click);
    await matchWaiting();
  }
  expect(await Promise.all([first, alone, asked].map(({ click }) => granted(click)))).toEqual([1, 0, 0]);
  expect(await settleHeld(await idOf(cast))).toBe(0);
  await settings(cast, { listed: true, budgetMicros: $7 });
  expect(await settleHeld(await idOf(cast), { at: tomorrow() })).toBe(2);
  expect(await granted(alone.click)).toBe(1);
  expect(await ticketState(number)).toMatchObject({ status: 'APPROVED' });
  expect(await trustOf(cast)).toMatchObject({ held: 0 });
  await db.execute(sql`UPDATE budget_day SET day = day - 30`);
  await db.execute(sql`UPDATE reward_grant SET granted_at = granted_at - interval '30 days'`);
});

test('one that was taken back while it was held pays nothing the next day', async () => {
  const cast = await aWeakSource({ listed: true, budgetMicros: 1n });
  const { click } = await started(cast);
  const id = await confirmedWeakly(cast, click);
  await matchWaiting();
  expect((await trustOf(cast)).held).toBe(1);
  await db.execute(sql`
    INSERT INTO confirmation (integration_id, transaction, state, click_id, content, receipt_id, received_at, trust)
    SELECT integration_id, transaction, 'RECONCILED', click_id, 'y', receipt_id, now(), 'weak' FROM confirmation WHERE id = ${id}::uuid`);
  await matchWaiting();
  await settings(cast, { listed: true, budgetMicros: $7 });
  expect(await settleHeld(await idOf(cast))).toBe(0);
  expect(await granted(click)).toBe(0);
});

test('what an agent has refused is not paid the next day behind the agent’s back', async () => {
  const cast = await aWeakSource();
  const { userId, click } = await started(cast);
  const { number } = await aTicket(userId, click);
  await confirmedWeakly(cast, click);
  await matchWaiting();
  const { version } = await ticketState(number);
  const actor = { kind: 'API' as const, id: 'test' };
  await decideTicket({ number, outcome: 'deny', reason: 'fraud', note: 'No.', version, actor });
  await settings(cast, { listed: true, budgetMicros: $7 });
  expect(await settleHeld(await idOf(cast))).toBe(0);
  expect(await ticketState(number)).toMatchObject({ status: 'DENIED' });
});

test('a weak confirmation after a denial puts the ticket before an agent', async () => {
  const cast = await aWeakSource();
  const { userId, click } = await started(cast);
  const { number } = await aTicket(userId, click);
  await decideDueTickets();
  expect(await ticketState(number)).toMatchObject({ status: 'DENIED', round: 1 });
  await confirmedWeakly(cast, click);
  await matchWaiting();
  expect(await ticketState(number)).toMatchObject({ status: 'ESCALATED', round: 2 });
});

test('beside a strong confirmation of the same step a weak one costs nothing and holds nothing', async () => {
  const cast = await aWeakSource();
  const { click } = await started(cast);
  await confirmedWeakly(cast, click);
  await matchWaiting();
  await settings(cast, { listed: false, budgetMicros: null });
  await confirm(cast, click);
  expect(await granted(click)).toBe(1);
  await settings(cast, { listed: true, budgetMicros: $7 });
  await settleHeld(await idOf(cast));
  expect(await trustOf(cast)).toMatchObject({ held: 0, budget: { usedMicros: 0n } });
});

test('the database itself refuses a day beyond its budget', async () => {
  const cast = await aWeakSource({ listed: true, budgetMicros: $7 });
  const overdraw = inTransaction((tx) =>
    tx.execute(sql`
      INSERT INTO budget_day (integration_id, day, spent_micros, limit_micros)
      SELECT id, '2026-01-01', 7000001, 7000000 FROM integration WHERE key = ${cast.integrationKey}`),
  );
  await expect(overdraw).rejects.toThrow('budget_day_spent');
});

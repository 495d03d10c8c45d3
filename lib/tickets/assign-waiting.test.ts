import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { aCast, aClick, anOffer, aTicket, aUser, DESCRIPTION } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { db, sql } from '@/lib/foundation/db';
import { assignWaiting } from '@/lib/tickets/assign-waiting';
import { decideDueTickets } from '@/lib/tickets/decide-due-tickets';
import { escalateTicket } from '@/lib/tickets/escalate-ticket';

await freshDatabase();
const cast = await aCast();

beforeEach(async () => {
  await db.execute(sql`
    INSERT INTO setting (key, value) VALUES ('assignment', '{"byTurns": true}')
    ON CONFLICT (key) DO UPDATE SET value = excluded.value`);
});
/** Nobody is left to take what the next test opens, and nothing waits. */
afterEach(async () => {
  await db.execute(sql`UPDATE agent SET available = false`);
  await db.execute(sql`UPDATE ticket SET snoozed_until = now() + interval '1 year' WHERE decided_at IS NULL`);
});

async function anAgent({ role = 'agent', capacity = 20, available = true, disabled = false } = {}): Promise<string> {
  const [agent] = await db.query<{ id: string }>(sql`
    INSERT INTO agent (email, name, role, capacity, available, disabled_at)
    VALUES (${`${randomUUID()}@makegood.example`}, 'Ada', ${role}, ${capacity}, ${available}, ${disabled ? new Date() : null})
    RETURNING id`);
  return agent!.id;
}

async function aWaiting(payoutMicros = 12_000_000n) {
  const userId = await aUser(cast);
  const offer = await anOffer(cast, { tasks: [{ key: 'level-10', payoutMicros }] });
  const { number } = await aTicket(userId, await aClick(userId, offer));
  return { userId, number };
}

type State = { assigneeId: string | null; touchedAt: Date | null; version: number };
const stateOf = async (number: string) =>
  (await db.query<State>(sql`SELECT assignee_id, touched_at, version FROM ticket WHERE number = ${number}`))[0]!;
const loadOf = async (agentId: string) =>
  (await db.query(sql`SELECT 1 FROM ticket WHERE assignee_id = ${agentId}::uuid`)).length;

test('nothing is given while the operator has not asked for it', async () => {
  await db.execute(sql`DELETE FROM setting WHERE key = 'assignment'`);
  const agent = await anAgent();
  await aWaiting();
  expect(await assignWaiting()).toBe(0);
  expect(await loadOf(agent)).toBe(0);
});

test('tickets go round among those who are there and may decide', async () => {
  const [one, two] = [await anAgent(), await anAgent({ role: 'senior' })];
  const others = [
    await anAgent({ role: 'auditor' }),
    await anAgent({ available: false }),
    await anAgent({ disabled: true }),
    await anAgent({ capacity: 0 }),
  ];
  for (let at = 0; at < 4; at += 1) await aWaiting();
  expect(await assignWaiting()).toBe(4);
  expect([await loadOf(one), await loadOf(two)]).toEqual([2, 2]);
  for (const other of others) expect(await loadOf(other)).toBe(0);
});

test('the last free place is given, and the rest waits for the next', async () => {
  const agent = await anAgent({ capacity: 2 });
  for (let at = 0; at < 3; at += 1) await aWaiting();
  expect(await assignWaiting()).toBe(2);
  expect(await assignWaiting()).toBe(0);
  await db.execute(sql`UPDATE agent SET capacity = 3 WHERE id = ${agent}::uuid`);
  expect(await assignWaiting()).toBe(1);
});

test('two runs at once give no ticket twice and nobody too many', async () => {
  const agents = [await anAgent({ capacity: 2 }), await anAgent({ capacity: 2 })];
  for (let at = 0; at < 6; at += 1) await aWaiting();
  const given = await Promise.all([assignWaiting(), assignWaiting()]);
  expect(given[0]! + given[1]!).toBeLessThanOrEqual(4);
  await assignWaiting();
  for (const agent of agents) expect(await loadOf(agent)).toBe(2);
  const events = await db.query(sql`
    SELECT e.ticket_id FROM ticket_event e JOIN ticket t ON t.id = e.ticket_id
     WHERE e.kind = 'assigned' AND t.assignee_id = ANY(${agents}::uuid[])`);
  expect(events).toHaveLength(4);
});

// R14
test('what the automation will decide by itself is left to it: at its limit, and not a micro-dollar above', async () => {
  const agent = await anAgent();
  const [at, above] = [await aWaiting(5_000_000n), await aWaiting(5_000_001n)];
  expect(await assignWaiting()).toBe(1);
  expect((await stateOf(at.number)).assigneeId).toBeNull();
  expect(await stateOf(above.number)).toMatchObject({ assigneeId: agent, touchedAt: null });
  expect(await decideDueTickets()).toMatchObject({ denied: 1 });
});

test('an escalated ticket is given, however small', async () => {
  const { userId, number } = await aWaiting(1_000_000n);
  await decideDueTickets();
  await escalateTicket(userId, number, { description: DESCRIPTION });
  const agent = await anAgent();
  expect(await assignWaiting()).toBe(1);
  expect((await stateOf(number)).assigneeId).toBe(agent);
});

test('what is asleep, on hold, being decided or before a lead stays where it is', async () => {
  await anAgent();
  for (const change of [
    sql`snoozed_until = now() + interval '1 hour'`,
    sql`held_at = now(), held_reason = 'cluster'`,
    sql`deciding_until = now()`,
    sql`lead_at = now()`,
  ]) {
    const { number } = await aWaiting();
    await db.execute(sql`UPDATE ticket SET ${change} WHERE number = ${number}`);
  }
  expect(await assignWaiting()).toBe(0);
});

test('an agent who looks at the ticket meanwhile is told: its version has changed', async () => {
  await anAgent();
  const { number } = await aWaiting();
  const { version } = await stateOf(number);
  await assignWaiting();
  expect((await stateOf(number)).version).toBe(version + 1);
});

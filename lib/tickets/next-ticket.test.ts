/** The next ticket of a list: by its place, past what others are busy with, and none at the end. */
import { expect, test } from 'vitest';
import { aCast } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { aLargeTicket, anAgent, versionOf } from '@/e2e/support/desk';
import { db, sql } from '@/lib/foundation/db';
import { nextTicket } from '@/lib/tickets/next-ticket';
import { planDecision } from '@/lib/tickets/plan-decision';
import { notePresence } from '@/lib/tickets/presence';

await freshDatabase();
const cast = await aCast();
const [ada, bob] = [await anAgent('Ada'), await anAgent('Bob')];
const now = new Date();

/** Due one hour after the other. */
const numbers: string[] = [];
for (let at = 0; at < 4; at += 1) {
  const { number } = await aLargeTicket(cast);
  await db.execute(sql`
    UPDATE ticket SET due_at = ${new Date(now.getTime() + (at + 1) * 3_600_000)} WHERE number = ${number}`);
  numbers.push(number);
}
const [first, second, third, last] = numbers as [string, string, string, string];

const after = (number: string, agentId = ada, order: 'due' | 'newest' | 'value' = 'due') =>
  nextTicket({ number, queue: 'new', order, agentId }, now);

test('follows the order of the list, and ends where it ends', async () => {
  expect([await after(first), await after(second), await after(third), await after(last)]).toEqual([
    second,
    third,
    last,
    null,
  ]);
  expect(await after(first, ada, 'newest')).toBeNull();
  expect(await after(last, ada, 'newest')).toBe(third);
  expect(await after('MG-0000-0000')).toBeNull();
});

test('passes over what a colleague looks at, not over what one looks at oneself', async () => {
  await notePresence({ number: second, agentId: bob, replying: false }, { at: now });
  expect(await after(first)).toBe(third);
  expect(await after(first, bob)).toBe(second);
  await db.execute(sql`DELETE FROM presence`);
});

test('passes over what is being decided', async () => {
  const version = await versionOf(second);
  await planDecision({ number: second, outcome: 'deny', reason: 'terms-not-met', note: null, version, agentId: bob });
  expect(await after(first)).toBe(third);
});

test('what has no place in the order any more begins the list again', async () => {
  await db.execute(sql`UPDATE ticket SET due_at = NULL, breach_at = NULL WHERE number = ${third}`);
  expect(await after(third)).toBe(first);
});

import { expect, test } from 'vitest';
import { aCast, ticketState } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { aLargeTicket, anAgent, eventsOf, setting, versionOf } from '@/e2e/support/desk';
import { db, sql } from '@/lib/foundation/db';
import { isRefusal } from '@/lib/rules/refusal';
import { carryOutIntent } from '@/lib/tickets/carry-out-intent';
import { decideTicket } from '@/lib/tickets/decide-ticket';
import type { DecidingActor } from '@/lib/tickets/four-eyes';
import type { Planned } from '@/lib/tickets/intents';
import { planDecision } from '@/lib/tickets/plan-decision';

await freshDatabase();
const cast = await aCast();
const [ada, bob] = [await anAgent('Ada'), await anAgent('Bob')];

async function plan(number: string, agentId: string, outcome: 'approve' | 'deny' = 'approve') {
  const reason = outcome === 'approve' ? 'confirmed' : 'terms-not-met';
  return planDecision({ number, outcome, reason, note: null, version: await versionOf(number), agentId });
}

test.each([
  [100, 'one person'],
  [100.01, 'two persons'],
])('%s dollars need %s', async (usd, wanted) => {
  const { number } = await aLargeTicket(cast, { usd, confirmed: true });
  expect('secondWanted' in (await plan(number, ada))).toBe(wanted === 'two persons');
});

test('the second person carries it through, and both are on record', async () => {
  const { number } = await aLargeTicket(cast, { usd: 250, confirmed: true });
  expect(await plan(number, ada)).toMatchObject({ secondWanted: true });
  expect(await ticketState(number)).toMatchObject({ status: 'OPEN' });
  const { intent, undoUntil } = (await plan(number, bob)) as Planned;
  expect(await carryOutIntent(intent, { at: undoUntil })).toBe('done');
  expect(await ticketState(number)).toMatchObject({ status: 'APPROVED' });
  const kinds = (await eventsOf(number)).map(({ kind }) => kind);
  expect(kinds.slice(-3)).toEqual(['second-wanted', 'intended', 'approved']);
});

test('pressing twice, or twice at once, is still one person', async () => {
  const { number } = await aLargeTicket(cast, { usd: 250, confirmed: true });
  const answers = await Promise.all([plan(number, ada), plan(number, ada)]);
  expect(answers.filter(isRefusal)).toHaveLength(1);
  expect(await plan(number, ada)).toMatchObject({
    refused: 'second-person-needed',
    details: { approvedByYou: true },
  });
  expect(await ticketState(number)).toMatchObject({ status: 'OPEN' });
});

test('either of them may deny alone', async () => {
  const { number } = await aLargeTicket(cast, { usd: 250, confirmed: true });
  await plan(number, ada);
  const { intent, undoUntil } = (await plan(number, ada, 'deny')) as Planned;
  expect(await carryOutIntent(intent, { at: undoUntil })).toBe('done');
  expect(await ticketState(number)).toMatchObject({ status: 'DENIED' });
});

test('a key of the API is nobody, unless the operator vouches for it', async () => {
  const { number } = await aLargeTicket(cast, { usd: 250, confirmed: true });
  const decide = async (actor: DecidingActor, outcome: 'approve' | 'deny' = 'approve') =>
    decideTicket({ number, outcome, reason: 'confirmed', note: null, version: await versionOf(number), actor });
  expect(await decide({ kind: 'API', id: 'key' })).toMatchObject({ refused: 'second-person-needed' });
  await plan(number, ada);
  expect(await decide({ kind: 'API', id: 'key' })).toMatchObject({ refused: 'second-person-needed' });
  expect(await decide({ kind: 'API', id: 'key', alone: true })).toMatchObject({ status: 'APPROVED' });
});

test.each([{ aboveUsd: null }, { aboveUsd: '300.00' }])('below the limit %j one person is enough', async (value) => {
  await setting('fourEyes', value);
  const { number } = await aLargeTicket(cast, { usd: 250, confirmed: true });
  expect(await plan(number, ada)).toMatchObject({ intent: expect.any(String) });
  await db.execute(sql`DELETE FROM setting WHERE key = 'fourEyes'`);
});

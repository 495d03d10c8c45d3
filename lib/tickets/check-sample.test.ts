import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { aCast, aClick, anOffer, aTicket, aUser, ticketState } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { saveAgent } from '@/lib/accounts/agents';
import { db, sql } from '@/lib/foundation/db';
import { isRefusal } from '@/lib/rules/refusal';
import { checkSample, readSampleFigures } from '@/lib/tickets/check-sample';
import { decideDueTickets } from '@/lib/tickets/decide-due-tickets';
import { listQueue } from '@/lib/tickets/list-queue';

await freshDatabase();

const cast = await aCast();
const saved = await saveAgent(
  { email: `${randomUUID()}@example.com`, name: 'Ada', role: 'agent', password: 'correct horse battery' },
  new Date(),
);
if (isRefusal(saved)) throw new Error(saved.message);
const agentId = saved.id;

beforeEach(() => samplePercent(100));

function samplePercent(percent: number) {
  return db.execute(sql`
    INSERT INTO setting (key, value) VALUES ('sample', ${JSON.stringify({ percent })}::jsonb)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value`);
}

/** The hourly run denies it: the advertiser knows of nothing. */
async function aDeniedTicket(): Promise<string> {
  const userId = await aUser(cast);
  const { number } = await aTicket(userId, await aClick(userId, await anOffer(cast)));
  await decideDueTickets();
  expect((await ticketState(number)).status).toBe('DENIED');
  return number;
}

async function waiting(): Promise<string[]> {
  const page = await listQueue({ queue: 'sample', agentId }, new Date());
  if (isRefusal(page)) throw new Error(page.message);
  return page.rows.map(({ number }) => number);
}

test('a decision that was right leaves the queue and stands as it is', async () => {
  const number = await aDeniedTicket();
  expect(await waiting()).toContain(number);
  expect(await checkSample({ number, verdict: 'right', reason: '', agentId })).toEqual({ number, reopened: false });
  expect(await waiting()).not.toContain(number);
  expect((await ticketState(number)).status).toBe('DENIED');
});

test('a denial that was wrong is taken up again in a new round, once', async () => {
  const number = await aDeniedTicket();
  const wrong = { number, verdict: 'wrong' as const, reason: 'The picture shows level 10', agentId };
  expect(await checkSample(wrong)).toEqual({ number, reopened: true });
  expect(await ticketState(number)).toMatchObject({ status: 'ESCALATED', round: 2 });
  expect(await checkSample(wrong)).toMatchObject({ refused: 'conflict' });
  const { checked, overturned } = await readSampleFigures(new Date());
  expect([checked, overturned]).toEqual([2, 1]);
});

test('"wrong" wants a reason, and a ticket that is there', async () => {
  const number = await aDeniedTicket();
  expect(await checkSample({ number, verdict: 'wrong', reason: ' ', agentId })).toMatchObject({ refused: 'malformed' });
  expect(await checkSample({ number: 'MG-0000-0000', verdict: 'right', reason: '', agentId })).toMatchObject({
    refused: 'not-found',
  });
});

test('nobody draws what the setting does not ask for', async () => {
  await samplePercent(0);
  expect(await waiting()).not.toContain(await aDeniedTicket());
});

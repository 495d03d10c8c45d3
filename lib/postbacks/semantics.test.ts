/** What networks mean by what they send (seed 001), from the door to the reward: by BitLabs, which has every case of it. */
import { randomUUID } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { aNetwork, bitlabsSays, get } from '@/e2e/support/bitlabs';
import { aCast, aClick, anOffer, aTicket, aUser, count, type Task, ticketState } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { db, sql } from '@/lib/foundation/db';
import { matchWaiting } from '@/lib/postbacks/match-confirmation';
import { receivePostback } from '@/lib/postbacks/receive-postback';
import { brokenPromises } from '@/lib/reports/invariants';
import { decideDueTickets } from '@/lib/tickets/decide-due-tickets';
import { readProgress } from '@/lib/tickets/in-progress';
import { readTicketForAgent } from '@/lib/tickets/read-ticket-for-agent';

await freshDatabase();
const cast = await aCast();
const network = await aNetwork(cast);
afterEach(async () => expect(await brokenPromises()).toEqual([]));

const INSTALL: Task = { key: 'install', payoutMicros: 0n, rewardAmount: 0n };
const LEVEL: Task = { key: 'level-10', payoutMicros: 2_000_000n };
const PURCHASE: Task = { key: 'purchase', payoutMicros: 1_000_000n };

async function started(tasks: Task[] = [LEVEL]) {
  const userId = await aUser(cast);
  return { userId, click: await aClick(userId, await anOffer(cast, { tasks })) };
}

/** One callback about a step, and the matching after it. */
async function says(click: string, params: Record<string, string>) {
  const received = await bitlabsSays(network, {
    uid: 'u',
    click_id: click,
    offer_id: '77',
    task_id: 'level-10',
    ...params,
  });
  await matchWaiting();
  return received;
}

async function rewards(click: string) {
  return db.query<{ taskKey: string; reversed: boolean }>(sql`
    SELECT task_key, reversed_at IS NOT NULL AS reversed FROM reward_grant WHERE click_id = ${click} ORDER BY task_key`);
}

const tx = () => `o${randomUUID().slice(0, 8)}`;

test('an install of $0 pays nothing, grants nothing, and shows how far the user came', async () => {
  const { userId, click } = await started([INSTALL, LEVEL]);
  await says(click, { tx: tx(), task_id: 'install', raw: '0.00', offer_state: 'COMPLETED' });
  expect(await rewards(click)).toEqual([]);
  const progress = (await readProgress(userId, click, new Date()))!;
  const shown = progress.timeline.steps.map(({ taskKey, points }) => [
    taskKey,
    points.map(({ kind, state }) => `${kind} ${state}`),
  ]);
  expect(shown).toEqual([
    ['install', ['confirmed done']],
    ['level-10', ['confirmed current', 'sent later', 'answered later']],
  ]);
  expect(progress.timeline).toMatchObject({ status: 'NONE', waitingFor: 'advertiser' });
});

test('several steps convert, each by its own transaction; the same step twice pays once', async () => {
  const { click } = await started([INSTALL, LEVEL, PURCHASE]);
  for (const task_id of ['level-10', 'purchase', 'purchase']) await says(click, { tx: tx(), task_id, raw: '1.00' });
  expect(await rewards(click)).toEqual([
    { taskKey: 'level-10', reversed: false },
    { taskKey: 'purchase', reversed: false },
  ]);
});

test('a purchase in two callbacks, completion first and its amount after: paid once, whatever the user spent', async () => {
  const { click } = await started([PURCHASE]);
  await says(click, { tx: tx(), task_id: 'purchase', raw: '1.00' });
  await says(click, { tx: tx(), task_id: 'purchase', raw: '1.00', iap_usd: '49.99', hidden: '0' });
  expect(await rewards(click)).toHaveLength(1);
  const [grant] = await db.query(sql`SELECT amount_micros FROM reward_grant WHERE click_id = ${click}`);
  expect(grant).toEqual({ amountMicros: 1_000_000n });
});

test('a purchase hidden from the user that is no step of ours is noted, and pays nothing', async () => {
  const { click } = await started([LEVEL]);
  expect(await says(click, { tx: tx(), task_id: '991', hidden: '1', iap_usd: '4.99', raw: '0' })).toMatchObject({
    answer: { status: 200 },
  });
  expect(await rewards(click)).toEqual([]);
});

test('states never go back: what comes late of an earlier state changes nothing', async () => {
  const { click } = await started();
  const id = tx();
  for (const offer_state of ['COMPLETED', 'PENDING']) await says(click, { tx: id, raw: '2.00', offer_state });
  expect(await rewards(click)).toEqual([{ taskKey: 'level-10', reversed: false }]);
  for (const offer_state of ['RECONCILED', 'COMPLETED', 'PENDING'])
    await says(click, { tx: id, raw: '2.00', offer_state });
  expect(await rewards(click)).toEqual([{ taskKey: 'level-10', reversed: true }]);
});

test.each([
  ['by state', (id: string) => ({ tx: id, ref: id, offer_state: 'RECONCILED', raw: '2.00' })],
  ['by a transaction of its own', (id: string) => ({ tx: id.replace('o', 'r'), ref: id, raw: '-2.00' })],
])('a reversal that comes before its completion, %s, keeps the completion from paying', async (_, reversal) => {
  const { click } = await started();
  const id = tx();
  await says(click, reversal(id));
  await says(click, { tx: id, ref: id, raw: '2.00' });
  expect(await rewards(click)).toEqual([]);
});

test('a reconciliation of $0 rejects a late event: the ticket is answered with the reason, and nothing fails', async () => {
  const { userId, click } = await started();
  const { number } = await aTicket(userId, click);
  const rejection = { tx: tx(), raw: '0.00', offer_state: 'RECONCILED', rejection_reason: 'OFFER_EVENT_EXPIRED' };
  expect(await says(click, rejection)).toMatchObject({ answer: { status: 200 } });
  await decideDueTickets();
  expect(await ticketState(number)).toMatchObject({ status: 'DENIED' });
  const [letter] = await db.query<{ props: object }>(sql`
    SELECT m.props FROM email m JOIN ticket t ON t.id = m.ticket_id WHERE t.number = ${number} AND m.template = 'ticket-denied'`);
  expect(letter!.props).toMatchObject({ reason: 'rejected', detail: 'OFFER_EVENT_EXPIRED' });
});

test('a batch of reconciliations at once takes back each reward once', async () => {
  const all = await Promise.all(Array.from({ length: 12 }, async () => ({ ...(await started()), id: tx() })));
  for (const { click, id } of all) await says(click, { tx: id, ref: id, raw: '2.00' });
  const reversal = ({ click, id }: (typeof all)[number]) =>
    says(click, { tx: id.replace('o', 'r'), ref: id, raw: '-2.00', rejection_reason: 'CHARGEBACK' });
  await Promise.all([...all, ...all].map(reversal));
  for (const { click } of all) expect(await rewards(click)).toEqual([{ taskKey: 'level-10', reversed: true }]);
});

test.each([
  [
    'bitlabs',
    (click: string) => ({ click_id: click, tx: tx(), offer_id: '1', task_id: 'level-10', raw: '2.00', debug: 'true' }),
  ],
  ['theoremreach', (click: string) => ({ user_id: 'u', click_id: click, tx_id: tx(), reward: '5', debug: 'true' })],
  ['pollfish', (click: string) => ({ request_uuid: click, tx_id: tx(), cpa: '200', debug: 'true' })],
  ['wannads', (click: string) => ({ subId: 'u', subId2: click, transId: tx(), reward: '5', debug: '1' })],
  ['adjust', (click: string) => ({ click_id: click, activity_kind: 'install', environment: 'sandbox' })],
])('a test callback of %s is kept as a test, and never pays', async (dialect, params) => {
  const { click } = await started();
  const { key } = await aNetwork(cast, dialect);
  const before = await count('confirmation');
  const query = new URLSearchParams(params(click)).toString();
  await receivePostback(key, get(`https://rewards.example/api/postbacks/${key}`, query), null, new Date());
  await matchWaiting();
  expect(await db.query(sql`SELECT outcome FROM receipt WHERE integration_key = ${key}`)).toEqual([
    { outcome: 'test' },
  ]);
  expect(await count('confirmation')).toBe(before);
  expect(await rewards(click)).toEqual([]);
});

test('a rightly signed test callback never pays either', async () => {
  const { click } = await started();
  expect(await says(click, { tx: tx(), raw: '2.00', debug: 'true' })).toMatchObject({ answer: { status: 200 } });
  expect(await rewards(click)).toEqual([]);
});

test('the same transaction with other content is kept as a conflict, and the agent sees it on the ticket', async () => {
  const { userId, click } = await started();
  const { number } = await aTicket(userId, click);
  const id = tx();
  await says(click, { tx: id, raw: '2.00', offer_state: 'PENDING' });
  expect(await says(click, { tx: id, raw: '9.00', offer_state: 'PENDING' })).toMatchObject({
    refusal: { refused: 'conflict' },
  });
  const { evidence } = (await readTicketForAgent(number))!;
  expect(evidence.confirmations).toMatchObject([{ transaction: id, conflicts: 1, payoutMicros: 2_000_000n }]);
  expect(evidence.refused).toMatchObject([{ code: 'conflict' }]);
});

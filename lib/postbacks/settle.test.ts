import { randomUUID } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import {
  aCast,
  aClick,
  anOffer,
  aTicket,
  aUser,
  confirm,
  count,
  DAY,
  emailKeys,
  signedGet,
  ticketState,
} from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { storeClicks } from '@/lib/clicks/store-clicks';
import { db, inTransaction, sql } from '@/lib/foundation/db';
import { matchConfirmations, matchWaiting } from '@/lib/postbacks/match-confirmation';
import { receivePostback } from '@/lib/postbacks/receive-postback';
import { brokenPromises } from '@/lib/reports/invariants';
import { decideDueTickets } from '@/lib/tickets/decide-due-tickets';
import { decideTicket } from '@/lib/tickets/decide-ticket';
import { escalateTicket } from '@/lib/tickets/escalate-ticket';

await freshDatabase();
const cast = await aCast();
afterEach(async () => expect(await brokenPromises()).toEqual([]));

const LARGE = [{ key: 'deposit', payoutMicros: 12_000_000n, rewardAmount: 12_000n }];
const at = (dollars: bigint) => [{ key: 'deposit', payoutMicros: dollars, rewardAmount: 5n }];

async function started(tasks?: Parameters<typeof anOffer>[1]) {
  const userId = await aUser(cast);
  const click = await aClick(userId, await anOffer(cast, tasks));
  return { userId, click };
}

async function callbacks(click: string) {
  return db.query<{ kind: string; status: string; eventId: string }>(sql`
    SELECT cb.kind, cb.status, cb.event_id FROM callback cb JOIN reward_grant g ON g.id = cb.grant_id WHERE g.click_id = ${click} ORDER BY cb.kind DESC`);
}

test('a confirmation grants the reward once, however often and in however many transactions it comes', async () => {
  const { click } = await started();
  await Promise.all(Array.from({ length: 20 }, () => confirm(cast, click, { match: false })));
  await matchWaiting();
  expect(await callbacks(click)).toMatchObject([{ kind: 'REWARD', status: 'PENDING' }]);
});

test('the same postback twenty times at once is one confirmation', async () => {
  const { click } = await started();
  const before = await count('confirmation');
  const request = signedGet(cast.secret, { click_id: click, tx: randomUUID() });
  const received = await Promise.all(
    Array.from({ length: 20 }, () => receivePostback(cast.integrationKey, request, null, new Date())),
  );
  expect(await count('confirmation')).toBe(before + 1);
  const outcomes = received.map((one) => 'answer' in one && JSON.parse(one.answer.body).outcome).sort();
  expect(outcomes.filter((outcome) => outcome === 'recorded')).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome === 'duplicate')).toHaveLength(19);
});

test('the same transaction with other content is a conflict: kept, counted, and the first stands', async () => {
  const { click } = await started();
  const tx = randomUUID();
  await confirm(cast, click, { tx });
  const other = await receivePostback(
    cast.integrationKey,
    signedGet(cast.secret, { click_id: click, tx, payout: '9.99' }),
    null,
    new Date(),
  );
  expect(other).toMatchObject({ refusal: { refused: 'conflict', details: { receipt: expect.any(String) } } });
  const [kept] = await db.query(sql`SELECT conflicts, payout_micros FROM confirmation WHERE transaction = ${tx}`);
  expect(kept).toEqual({ conflicts: 1, payoutMicros: null });
});

test('an open ticket is approved by the confirmation itself, at once', async () => {
  const { userId, click } = await started();
  const { number } = await aTicket(userId, click);
  await confirm(cast, click);
  expect(await ticketState(number)).toMatchObject({ status: 'APPROVED', round: 1 });
  expect(await emailKeys(number)).toEqual(['validate-address', 'ticket-received', 'ticket-approved']);
});

test('a confirmation after a denial approves the ticket by itself and says so', async () => {
  const { userId, click } = await started();
  const { number } = await aTicket(userId, click);
  await decideDueTickets();
  expect(await ticketState(number)).toMatchObject({ status: 'DENIED', round: 1 });
  await confirm(cast, click);
  expect(await ticketState(number)).toMatchObject({ status: 'APPROVED', round: 2 });
  const [letter] = await db.query<{ props: { afterDenial: boolean } }>(sql`
    SELECT m.props FROM email m JOIN ticket t ON t.id = m.ticket_id WHERE t.number = ${number} AND m.template = 'ticket-approved'`);
  expect(letter!.props.afterDenial).toBe(true);
});

test.each([
  [90 * DAY - 60_000, 'APPROVED'],
  [90 * DAY + 60_000, 'ESCALATED'],
])('a confirmation %i ms after the denial leaves the ticket %s', async (ago, status) => {
  const { userId, click } = await started();
  const { number } = await aTicket(userId, click);
  await decideDueTickets();
  await db.execute(
    sql`UPDATE ticket SET denied_at = now() - make_interval(secs => ${ago / 1000}) WHERE number = ${number}`,
  );
  await confirm(cast, click);
  expect(await ticketState(number)).toMatchObject({ status });
});

test.each([
  [5_000_000n, 'APPROVED'],
  [5_000_001n, 'OPEN'],
  [5_010_000n, 'OPEN'],
])('confirmed, worth %s micro-dollars: %s', async (payoutMicros, status) => {
  const { userId, click } = await started({ tasks: at(payoutMicros) });
  const { number } = await aTicket(userId, click);
  await confirm(cast, click);
  await decideDueTickets();
  expect(await ticketState(number)).toMatchObject({ status });
});

test('above the limit the reward waits for the agent, whose approval grants it', async () => {
  const { userId, click } = await started({ tasks: LARGE });
  const { number } = await aTicket(userId, click);
  await confirm(cast, click);
  expect(await callbacks(click)).toEqual([]);
  const { version } = await ticketState(number);
  const ruling = {
    number,
    outcome: 'approve' as const,
    reason: 'confirmed',
    note: null,
    version,
    actor: { kind: 'API' as const, id: 'test' },
  };
  expect(await decideTicket(ruling)).toMatchObject({ status: 'APPROVED', version: version + 1 });
  expect(await callbacks(click)).toMatchObject([{ kind: 'REWARD' }]);
});

test('without a confirmation not even an agent can approve', async () => {
  const { userId, click } = await started({ tasks: LARGE });
  const { number } = await aTicket(userId, click);
  const { version } = await ticketState(number);
  const actor = { kind: 'API' as const, id: 'test' };
  const ruling = { number, outcome: 'approve' as const, reason: 'kindness', note: null, version, actor };
  expect(await decideTicket(ruling)).toMatchObject({ refused: 'not-confirmed', details: { missing: ['deposit'] } });
});

test('two agents press at once: one decides, the other is shown what changed', async () => {
  const { userId, click } = await started({ tasks: LARGE });
  const { number } = await aTicket(userId, click);
  const { version } = await ticketState(number);
  const press = (outcome: 'deny', id: string) =>
    decideTicket({ number, outcome, reason: 'not-confirmed', note: null, version, actor: { kind: 'API', id } });
  const answers = await Promise.all([press('deny', 'a'), press('deny', 'b')]);
  expect(answers.filter((answer) => !('refused' in answer))).toHaveLength(1);
  expect(answers.find((answer) => 'refused' in answer)).toMatchObject({
    refused: 'version-changed',
    details: { version: version + 1, status: 'DENIED' },
  });
});

test('a pending confirmation holds the ticket, tells the user once, and resolves either way', async () => {
  const [good, bad] = [await started(), await started()];
  const numbers = [(await aTicket(good.userId, good.click)).number, (await aTicket(bad.userId, bad.click)).number];
  for (const { click } of [good, bad]) await confirm(cast, click, { state: 'PENDING', tx: `tx-${click}` });
  await decideDueTickets();
  for (const number of numbers) expect(await ticketState(number)).toMatchObject({ status: 'PENDING_CONFIRMATION' });
  await confirm(cast, good.click, { state: 'COMPLETED', tx: `tx-${good.click}` });
  await confirm(cast, bad.click, { state: 'RECONCILED', tx: `tx-${bad.click}`, reason: 'CLICK_EXPIRED' });
  await decideDueTickets();
  expect(await ticketState(numbers[0]!)).toMatchObject({ status: 'APPROVED' });
  expect(await ticketState(numbers[1]!)).toMatchObject({ status: 'DENIED' });
  expect((await emailKeys(numbers[0]!)).filter((template) => template === 'ticket-pending')).toHaveLength(1);
});

test('a state never goes back: what comes after the reversal pays nothing', async () => {
  const { click } = await started();
  for (const state of ['RECONCILED', 'COMPLETED', 'PENDING']) await confirm(cast, click, { state, tx: `tx-${click}` });
  expect(await callbacks(click)).toEqual([]);
});

test('a reversal before the publisher acknowledged withdraws the reward; afterwards it is told', async () => {
  const [early, late] = [await started(), await started()];
  for (const { click } of [early, late]) await confirm(cast, click, { tx: `tx-${click}` });
  await db.execute(sql`
    WITH told AS (UPDATE callback SET status = 'ACKNOWLEDGED', next_at = NULL, attempts = 1, acknowledged_at = now()
      WHERE grant_id = (SELECT id FROM reward_grant WHERE click_id = ${late.click}) RETURNING id)
    INSERT INTO callback_attempt (callback_id, attempt_no, started_at, request, outcome, http_status)
    SELECT id, 1, now(), 'GET', 'acknowledged', 200 FROM told`);
  for (const { click } of [early, late])
    await confirm(cast, click, { state: 'RECONCILED', tx: `tx-${click}`, reason: 'CHARGEBACK' });
  expect(await callbacks(early.click)).toMatchObject([
    { kind: 'REWARD', status: 'CANCELLED' },
    { kind: 'REVERSAL', status: 'CANCELLED' },
  ]);
  const told = await callbacks(late.click);
  expect(told).toMatchObject([
    { kind: 'REWARD', status: 'ACKNOWLEDGED' },
    { kind: 'REVERSAL', status: 'PENDING' },
  ]);
  expect(told[0]!.eventId).toBe(told[1]!.eventId);
});

test('already acknowledged: the ticket is denied as already rewarded, with the date', async () => {
  const { userId, click } = await started();
  await confirm(cast, click);
  await db.execute(sql`
    WITH told AS (UPDATE callback SET status = 'ACKNOWLEDGED', next_at = NULL, attempts = 1, acknowledged_at = now()
      WHERE grant_id = (SELECT id FROM reward_grant WHERE click_id = ${click}) RETURNING id)
    INSERT INTO callback_attempt (callback_id, attempt_no, started_at, request, outcome, http_status)
    SELECT id, 1, now(), 'GET', 'acknowledged', 200 FROM told`);
  const { number } = await aTicket(userId, click);
  await decideDueTickets();
  const [letter] = await db.query<{ props: object }>(sql`
    SELECT m.props FROM email m JOIN ticket t ON t.id = m.ticket_id WHERE t.number = ${number} AND m.template = 'ticket-denied'`);
  expect(letter!.props).toMatchObject({ reason: 'already-rewarded', acknowledgedAt: expect.any(String) });
});

test('granted but never acknowledged: the ticket is approved and the same event is fired again', async () => {
  const { userId, click } = await started();
  await confirm(cast, click);
  const [before] = await callbacks(click);
  await db.execute(sql`
    UPDATE callback SET status = 'FAILED', next_at = NULL, failed_at = now()
     WHERE grant_id = (SELECT id FROM reward_grant WHERE click_id = ${click})`);
  const { number } = await aTicket(userId, click);
  await decideDueTickets();
  expect(await ticketState(number)).toMatchObject({ status: 'APPROVED' });
  expect(await callbacks(click)).toEqual([{ ...before, status: 'PENDING' }]);
});

test('what a person touched is left to the agent', async () => {
  const { userId, click } = await started();
  const { number } = await aTicket(userId, click);
  await db.execute(sql`UPDATE ticket SET touched_at = now() WHERE number = ${number}`);
  await decideDueTickets();
  expect(await ticketState(number)).toMatchObject({ status: 'OPEN' });
});

test('a denial can be contested once; the second round is an agent’s', async () => {
  const { userId, click } = await started();
  const { number } = await aTicket(userId, click);
  await decideDueTickets();
  expect(await escalateTicket(userId, number, { description: 'I have a picture.' })).toEqual({ number });
  expect(await escalateTicket(userId, number, { description: 'Again.' })).toMatchObject({ refused: 'conflict' });
  await decideDueTickets();
  expect(await ticketState(number)).toMatchObject({ status: 'ESCALATED', round: 2 });
});

test('a registered ticket ends by itself when the reward arrives first', async () => {
  const userId = await aUser(cast);
  const click = await aClick(userId, await anOffer(cast), { ago: 3600_000 });
  const { number } = await aTicket(userId, click);
  await confirm(cast, click);
  expect(await ticketState(number)).toMatchObject({ status: 'CLOSED', closedReason: 'rewarded' });
});

test('one of two claimed steps is granted as it is confirmed; the ticket waits for the other', async () => {
  const { userId, click } = await started({
    tasks: [
      { key: 'install', payoutMicros: 1_000_000n },
      { key: 'level-10', payoutMicros: 2_000_000n },
    ],
  });
  const { number } = await aTicket(userId, click, { tasks: ['install', 'level-10'] });
  await confirm(cast, click, { task: 'install' });
  expect(await callbacks(click)).toHaveLength(1);
  expect(await ticketState(number)).toMatchObject({ status: 'OPEN' });
  await confirm(cast, click, { task: 'level-10' });
  expect(await ticketState(number)).toMatchObject({ status: 'APPROVED' });
  expect(await callbacks(click)).toHaveLength(2);
});

test('a confirmation before its click is kept and matched when the click arrives', async () => {
  const userId = await aUser(cast);
  const offerId = await anOffer(cast);
  const id = randomUUID();
  const received = await confirm(cast, id);
  expect('answer' in received && JSON.parse(received.answer.body).outcome).toBe('unmatched');
  await inTransaction((tx) =>
    storeClicks(tx, [
      { id, userId, offerId, clickedAt: new Date(tx.now.getTime() - DAY), ip: null, country: null, device: {} },
    ]),
  );
  await matchWaiting();
  expect(await callbacks(id)).toHaveLength(1);
});

test('another advertiser’s click is refused, before and after it is known', async () => {
  const stranger = await aCast();
  const { click } = await started();
  expect(await confirm(stranger, click)).toMatchObject({ refusal: { refused: 'not-your-click' } });
  const [early] = [randomUUID()];
  await confirm(stranger, early!);
  const userId = await aUser(cast);
  const offerId = await anOffer(cast);
  await inTransaction((tx) =>
    storeClicks(tx, [{ id: early!, userId, offerId, clickedAt: tx.now, ip: null, country: null, device: {} }]),
  );
  await matchWaiting();
  expect(await callbacks(early!)).toEqual([]);
});

test('matching the same confirmation twice at once grants once', async () => {
  const { click } = await started();
  await confirm(cast, click, { match: false });
  const [waiting] = await db.query<{ id: string }>(sql`SELECT id FROM confirmation WHERE click_id = ${click}`);
  await Promise.all(Array.from({ length: 8 }, () => matchConfirmations([waiting!.id])));
  expect(await callbacks(click)).toHaveLength(1);
});

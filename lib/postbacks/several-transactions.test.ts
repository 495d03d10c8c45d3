/** Several transactions about one step, and one transaction that contradicts itself: what any-order.test.ts found. */
import { randomUUID } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { aCast, aClick, anOffer, aTicket, aUser, confirm, ticketState } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { db, sql } from '@/lib/foundation/db';
import { matchConfirmations, matchWaiting } from '@/lib/postbacks/match-confirmation';
import { brokenPromises } from '@/lib/reports/invariants';
import { decideDueTickets } from '@/lib/tickets/decide-due-tickets';
import { decideTicket } from '@/lib/tickets/decide-ticket';

await freshDatabase();
const cast = await aCast();
afterEach(async () => expect(await brokenPromises()).toEqual([]));

const TWO_STEPS = [
  { key: 'install', payoutMicros: 1_000_000n },
  { key: 'level-10', payoutMicros: 2_000_000n },
];

async function started(tasks = [{ key: 'level-10', payoutMicros: 2_000_000n }]) {
  const userId = await aUser(cast);
  return { userId, click: await aClick(userId, await anOffer(cast, { tasks })) };
}

async function isHeld(click: string): Promise<boolean | undefined> {
  const [grant] = await db.query<{ held: boolean }>(
    sql`SELECT reversed_at IS NULL AS held FROM reward_grant WHERE click_id = ${click}`,
  );
  return grant?.held;
}

async function acknowledge(click: string): Promise<void> {
  await db.execute(sql`
    WITH told AS (UPDATE callback SET status = 'ACKNOWLEDGED', next_at = NULL, attempts = 1, acknowledged_at = now()
      WHERE grant_id = (SELECT id FROM reward_grant WHERE click_id = ${click}) RETURNING id)
    INSERT INTO callback_attempt (callback_id, attempt_no, started_at, request, outcome, http_status)
    SELECT id, 1, now(), 'GET', 'acknowledged', 200 FROM told`);
}

test('two states of one transaction that name two steps at once: one stands, the other is a conflict', async () => {
  for (let time = 0; time < 10; time += 1) {
    const { click } = await started(TWO_STEPS);
    const tx = randomUUID();
    const answers = await Promise.all([
      confirm(cast, click, { tx, task: 'install', state: 'PENDING', match: false }),
      confirm(cast, click, { tx, task: 'level-10', match: false }),
    ]);
    expect(answers.filter((answer) => 'answer' in answer)).toHaveLength(1);
    expect(answers).toContainEqual(
      expect.objectContaining({ refusal: expect.objectContaining({ refused: 'conflict' }) }),
    );
    expect(await db.query(sql`SELECT conflicts FROM confirmation WHERE transaction = ${tx}`)).toEqual([
      { conflicts: 1 },
    ]);
  }
});

test('one of two completions is taken back: the reward stays, because the other proves it', async () => {
  const { click } = await started();
  await confirm(cast, click, { tx: `${click}-1` });
  await confirm(cast, click, { tx: `${click}-2` });
  await confirm(cast, click, { tx: `${click}-1`, state: 'RECONCILED' });
  expect(await isHeld(click)).toBe(true);
  await confirm(cast, click, { tx: `${click}-2`, state: 'RECONCILED' });
  expect(await isHeld(click)).toBe(false);
});

test('what is only pending keeps no reward that was taken back', async () => {
  const { click } = await started();
  await confirm(cast, click, { tx: `${click}-1` });
  await confirm(cast, click, { tx: `${click}-2`, state: 'PENDING' });
  await confirm(cast, click, { tx: `${click}-1`, state: 'RECONCILED', reason: 'CHARGEBACK' });
  const [grant] = await db.query(sql`
    SELECT g.reversal_reason, c.state FROM reward_grant g JOIN confirmation c ON c.id = g.reversal_confirmation_id WHERE g.click_id = ${click}`);
  expect(grant).toEqual({ reversalReason: 'CHARGEBACK', state: 'RECONCILED' });
});

test('nobody is told "approved" for a reward that was taken back and cannot be given again', async () => {
  const { userId, click } = await started();
  await confirm(cast, click, { tx: `${click}-1` });
  await confirm(cast, click, { tx: `${click}-1`, state: 'RECONCILED' });
  await confirm(cast, click, { tx: `${click}-2` });
  const { number } = await aTicket(userId, click);
  await decideDueTickets();
  const { status, version } = await ticketState(number);
  expect(status).toBe('OPEN');
  const actor = { kind: 'API' as const, id: 'test' };
  const ruling = { number, outcome: 'approve' as const, reason: 'confirmed', note: null, version, actor };
  expect(await decideTicket(ruling)).toMatchObject({ refused: 'not-confirmed', details: { missing: ['level-10'] } });
});

test('one step is taken back as the other is confirmed: the ticket about both is not approved', async () => {
  const { userId, click } = await started(TWO_STEPS);
  await confirm(cast, click, { tx: `${click}-1`, task: 'install' });
  await acknowledge(click);
  const { number } = await aTicket(userId, click, { tasks: ['install', 'level-10'] });
  await confirm(cast, click, { tx: `${click}-1`, task: 'install', state: 'RECONCILED', match: false });
  await confirm(cast, click, { tx: `${click}-2`, task: 'level-10', match: false });
  const waiting = await db.query<{ id: string }>(sql`
    SELECT id FROM confirmation WHERE click_id = ${click} AND matched_at IS NULL ORDER BY task_key`);
  await matchConfirmations(waiting.map(({ id }) => id));
  await decideDueTickets();
  expect(await ticketState(number)).toMatchObject({ status: 'DENIED' });
});

test('a weak confirmation after a denial puts the ticket before an agent', async () => {
  const { userId, click } = await started();
  const { number } = await aTicket(userId, click);
  await decideDueTickets();
  await confirm(cast, click, { match: false });
  await db.execute(sql`UPDATE confirmation SET trust = 'weak' WHERE click_id = ${click}`);
  await matchWaiting();
  expect(await ticketState(number)).toMatchObject({ status: 'ESCALATED', round: 2 });
});

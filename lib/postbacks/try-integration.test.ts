/** The sender and the replay: what they send is real, what they are refused stays refused. */
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { aCast, aClick, anOffer, aUser, signedGet } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import type { SampleRequest } from '@/lib/dialects/dialect';
import { toPostbackRequest } from '@/lib/dialects/sample';
import { db, sql } from '@/lib/foundation/db';
import { readReceipt } from '@/lib/postbacks/read-receipt';
import { receivePostback } from '@/lib/postbacks/receive-postback';
import { replayReceipt } from '@/lib/postbacks/replay-receipt';
import { type TrialOrder, tryIntegration } from '@/lib/postbacks/try-integration';
import { isRefusal } from '@/lib/rules/refusal';
import type { Trial } from '@/lib/rules/trials';

await freshDatabase();
const ADMIN = randomUUID();

/** As the door does it, without the network between. */
async function send(request: SampleRequest) {
  const key = new URL(request.url).pathname.split('/').at(-1)!;
  const received = await receivePostback(key, toPostbackRequest(request), '198.51.100.7', new Date());
  const status = 'answer' in received ? received.answer.status : 401;
  return { status, body: 'answer' in received ? received.answer.body : '', retryAfter: null, durationMs: 1 };
}

async function attempt(key: string, trial: Trial, more: Partial<TrialOrder> = {}) {
  const order = { key, trial, click: null, meant: false, taskKey: null, ...more };
  const tried = await tryIntegration(order, ADMIN, new Date(), send);
  if (isRefusal(tried)) throw new Error(tried.message);
  return tried.map(({ outcome, code }) => code ?? outcome);
}

async function audits(subject: string): Promise<string[]> {
  const rows = await db.query<{ action: string }>(sql`
    SELECT action FROM audit_entry WHERE subject = ${subject} AND actor_id = ${ADMIN}`);
  return rows.map(({ action }) => action);
}

test.each([
  ['right', ['unmatched']],
  ['duplicate', ['unmatched', 'duplicate']],
  ['stale', ['stale']],
  ['forged', ['bad-signature']],
  ['reversed', ['unmatched', 'unmatched']],
] as [Trial, string[]][])('a sample that is %s ends as %j, and can never be paid', async (trial, ends) => {
  const { integrationKey } = await aCast();
  expect(await attempt(integrationKey, trial)).toEqual(ends);
  expect(await audits(`integration:${integrationKey}`)).toEqual(['try-integration']);
  const clicks = await db.query<{ clickId: string }>(
    sql`SELECT click_id FROM receipt WHERE integration_key = ${integrationKey}`,
  );
  expect(clicks.every(({ clickId }) => clickId.startsWith('sample-'))).toBe(true);
});

test('a real click is sent only if it is meant', async () => {
  const cast = await aCast();
  const click = await aClick(await aUser(cast), await anOffer(cast));
  const order: TrialOrder = { key: cast.integrationKey, trial: 'right', click, meant: false, taskKey: null };
  expect(await tryIntegration(order, ADMIN, new Date(), send)).toMatchObject({ fields: { meant: expect.any(String) } });
  expect(await attempt(cast.integrationKey, 'right', { click, meant: true })).toEqual(['recorded']);
});

test('what takes no postbacks cannot be tried', async () => {
  const { integrationKey } = await aCast();
  await db.execute(sql`UPDATE integration SET dialect = 'standard' WHERE key = ${integrationKey}`);
  const order: TrialOrder = { key: integrationKey, trial: 'right', click: null, meant: false, taskKey: null };
  expect(await tryIntegration(order, ADMIN, new Date(), send)).toMatchObject({ refused: 'not-found' });
});

async function sent(key: string, request: ReturnType<typeof signedGet>, now = new Date()): Promise<string> {
  const seen = async () => db.query<{ id: string }>(sql`SELECT id FROM receipt WHERE integration_key = ${key}`);
  const before = (await seen()).map(({ id }) => id);
  await receivePostback(key, request, '198.51.100.7', now);
  return (await seen()).find(({ id }) => !before.includes(id))!.id;
}

test('what was refused for the secret is taken when it is run again with the right one', async () => {
  const cast = await aCast();
  const click = await aClick(await aUser(cast), await anOffer(cast));
  const id = await sent(cast.integrationKey, signedGet('the network’s secret', { click_id: click, tx: 'tx-1' }));
  expect(await replayReceipt(cast.integrationKey, id, ADMIN)).toMatchObject({
    outcome: 'refused',
    code: 'bad-signature',
  });
  await db.execute(sql`UPDATE integration SET secret = 'the network’s secret' WHERE key = ${cast.integrationKey}`);
  const replayed = await replayReceipt(cast.integrationKey, id, ADMIN);
  expect(replayed).toMatchObject({ outcome: 'recorded', code: null });
  expect(await replayReceipt(cast.integrationKey, id, ADMIN)).toMatchObject({ outcome: 'duplicate' });
  expect(await audits(`receipt:${id}`)).toHaveLength(3);
  const told = await readReceipt(cast.integrationKey, id, { mayWrite: true });
  expect(told!.replays.map(({ outcome }) => outcome)).toEqual(['duplicate', 'recorded', 'refused']);
});

test('a replay is judged at the instant its first request came, and again when it is replayed itself', async () => {
  const cast = await aCast();
  const [yesterday, click] = [new Date(Date.now() - 24 * 3600_000), 'unknown-click'];
  const request = signedGet(cast.secret, { click_id: click, tx: 'tx-1' }, yesterday);
  await receivePostback(cast.integrationKey, request, null, yesterday, { at: yesterday });
  const [first] = await db.query<{ id: string }>(
    sql`SELECT id FROM receipt WHERE integration_key = ${cast.integrationKey}`,
  );
  const again = await replayReceipt(cast.integrationKey, first!.id, ADMIN);
  if (isRefusal(again)) throw new Error(again.message);
  expect(again.outcome).toBe('duplicate');
  const told = await readReceipt(cast.integrationKey, again.receipt, { mayWrite: true });
  expect(told).toMatchObject({ replayOf: first!.id, explanation: { verdict: 'valid' } });
});

test('what was recorded is not run again, and neither is another integration’s', async () => {
  const [one, other] = [await aCast(), await aCast()];
  const click = await aClick(await aUser(one), await anOffer(one));
  const recorded = await sent(one.integrationKey, signedGet(one.secret, { click_id: click, tx: 'tx-1' }));
  const unmatched = await sent(one.integrationKey, signedGet(one.secret, { click_id: 'nobody', tx: 'tx-2' }));
  expect(await replayReceipt(one.integrationKey, recorded, ADMIN)).toMatchObject({ refused: 'conflict' });
  expect(await replayReceipt(other.integrationKey, unmatched, ADMIN)).toMatchObject({ refused: 'not-found' });
  expect(await replayReceipt(one.integrationKey, 'nothing', ADMIN)).toMatchObject({ refused: 'not-found' });
});

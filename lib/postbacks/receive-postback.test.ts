/** The door behind the door: what each way of talking is believed, kept as and answered. */
import { createHash, randomUUID } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { aCast, aClick, anOffer, aTicket, aUser, count, ticketState } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import type { PostbackRequest } from '@/lib/dialects/dialect';
import { db, sql } from '@/lib/foundation/db';
import { matchWaiting } from '@/lib/postbacks/match-confirmation';
import { receivePostback } from '@/lib/postbacks/receive-postback';
import { brokenPromises } from '@/lib/reports/invariants';
import { decideDueTickets } from '@/lib/tickets/decide-due-tickets';
import { decideTicket } from '@/lib/tickets/decide-ticket';

await freshDatabase();
const cast = await aCast();
afterEach(async () => expect(await brokenPromises()).toEqual([]));

type Options = { requireSignature?: boolean; statusMap?: Record<string, string>; eventMap?: Record<string, string> };

/** An integration of the cast's advertiser in this dialect. Returns its key; the secret is the cast's. */
async function speaking(dialect: string, { requireSignature = true, statusMap = {}, eventMap = {} }: Options = {}) {
  const key = `${dialect}-${randomUUID().slice(0, 8)}`;
  await db.execute(sql`
    INSERT INTO integration (key, advertiser_id, dialect, secret, require_signature, status_map, settings)
    VALUES (${key}, ${cast.advertiserId}::uuid, ${dialect}, ${cast.secret}, ${requireSignature},
            ${JSON.stringify(statusMap)}::jsonb, ${JSON.stringify({ eventMap })}::jsonb)`);
  return key;
}

async function started(task = 'level-10') {
  const userId = await aUser(cast);
  return { userId, click: await aClick(userId, await anOffer(cast, { tasks: [{ key: task }] })) };
}

function send(key: string, rawQuery: string) {
  const url = `https://rewards.example/api/postbacks/${key}`;
  const request: PostbackRequest = { method: 'GET', url, rawQuery, headers: {}, rawBody: new Uint8Array() };
  return receivePostback(key, request, '198.51.100.7', new Date());
}

async function lastReceipt(key: string) {
  const [receipt] = await db.query<{ outcome: string; code: string | null; detail: string | null }>(sql`
    SELECT outcome, code, detail FROM receipt WHERE integration_key = ${key} ORDER BY received_at DESC, id DESC LIMIT 1`);
  return receipt;
}

test('a tracker’s confirmation is kept and believed by nobody but an agent', async () => {
  const key = await speaking('appsflyer', { eventMap: { af_level_10: 'level-10' } });
  const { userId, click } = await started();
  const { number } = await aTicket(userId, click);
  const query = `clickid=${click}&event=af_level_10&event_time=1763640000&token=${cast.secret}`;

  const first = await send(key, query);
  expect(first).toMatchObject({ answer: { status: 200, body: expect.stringMatching(/^OK recorded [0-9a-f-]{36}$/) } });
  expect(await send(key, query)).toMatchObject({ answer: { body: expect.stringMatching(/^OK duplicate /) } });
  const [kept] = await db.query(
    sql`SELECT trust, state, task_key, transaction FROM confirmation WHERE click_id = ${click}`,
  );
  const transaction = createHash('sha256')
    .update(JSON.stringify([click, 'af_level_10', '1763640000']))
    .digest('hex');
  expect(kept).toEqual({ trust: 'weak', state: 'COMPLETED', taskKey: 'level-10', transaction });

  await matchWaiting();
  await decideDueTickets();
  const { status, version } = await ticketState(number);
  expect(status).toBe('OPEN');
  expect(await db.query(sql`SELECT 1 FROM reward_grant WHERE click_id = ${click}`)).toEqual([]);

  const actor = { kind: 'API' as const, id: 'test' };
  const ruling = { number, outcome: 'approve' as const, reason: 'confirmed', note: null, version, actor };
  expect(await decideTicket(ruling)).toMatchObject({ status: 'APPROVED' });
  expect(await db.query(sql`SELECT 1 FROM reward_grant WHERE click_id = ${click}`)).toHaveLength(1);
});

test('without its token a tracker is refused, unless the operator asks for none', async () => {
  const [strict, lax] = [await speaking('adjust'), await speaking('adjust', { requireSignature: false })];
  const { click } = await started('bkrfgq');
  const query = `click_id=${click}&activity_kind=event&event_token=bkrfgq&created_at=1`;
  expect(await send(strict, query)).toMatchObject({ refusal: { refused: 'bad-signature' }, inTheirWords: null });
  expect(await lastReceipt(strict)).toMatchObject({ outcome: 'refused', code: 'bad-signature' });
  expect(await send(lax, query)).toMatchObject({ answer: { status: 200 } });
  expect(await send(lax, `${query}&token=guessed`)).toMatchObject({ refusal: { refused: 'bad-signature' } });
});

test('an unsigned confirmation is weak even where a signed one would be strong', async () => {
  const key = await speaking('native', { requireSignature: false });
  const { click } = await started();
  const ts = Math.floor(Date.now() / 1000);
  expect(await send(key, `click_id=${click}&tx=${randomUUID()}&ts=${ts}`)).toMatchObject({ answer: { status: 200 } });
  expect(await db.query(sql`SELECT trust FROM confirmation WHERE click_id = ${click}`)).toEqual([{ trust: 'weak' }]);
});

test('TUNE is answered with 200 and its own words, accepted or not', async () => {
  const key = await speaking('tune');
  const { click } = await started();
  const query = `transaction_id=${click}&goal_id=0&security_token=${cast.secret}`;
  expect(await send(key, query)).toMatchObject({ answer: { status: 200, body: 'success=true;' } });
  expect(await send(key, query.replace(cast.secret, 'wrong-token'))).toMatchObject({
    refusal: { refused: 'bad-signature', details: { receipt: expect.any(String) } },
    inTheirWords: { status: 200, body: 'success=false; err_msg=The signature does not match.;' },
  });
  const other = await send(key, `${query}&payout=9.99`);
  expect(other).toMatchObject({ refusal: { refused: 'conflict' }, inTheirWords: { status: 200 } });
});

test('a test and a report of no consequence are answered politely and confirm nothing', async () => {
  const key = await speaking('adjust');
  const { click } = await started('install');
  const before = await count('confirmation');
  const install = `click_id=${click}&activity_kind=install`;
  expect(await send(key, `${install}&environment=sandbox`)).toMatchObject({ answer: { status: 200 } });
  expect(await lastReceipt(key)).toEqual({ outcome: 'test', code: null, detail: null });
  expect(await send(key, `${install}&environment=sandbox&token=wrong`)).toMatchObject({ refusal: {} });
  expect(await send(key, `click_id=${click}&activity_kind=session&token=${cast.secret}`)).toMatchObject({
    answer: { body: expect.stringMatching(/^OK noted /) },
  });
  expect(await lastReceipt(key)).toMatchObject({ outcome: 'noted', detail: expect.stringContaining('session') });
  expect(await count('confirmation')).toBe(before);
});

test('the operator’s words for states and events count', async () => {
  const key = await speaking('keitaro', { statusMap: { hold: 'COMPLETED' }, eventMap: { ftd: 'deposit' } });
  const { click } = await started('deposit');
  const query = `subid=${click}&event=ftd&token=${cast.secret}`;
  expect(await send(key, `${query}&status=maturing`)).toMatchObject({ refusal: { refused: 'malformed' } });
  expect(await send(key, `${query}&status=hold`)).toMatchObject({ answer: { body: 'Success' } });
  const [kept] = await db.query(sql`SELECT state, task_key FROM confirmation WHERE click_id = ${click}`);
  expect(kept).toEqual({ state: 'COMPLETED', taskKey: 'deposit' });
});

test('a rejection takes back what the same transaction had confirmed, with the tracker’s reason', async () => {
  const key = await speaking('appsflyer');
  const { click } = await started('install');
  const query = `clickid=${click}&token=${cast.secret}`;
  await send(key, query);
  await send(key, `${query}&blocked_reason=bots`);
  const states = await db.query(sql`
    SELECT state, reason FROM confirmation WHERE click_id = ${click} ORDER BY state`);
  expect(states).toEqual([
    { state: 'COMPLETED', reason: null },
    { state: 'RECONCILED', reason: 'bots' },
  ]);
  const [{ n }] = (await db.query<{ n: number }>(
    sql`SELECT count(DISTINCT transaction)::int AS n FROM confirmation WHERE click_id = ${click}`,
  )) as [{ n: number }];
  expect(n).toBe(1);
});

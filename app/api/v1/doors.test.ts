import { expect, test } from 'vitest';
import * as advertisers from '@/app/api/v1/advertisers/[key]/route';
import * as apps from '@/app/api/v1/apps/[key]/route';
import * as replay from '@/app/api/v1/callbacks/[id]/replay/route';
import * as callbacks from '@/app/api/v1/callbacks/route';
import * as clicks from '@/app/api/v1/clicks/route';
import * as integrations from '@/app/api/v1/integrations/[key]/route';
import * as offers from '@/app/api/v1/offers/[key]/route';
import * as decision from '@/app/api/v1/tickets/[number]/decision/route';
import * as ticket from '@/app/api/v1/tickets/[number]/route';
import * as tickets from '@/app/api/v1/tickets/route';
import * as inProgress from '@/app/api/v1/users/[app]/[user]/in-progress/route';
import { freshDatabase } from '@/e2e/support/database';
import { operator, smallWorld } from '@/e2e/support/operator';
import { API_SCOPES } from '@/lib/accounts/api-keys';
import { db, inTransaction, sql } from '@/lib/foundation/db';
import { grantRewards } from '@/lib/rewards/grant-reward';
import { decideDueTickets } from '@/lib/tickets/decide-due-tickets';

await freshDatabase({
  except: [
    'a grant without a ticket rests on a confirmation',
    'the amount granted is the amount promised at the click',
    'time runs forward',
  ],
});
await smallWorld();
const now = new Date();
const call = await operator([...API_SCOPES], now);
const HOUR = 3_600_000;
const ago = (hours: number) => new Date(now.getTime() - hours * HOUR).toISOString();
const refused = (status: number, code: string) => ({ status, json: { error: { code, message: expect.any(String) } } });

async function started(id: string, user: string, hours: number, offer = 'coin'): Promise<void> {
  const body = { clicks: [{ id, app: 'gems', user, offer, clickedAt: ago(hours) }] };
  expect(await call(clicks.POST, { body })).toMatchObject({ status: 200, json: { accepted: 1 } });
}

const words = 'I reached level 10 yesterday and nothing came.';
const form = (click: string, more: object = {}) => ({
  click,
  email: 'player@mail.example',
  description: words,
  ...more,
});

/** As if the player had clicked the link in the validation e-mail an hour ago. */
async function validate(number: string): Promise<void> {
  await db.execute(sql`
    UPDATE ticket SET status = 'OPEN', validated_at = now(), queued_at = now() - interval '1 hour', version = version + 1
    WHERE number = ${number}`);
}

async function confirm(click: string, task: string): Promise<void> {
  await db.execute(sql`
    INSERT INTO confirmation (integration_id, transaction, state, click_id, task_key, content, receipt_id, received_at,
                              matched_at, user_id, title_key)
    SELECT i.id, ${`tx-${click}-${task}`}, 'COMPLETED', c.id, ${task}, 'content', uuidv7(), now(), now(), c.user_id, c.title_key
    FROM click c, integration i WHERE c.id = ${click} AND i.key = 'adv-native'`);
}

test('every door asks for a key first, and for the right scope', async () => {
  const nobody = await operator([], now);
  const all = [
    [advertisers.PUT, { key: 'x' }],
    [integrations.PUT, { key: 'x' }],
    [apps.PUT, { key: 'x' }],
    [offers.PUT, { key: 'x' }],
    [clicks.POST, {}],
    [tickets.POST, {}],
    [tickets.GET, {}],
    [ticket.GET, { number: 'x' }],
    [decision.POST, { number: 'x' }],
    [inProgress.GET, { app: 'x', user: 'x' }],
    [callbacks.GET, {}],
    [replay.POST, { id: 'x' }],
  ] as const;
  for (const [handler, params] of all) {
    expect(await nobody(handler, { params })).toMatchObject(refused(403, 'not-allowed'));
    const stranger = await nobody(handler, { params, headers: { Authorization: 'Bearer mg_nobody' } });
    expect(stranger).toMatchObject(refused(401, 'not-signed-in'));
    expect(stranger.headers.get('www-authenticate')).toBe('Bearer');
  }
});

test('methods that a door does not know are answered with what it knows', async () => {
  const response = await tickets.PUT();
  expect(response.status).toBe(405);
  expect(response.headers.get('allow')).toBe('GET, POST, HEAD, OPTIONS');
  expect((await clicks.GET()).headers.get('allow')).toBe('POST, OPTIONS');
});

test('an advertiser is written through its door', async () => {
  const body = { name: 'Acme', recheckEmail: 'desk@acme.example' };
  expect(await call(advertisers.PUT, { params: { key: 'acme' }, body })).toMatchObject({
    status: 200,
    json: { key: 'acme', name: 'Acme', timeZone: 'UTC' },
  });
});

for (const key of ['', ' ', 'a%20b', 'a/b', '%00', '%E0%A4', 'x'.repeat(129), '..%2F..']) {
  test(`the key ${JSON.stringify(key.slice(0, 20))} is malformed`, async () => {
    const body = { name: 'Acme', recheckEmail: 'desk@acme.example' };
    expect(await call(advertisers.PUT, { params: { key }, body })).toMatchObject({
      ...refused(400, 'malformed'),
      json: { error: { fields: { key: expect.any(String) } } },
    });
  });
}

for (const [name, body, headers, status, code] of [
  ['no JSON', '{', {}, 400, 'malformed'],
  ['a list', '[]', {}, 400, 'malformed'],
  ['null', 'null', {}, 400, 'malformed'],
  ['a form', 'name=Acme', { 'Content-Type': 'application/x-www-form-urlencoded' }, 415, 'unsupported-type'],
  ['65 KiB', JSON.stringify({ name: 'x'.repeat(66_000) }), {}, 413, 'too-large'],
] as const) {
  test(`${name} as a body is ${code}`, async () => {
    expect(await call(advertisers.PUT, { params: { key: 'acme' }, body, headers })).toMatchObject(
      refused(status, code),
    );
  });
}

test('a thousand clicks are taken, a thousand and one are not, and neither is more than a MiB', async () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, n) => ({
      id: `many-${n}`,
      app: 'gems',
      user: `many-${n}`,
      offer: 'coin',
      clickedAt: ago(30),
    }));
  expect(await call(clicks.POST, { body: { clicks: many(1001) } })).toMatchObject(refused(400, 'malformed'));
  expect(await call(clicks.POST, { body: { clicks: many(1000) } })).toMatchObject({
    status: 200,
    json: { accepted: 1000 },
  });
  const fat = { clicks: [{ id: 'fat', device: { note: 'x'.repeat(1_100_000) } }] };
  expect(await call(clicks.POST, { body: fat })).toMatchObject(refused(413, 'too-large'));
});

test('a ticket is opened, read, held back without a confirmation, and approved with one', async () => {
  await started('story', 'storyteller', 30);
  const opened = await call(tickets.POST, { body: form('story', { locale: 'es-MX' }) });
  expect(opened).toMatchObject({
    status: 201,
    json: { number: expect.stringMatching(/^MG-/), status: 'AWAITING_EMAIL' },
  });
  const { number } = opened.json as { number: string };
  expect(await call(tickets.POST, { body: form('story') })).toMatchObject({ ...refused(409, 'ticket-exists') });
  const read = async () => (await call(ticket.GET, { params: { number } })).json;
  expect(await read()).toMatchObject({
    number,
    status: 'AWAITING_EMAIL',
    rewardStatus: 'NONE',
    locale: 'es',
    email: 'pl•••@mail.example',
    valueUsd: '3.50',
    rewardAmount: 3500,
    currency: 'Gems',
    decision: null,
    timeline: { waitingFor: 'advertiser', steps: [{ task: 'level-10', points: expect.any(Array) }] },
  });
  await validate(number);
  const { version } = await read();
  const approve = (v: number) =>
    call(decision.POST, { params: { number }, body: { outcome: 'approve', reason: 'confirmed by phone', version: v } });
  expect(await approve(version)).toMatchObject({ ...refused(409, 'not-confirmed') });
  await confirm('story', 'level-10');
  expect(await approve(version + 1)).toMatchObject({
    status: 409,
    json: { error: { code: 'version-changed', version } },
  });
  expect(await approve(version)).toMatchObject({
    status: 200,
    json: { number, status: 'APPROVED', version: version + 1 },
  });
  expect((await approve(version)).status).toBe(409);
  expect(await read()).toMatchObject({
    status: 'APPROVED',
    rewardStatus: 'CONFIRMED',
    decision: {
      outcome: 'approve',
      by: 'api',
      reason: 'confirmed by phone',
      round: 1,
      evidence: { steps: [{ confirmed: 'completed' }] },
    },
  });
  expect(JSON.stringify(await read())).not.toContain('player@mail');
  expect(await call(callbacks.GET, { query: `?ticket=${number.toLowerCase()}` })).toMatchObject({
    json: {
      callbacks: [{ kind: 'REWARD', status: 'PENDING', user: 'storyteller', amountUsd: '3.50', rewardAmount: 3500 }],
      nextCursor: null,
    },
  });
});

test('the hourly run denies what nobody confirmed, and the ticket tells why', async () => {
  await started('denied', 'hopeful', 30);
  const { number } = (await call(tickets.POST, { body: form('denied') })).json;
  await validate(number);
  await decideDueTickets();
  expect((await call(ticket.GET, { params: { number } })).json).toMatchObject({
    status: 'DENIED',
    decision: { outcome: 'deny', by: 'automation', reason: 'not-confirmed', ruleVersion: expect.any(String) },
  });
});

test('before 24 hours a ticket is registered, after 60 days it is too late', async () => {
  await started('early', 'early', 1);
  expect(await call(tickets.POST, { body: form('early') })).toMatchObject({
    status: 201,
    json: { status: 'AWAITING_24H' },
  });
  await started('late', 'late', 60 * 24 + 1);
  expect(await call(tickets.POST, { body: form('late') })).toMatchObject(refused(409, 'too-late'));
});

test('what is wrong with a ticket is named', async () => {
  await started('wrong', 'wrong', 30, 'farm');
  expect(await call(tickets.POST, { body: form('never-happened') })).toMatchObject(refused(404, 'unknown-click'));
  for (const [field, over] of [
    ['email', { email: 'nobody' }],
    ['description', { description: 'short' }],
    ['tasks', { tasks: [] }],
    ['tasks', { tasks: ['no-such-step'] }],
    ['locale', { locale: '../en' }],
    ['surprise', { surprise: 1 }],
  ] as const) {
    const answer = await call(tickets.POST, { body: form('wrong', { tasks: ['install'], ...over }) });
    expect(answer, field).toMatchObject({
      ...refused(400, 'malformed'),
      json: { error: { fields: { [field]: expect.any(String) } } },
    });
  }
});

test('tickets are listed newest first, page by page, each once', async () => {
  const seen: string[] = [];
  let query = '?limit=1';
  for (let page = 0; page < 20; page += 1) {
    const { json } = await call(tickets.GET, { query });
    seen.push(...json.tickets.map(({ number }: { number: string }) => number));
    if (json.nextCursor === null) break;
    query = `?limit=1&cursor=${json.nextCursor}`;
  }
  const all = (await call(tickets.GET)).json.tickets;
  expect(all.map(({ number }: { number: string }) => number)).toEqual(seen);
  expect(new Set(seen).size).toBe(seen.length);
  expect((await call(tickets.GET, { query: '?status=DENIED&app=gems' })).json.tickets).toMatchObject([
    { user: 'hopeful' },
  ]);
  expect((await call(tickets.GET, { query: '?app=nowhere' })).json.tickets).toEqual([]);
});

for (const query of [
  '?status=open',
  '?status=OPEN&status=DENIED',
  '?cursor=x',
  '?limit=0',
  '?limit=1e2',
  '?limit=201',
  '?what=1',
  '?status[]=OPEN',
]) {
  test(`${query} is malformed`, async () => {
    expect(await call(tickets.GET, { query })).toMatchObject(refused(400, 'malformed'));
  });
}

test('a ticket that is not there is not found, and what is no number is malformed', async () => {
  expect(await call(ticket.GET, { params: { number: 'MG-0000-0000' } })).toMatchObject(refused(404, 'not-found'));
  expect(await call(ticket.GET, { params: { number: 'MG-0000-0001' } })).toMatchObject(refused(400, 'malformed'));
});

test('the In Progress tab of a player', async () => {
  const params = { app: 'gems', user: 'storyteller' };
  expect(await call(inProgress.GET, { params })).toMatchObject({
    status: 200,
    json: {
      offers: [
        {
          click: 'story',
          offer: 'coin',
          title: 'Coin Kingdom',
          phase: 'open',
          rewardAmount: 3500,
          currency: 'Gems',
          ticket: { status: 'APPROVED' },
          timeline: { status: 'CONFIRMED' },
        },
      ],
    },
  });
  expect(await call(inProgress.GET, { params: { ...params, user: 'stranger' } })).toMatchObject(
    refused(404, 'not-found'),
  );
  await db.execute(sql`INSERT INTO end_user (app_id, external_id) SELECT id, 'a|b@c d' FROM app WHERE key = 'gems'`);
  expect(await call(inProgress.GET, { params: { ...params, user: 'a|b@c d' } })).toMatchObject({
    status: 200,
    json: { offers: [] },
  });
});

test('a callback is told again with its own event id; one that was taken back is not', async () => {
  const [first] = (await call(callbacks.GET)).json.callbacks;
  await db.execute(sql`UPDATE callback SET status = 'ACKNOWLEDGED', next_at = NULL WHERE id = ${first.id}::uuid`);
  expect(await call(replay.POST, { params: { id: first.id } })).toMatchObject({
    status: 200,
    json: { id: first.id, eventId: first.eventId, status: 'PENDING', replays: 1, nextAt: expect.any(String) },
  });
  await db.execute(sql`UPDATE callback SET status = 'CANCELLED', next_at = NULL WHERE id = ${first.id}::uuid`);
  expect(await call(replay.POST, { params: { id: first.id } })).toMatchObject(refused(409, 'conflict'));
  const nowhere = '01936f0e-1111-7222-8333-444455556666';
  expect(await call(replay.POST, { params: { id: nowhere } })).toMatchObject(refused(404, 'not-found'));
  expect(await call(replay.POST, { params: { id: 'x' } })).toMatchObject(refused(400, 'malformed'));
});

test('callbacks are listed newest first, by status, page by page', async () => {
  await inTransaction(async (tx) => {
    const clicked = await tx.query<{
      userId: string;
      appId: string;
      offerId: string;
      clickId: string;
      titleKey: string;
      externalUserId: string;
    }>(sql`
      SELECT c.user_id, u.app_id, c.offer_id, c.id AS click_id, c.title_key, u.external_id AS external_user_id
      FROM click c JOIN end_user u ON u.id = c.user_id WHERE c.id LIKE 'many-1_'`);
    const rest = {
      taskKey: 'level-10',
      appKey: 'gems',
      amountMicros: 1n,
      rewardAmount: 1n,
      origin: 'CONFIRMATION',
    } as const;
    await grantRewards(
      tx,
      clicked.map((row) => ({ ...row, ...rest, confirmationId: null, decisionId: null })),
    );
  });
  const all = (await call(callbacks.GET, { query: '?limit=200' })).json.callbacks.map(({ id }: { id: string }) => id);
  expect(all).toHaveLength(11);
  const first = (await call(callbacks.GET, { query: '?limit=6' })).json;
  const second = (await call(callbacks.GET, { query: `?limit=6&cursor=${first.nextCursor}` })).json;
  expect([...first.callbacks, ...second.callbacks].map(({ id }) => id)).toEqual(all);
  expect(second.nextCursor).toBeNull();
  expect((await call(callbacks.GET, { query: '?status=PENDING' })).json.callbacks).toHaveLength(10);
  expect((await call(callbacks.GET, { query: '?status=CANCELLED' })).json.callbacks).toHaveLength(1);
});

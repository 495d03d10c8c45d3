/**
 * Bad input, rows CR and MN: the scheduler's door, instants and amounts in the operator's API (exact arithmetic, limits and
 * boundaries: lib/rules; missed and doubled runs: the fault runs).
 */
import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { call } from '../../support/doors';
import { aClick, anOffer, api, demo, query, runHourly } from '../../support/fixtures';
import { confirm } from '../../support/signing';
import { aSetting, grantsOf, staysUp } from './setting';

staysUp();

test('CR-004 the hourly door: nobody without the secret, nothing by GET', async () => {
  const runs = () => query('SELECT FROM audit_entry WHERE action = $1', ['hourly']);
  const before = (await runs()).length;
  const wrong = [
    undefined,
    '',
    'Bearer',
    'Bearer ',
    'Bearer x',
    `Bearer ${demo.cronSecret}x`,
    `Bearer ${demo.cronSecret.slice(0, -1)}`,
    `Basic ${demo.cronSecret}`,
    demo.cronSecret,
    `Bearer ${demo.apiKey}`,
    'Bearer undefined',
    'Bearer null',
  ];
  for (const Authorization of wrong) {
    const answer = await call('POST', '/api/cron/hourly', {
      headers: Authorization === undefined ? {} : { Authorization },
    });
    expect([answer.status, answer.headers['www-authenticate']], Authorization).toEqual([401, 'Bearer']);
  }
  for (const path of [
    `/api/cron/hourly?secret=${demo.cronSecret}`,
    `/api/cron/hourly?authorization=Bearer%20${demo.cronSecret}`,
  ]) {
    expect((await call('POST', path)).status).toBe(401);
  }
  for (const method of ['GET', 'PUT', 'PATCH', 'DELETE', 'HEAD']) {
    const answer = await call(method, '/api/cron/hourly', { headers: { Authorization: `Bearer ${demo.cronSecret}` } });
    expect(answer.status, method).toBe(405);
  }
  expect(demo.cronSecret.length).toBeGreaterThanOrEqual(32);
  expect((await runs()).length).toBe(before);
  expect(await runHourly()).toEqual({
    approved: expect.any(Number),
    denied: expect.any(Number),
    held: expect.any(Number),
    left: expect.any(Number),
  });
});

test('CR-007 CR-008 instants that are none refuse their click, and no other', async () => {
  const { game, offer, visitor } = await aSetting();
  const wrong = [
    '2026-02-29T00:00:00Z',
    '2026-01-20T24:00:00Z',
    '2026-01-01T00:00:00+99:99',
    '0000-01-01T00:00:00Z',
    '275760-09-13T00:00:00Z',
    '2026-01-01',
    '1767225600000',
    1_767_225_600_000,
    '2026-01-01T00:00:00',
    '2026-01-01 00:00:00Z',
    '2025-12-31T23:59:60Z',
    'now',
    '',
    null,
    true,
    ['2026-01-01T00:00:00Z'],
  ];
  const click = (clickedAt: unknown) => ({
    id: randomUUID(),
    app: game.key,
    user: visitor.user,
    offer: offer.key,
    clickedAt,
  });
  const good = click('2026-01-01T01:00:00.5+01:00');
  const { status, body } = await api('POST', '/clicks', { clicks: [...wrong.map(click), good] });
  expect([status, body.accepted, body.refused.length]).toEqual([200, 1, wrong.length]);
  const [kept] = await query<{ clicked_at: Date }>('SELECT clicked_at FROM click WHERE id = $1', [good.id]);
  expect(kept!.clicked_at.toISOString()).toBe('2026-01-01T00:00:00.500Z');
});

test('CR-007 a click of tomorrow', async () => {
  const { game, offer, visitor } = await aSetting();
  const clickedAt = new Date(Date.now() + 86_400_000).toISOString();
  const { body } = await api('POST', '/clicks', {
    clicks: [{ id: randomUUID(), app: game.key, user: visitor.user, offer: offer.key, clickedAt }],
  });
  expect([body.accepted, body.refused.length]).toEqual([0, 1]);
});

const NO_AMOUNT: unknown[] = [
  '4.9999999',
  '-1',
  '-0',
  '-0.00',
  '1e309',
  '1e3',
  '0x10',
  'Infinity',
  'NaN',
  '5,00',
  '٥',
  ' 5 ',
  '',
  null,
  true,
  [5],
  ['5'],
  '05',
  '+5',
  '5.',
  '.5',
  '1000000000',
  5,
  3.5,
  0,
  {},
];

test('MN-003 MN-004 MN-005 MN-007 what is no amount is no payout', async () => {
  const { network } = await aSetting();
  const key = `offer-${randomUUID().slice(0, 8)}`;
  for (const payoutUsd of NO_AMOUNT) {
    const tasks = [{ key: 'one', name: 'One', payoutUsd, rewardAmount: 1 }];
    const { status, body } = await api('PUT', `/offers/${key}`, { advertiser: network.advertiser, title: 'x', tasks });
    expect([status, Object.keys(body.error.fields)], JSON.stringify(payoutUsd)).toEqual([400, ['tasks.0.payoutUsd']]);
  }
  expect(await query('SELECT FROM offer WHERE key = $1', [key])).toEqual([]);
});

test('MN-004 MN-005 MN-007 what is no whole number of coins is no reward', async () => {
  const { network } = await aSetting();
  const key = `offer-${randomUUID().slice(0, 8)}`;
  const put = (rewardAmount: string) =>
    call('PUT', `/api/v1/offers/${key}`, {
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${demo.apiKey}` },
      body: `{"advertiser":"${network.advertiser}","title":"x","tasks":[{"key":"one","name":"One","payoutUsd":"1","rewardAmount":${rewardAmount}}]}`,
    });
  for (const wrong of [
    '-1',
    '-0',
    '1.5',
    '9007199254740993',
    '1e309',
    '"5"',
    'null',
    'true',
    '[5]',
    'NaN',
    'Infinity',
    '05',
    '+5',
    '.5',
    '5.',
  ]) {
    expect((await put(wrong)).status, wrong).toBe(400);
  }
  expect(await query('SELECT FROM offer WHERE key = $1', [key])).toEqual([]);
  for (const right of ['0', '9007199254740991']) expect((await put(right)).status, right).toBe(200);
});

test('MN-005 what is no rate', async () => {
  const { game } = await aSetting();
  for (const perUsd of ['-1', '0', '0.0', '1e3', 'NaN', '', ' 5 ', '05', 1.5, null, '0.0000001']) {
    const { status } = await api('PUT', `/apps/${game.key}`, {
      name: 'x',
      publisher: 'studio',
      currency: { name: 'Gems', perUsd },
    });
    expect(status, JSON.stringify(perUsd)).toBe(400);
  }
});

test('MN-002 MN-010 amounts come out as they went in, to the millionth', async () => {
  const { network } = await aSetting();
  for (const payoutUsd of ['5.000001', '5.01', '4.35', '0.1', '999999999.999999', '0']) {
    const { key } = await anOffer(network, { payoutUsd });
    const [task] = await query<{ payout_micros: string }>(
      'SELECT payout_micros FROM task t JOIN offer o ON o.id = t.offer_id WHERE o.key = $1',
      [key],
    );
    const [whole = '', fraction = ''] = payoutUsd.split('.');
    expect(BigInt(task!.payout_micros)).toBe(BigInt(whole + fraction.padEnd(6, '0')));
  }
});

test('MN-004 a step without a reward is confirmed, and nothing is granted or told', async () => {
  const setting = await aSetting();
  const tasks = [
    { key: 'free', name: 'Free', payoutUsd: '0', rewardAmount: 0 },
    { key: 'paid', name: 'Paid', payoutUsd: '1', rewardAmount: 1000 },
  ];
  const offer = await anOffer(setting.network, { tasks });
  const click = await aClick(setting.game, offer, setting.visitor.user);
  expect((await confirm(setting.network, { click_id: click, task: 'free' })).status).toBe(200);
  expect((await confirm(setting.network, { click_id: click, task: 'paid' })).status).toBe(200);
  await expect
    .poll(
      async () =>
        (await query('SELECT FROM confirmation WHERE click_id = $1 AND matched_at IS NOT NULL', [click])).length,
    )
    .toBe(2);
  const grants = await query<{ task_key: string }>('SELECT task_key FROM reward_grant WHERE click_id = $1', [click]);
  expect(grants.map(({ task_key }) => task_key)).toContain('paid');
  expect(await grantsOf(setting)).toBe(grants.length);
  expect(setting.game.callbacks.filter(({ searchParams }) => searchParams.get('rewards') === '0')).toEqual([]);
});

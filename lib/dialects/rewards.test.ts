/** Telling publishers: ironSource's callbacks and Standard Webhooks. */
import { describe, expect, test } from 'vitest';
import { confirmDialects, dialectNamed, rewardDialects } from '.';
import { ironsource } from './ironsource';
import type { Endpoint, RewardEvent } from './rewards';
import { standard } from './standard';
import { signWebhook, webhookKey } from './webhook-signature';

const EVENT: RewardEvent = {
  kind: 'REWARD',
  eventId: 'dae8e6cf42b1357f8652ad6ecb5b24f1',
  userId: 'user-42',
  rewardAmount: 150n,
  payoutUsd: '1.50',
  currencyName: 'Gold & Gems',
  appKey: 'dragon',
  appName: 'Dragon Land',
  offerKey: 'o-1',
  offerTitle: 'Island: reach level 5',
  taskKey: 'level-5',
  taskName: 'Reach level 5',
  clickId: 'c-1',
  grantedAt: new Date('2025-01-02T14:55:59.999Z'),
  delayMinutes: 0,
  reversal: null,
  click: null,
  step: null,
};
const NOW = new Date('2026-11-20T12:00:00.700Z');

describe('ironSource', () => {
  const { compose } = ironsource.rewards!;
  const TEMPLATE =
    'https://game.example/cb?applicationUserId=[USER_ID]&rewards=[REWARDS]&eventId=[EVENT_ID]&itemName=[ITEM_NAME]';
  const endpoint: Endpoint = { urlTemplate: TEMPLATE, secret: 'test-secret-key', options: {} };

  test('fills the template and signs: the regression vector', () => {
    expect(compose(EVENT, endpoint, NOW)).toEqual({
      method: 'GET',
      url: 'https://game.example/cb?applicationUserId=user-42&rewards=150&eventId=dae8e6cf42b1357f8652ad6ecb5b24f1&itemName=Gold%20%26%20Gems&timestamp=202501021455&signature=08eb1441290ad907438777fb5297ce00',
      headers: {},
      body: null,
      signed: '202501021455dae8e6cf42b1357f8652ad6ecb5b24f1user-42150[PRIVATE_KEY]',
    });
  });

  test('every attempt carries the same details', () => {
    expect(compose(EVENT, endpoint, new Date('2026-11-22T12:00:00Z'))).toEqual(compose(EVENT, endpoint, NOW));
  });

  test('a reversal is the same call to the other address', () => {
    const negative = { ...endpoint, urlTemplate: TEMPLATE.replace('/cb', '/revoke') };
    const reward = compose(EVENT, endpoint, NOW);
    expect(compose({ ...EVENT, kind: 'REVERSAL' }, negative, NOW)).toEqual({
      ...reward,
      url: reward.url.replace('/cb', '/revoke'),
    });
  });

  test('without a private key there is no signature', () => {
    const { url, signed } = compose(EVENT, { ...endpoint, secret: '' }, NOW);
    expect(url).toMatch(/itemName=Gold%20%26%20Gems$/);
    expect(signed).toBe('');
  });

  test('a template may place timestamp and signature itself', () => {
    const placed = { ...endpoint, urlTemplate: `${TEMPLATE}&t=[TIMESTAMP]&s=[SIGNATURE]` };
    expect(compose(EVENT, placed, NOW).url).toMatch(/&t=202501021455&s=08eb1441290ad907438777fb5297ce00$/);
  });

  test('all placeholders are filled, once: a value is never taken for a placeholder', () => {
    const all = ironsource.rewards!.macros.map(({ name: macro }) => `${macro}=[${macro}]`).join('&');
    const event = { ...EVENT, userId: '[REWARDS]' };
    const { url } = compose(event, { ...endpoint, urlTemplate: `https://game.example/cb?${all}` }, NOW);
    expect(url).not.toMatch(/[[\]]/);
    expect(Object.fromEntries(new URL(url).searchParams)).toMatchObject({
      USER_ID: '[REWARDS]',
      ITEM_NAME: 'Gold & Gems',
      APPLICATION_KEY: 'dragon',
      PLACEMENT_NAME: 'Dragon Land',
      DELIVERY_TYPE: 'Offerwall',
      MULTI_CREDIT_PROMO_MULTIPLIER: '1',
    });
  });

  test('custom parameters appear with the prefix custom_', () => {
    const custom = { ...endpoint, options: { custom: { server: 'eu & us', shard: '7' } } };
    expect(compose(EVENT, custom, NOW).url).toContain('&custom_server=eu%20%26%20us&custom_shard=7&timestamp=');
  });
});

describe('Standard Webhooks', () => {
  const { compose } = standard.rewards!;
  const endpoint: Endpoint = {
    urlTemplate: 'https://game.example/hook?v=1',
    secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    options: {},
  };

  test('golden: the published vector', () => {
    const key = webhookKey(endpoint.secret)!;
    const body = '{"test": 2432232314}';
    expect(signWebhook(key, 'msg_p5jXN8AQM9LWM0D4loKWxJek', '1614265330', body)).toBe(
      'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    );
  });

  test('posts what happened as JSON, with id, timestamp and signature', () => {
    const { method, url, headers, body, signed } = compose(EVENT, endpoint, NOW);
    expect({ method, url }).toEqual({ method: 'POST', url: 'https://game.example/hook?v=1' });
    expect(headers).toMatchObject({
      'webhook-id': EVENT.eventId,
      'webhook-timestamp': '1795176000',
      'content-type': 'application/json',
    });
    expect(headers['webhook-signature']).toMatch(/^v1,[A-Za-z0-9+/]{43}=$/);
    expect(signed).toBe(`${EVENT.eventId}.1795176000.${body}`);
    expect(JSON.parse(body!)).toEqual({
      type: 'reward',
      state: 'COMPLETED',
      eventId: EVENT.eventId,
      user: 'user-42',
      amount: '150',
      currency: 'Gold & Gems',
      payoutUsd: '1.50',
      app: 'dragon',
      offer: 'o-1',
      offerTitle: 'Island: reach level 5',
      task: 'level-5',
      taskName: 'Reach level 5',
      click: 'c-1',
      country: null,
      grantedAt: '2025-01-02T14:55:59.999Z',
    });
  });

  test('the id stays on every attempt, the timestamp is of the attempt', () => {
    const later = compose(EVENT, endpoint, new Date(NOW.getTime() + 60_000));
    expect(later.headers['webhook-id']).toBe(EVENT.eventId);
    expect(later.headers['webhook-timestamp']).toBe('1795176060');
    expect(later.body).toBe(compose(EVENT, endpoint, NOW).body);
  });

  test('a reversal is another message about the same event', () => {
    const { headers, body } = compose({ ...EVENT, kind: 'REVERSAL' }, endpoint, NOW);
    expect(headers['webhook-id']).toBe(`r-${EVENT.eventId}`);
    expect(JSON.parse(body!)).toMatchObject({ type: 'reversal', eventId: EVENT.eventId, amount: '150' });
  });

  test('two secrets make two signatures; no secret makes none', () => {
    const two = compose(EVENT, { ...endpoint, secret: `${endpoint.secret} old-secret` }, NOW).headers[
      'webhook-signature'
    ];
    expect(two!.split(' ')).toHaveLength(2);
    expect(two!.split(' ')[0]).toBe(compose(EVENT, endpoint, NOW).headers['webhook-signature']);
    expect(compose(EVENT, { ...endpoint, secret: '' }, NOW).headers).not.toHaveProperty('webhook-signature');
  });

  test('what is held, what pays nothing and what is taken back are messages of their own about the same event', () => {
    const ids = (['REWARD', 'PENDING', 'ACTIVITY', 'REVERSAL'] as const).map((kind) => {
      const { headers, body } = compose({ ...EVENT, kind, delayMinutes: 90 }, endpoint, NOW);
      return [headers['webhook-id'], JSON.parse(body!)];
    });
    expect(ids).toMatchObject([
      [EVENT.eventId, { type: 'reward', state: 'COMPLETED' }],
      [`p-${EVENT.eventId}`, { type: 'pending', state: 'PENDING', delayMinutes: 90 }],
      [`a-${EVENT.eventId}`, { type: 'activity', state: 'COMPLETED' }],
      [`r-${EVENT.eventId}`, { type: 'reversal', state: 'RECONCILED', reason: null }],
    ]);
  });

  test('a ban says whom, and whether it was lifted', () => {
    const ban = { eventId: 'e-1', userId: 'user-42', isBanned: true, reason: 'FRAUD', appKey: 'dragon' };
    const { headers, body } = standard.rewards!.composeBan!(ban, endpoint, NOW)!;
    expect(headers['webhook-id']).toBe('b-e-1');
    expect(JSON.parse(body!)).toEqual({
      type: 'ban',
      eventId: 'e-1',
      user: 'user-42',
      app: 'dragon',
      status: 'BANNED',
      reason: 'FRAUD',
    });
  });

  test('what the app and the click carry is one object', () => {
    const click = { at: NOW, ip: null, country: 'AT', device: { custom_shard: '7', os: 'Android' } };
    const { body } = compose({ ...EVENT, click }, { ...endpoint, options: { custom: { server: 'eu' } } }, NOW);
    expect(JSON.parse(body!)).toMatchObject({ country: 'AT', custom: { shard: '7', server: 'eu' } });
  });
});

test('dialects are found by name', () => {
  expect(dialectNamed('ironsource')).toBe(ironsource);
  expect(dialectNamed('toString')).toBeNull();
  expect(confirmDialects().map(({ name }) => name)).toContain('native');
  expect(rewardDialects().map(({ name }) => name)).toEqual([
    'ironsource',
    'standard',
    'adgate',
    'adgem',
    'ayet',
    'bitlabs',
    'fyber',
    'tapjoy',
  ]);
});

/** Telling publishers: ironSource's callbacks, Standard Webhooks, and the templates of addresses. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { confirmDialects, dialectNamed, rewardDialects } from '.';
import { checkTemplate } from './check-template';
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

/**
 * A publisher's server, written out of the seed alone: it takes [USER_ID], [REWARDS] and [EVENT_ID] from the parameters
 * that its URL named, checks md5([TIMESTAMP][EVENTID][USER_ID][REWARDS][PRIVATE_KEY]), rewards an event once, and
 * answers with "[EVENT_ID]:OK" somewhere.
 */
function publisher(privateKey: string) {
  const rewarded = new Map<string, number>();
  return {
    rewarded,
    receive(url: string): { status: number; body: string } {
      const given = new URL(url).searchParams;
      const [user, rewards, event] = ['applicationUserId', 'rewards', 'eventId'].map((name) => given.get(name) ?? '');
      const md5 = createHash('md5')
        .update(`${given.get('timestamp')}${event}${user}${rewards}${privateKey}`)
        .digest('hex');
      if (!/^\d{12}$/.test(given.get('timestamp') ?? '') || md5 !== given.get('signature'))
        return { status: 403, body: 'bad signature' };
      if (!rewarded.has(event!)) rewarded.set(event!, Number(rewards));
      return { status: 200, body: `<status> ${event}:OK</status>` };
    },
  };
}

describe('ironSource', () => {
  const { compose, acknowledged, waits, timeoutMs } = ironsource.rewards!;
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

  test('a receiver written from the description alone accepts it, whatever the user is called', () => {
    const server = publisher('test-secret-key');
    for (const userId of ['user-42', '123@abc.com', 'a b&c=d#e?f%20+', "ä!'()*~"]) {
      const event = { ...EVENT, userId, eventId: createHash('md5').update(userId).digest('hex') };
      const answer = server.receive(compose(event, endpoint, NOW).url);
      expect(acknowledged(answer, event)).toEqual({ verdict: 'acknowledged' });
      expect(server.rewarded.get(event.eventId)).toBe(150);
    }
    expect(publisher('another key').receive(compose(EVENT, endpoint, NOW).url).status).toBe(403);
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

  test.each([
    [200, '<status> dae8e6cf42b1357f8652ad6ecb5b24f1:OK</status>', 'acknowledged'],
    [200, 'dae8e6cf42b1357f8652ad6ecb5b24f1:OK', 'acknowledged'],
    [200, 'OK', 'retry'],
    [200, '', 'retry'],
    [200, 'another:OK', 'retry'],
    [201, 'dae8e6cf42b1357f8652ad6ecb5b24f1:OK', 'retry'],
    [204, '', 'retry'],
    [302, 'dae8e6cf42b1357f8652ad6ecb5b24f1:OK', 'retry'],
    [403, 'dae8e6cf42b1357f8652ad6ecb5b24f1:OK', 'retry'],
    [500, 'dae8e6cf42b1357f8652ad6ecb5b24f1:OK', 'retry'],
  ])('status %i with body "%s": %s', (status, body, verdict) => {
    expect(acknowledged({ status, body }, EVENT)).toMatchObject({ verdict });
  });

  test('waits one second for an answer and goes on for less than 48 hours', () => {
    const hours = waits.reduce((total, wait) => total + wait, 0) / 3_600_000;
    expect(timeoutMs).toBe(1000);
    expect(hours).toBeGreaterThan(36);
    expect(hours * 1.2).toBeLessThan(48);
  });
});

describe('Standard Webhooks', () => {
  const { compose, acknowledged, waits } = standard.rewards!;
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

  test.each([
    [200, 'acknowledged'],
    [204, 'acknowledged'],
    [301, 'retry'],
    [400, 'retry'],
    [410, 'final'],
    [429, 'retry'],
    [503, 'retry'],
  ])('status %i: %s', (status, verdict) => {
    expect(acknowledged({ status, body: '' }, EVENT)).toMatchObject({ verdict });
  });

  test('14 attempts over 100 h 42 min 35 s', () => {
    expect(waits).toHaveLength(13);
    expect(waits.reduce((total, wait) => total + wait, 0)).toBe(((100 * 60 + 42) * 60 + 35) * 1000);
  });
});

describe('a template', () => {
  const wrong = (template: string) => checkTemplate(ironsource, template);
  const MANDATORY = 'u=[USER_ID]&r=[REWARDS]&e=[EVENT_ID]';

  test('with known placeholders is fine', () => {
    expect(wrong(`https://game.example:8443/cb?${MANDATORY}&i=[ITEM_NAME]`)).toBeNull();
    expect(wrong(`http://[::1]:3000/cb/[USER_ID]?${MANDATORY}`)).toBeNull();
    expect(checkTemplate(standard, 'https://game.example/hook')).toBeNull();
  });

  test('with an unknown placeholder says which and where', () => {
    const template = `https://game.example/cb?${MANDATORY}&x=[UNKNOWN_MACRO]`;
    expect(wrong(template)).toMatchObject({ position: template.indexOf('[UNKNOWN') });
    expect(wrong(template)?.message).toContain('[UNKNOWN_MACRO]');
    expect(wrong(`https://game.example/cb?${MANDATORY}&x=[user_id]`)).not.toBeNull();
    expect(wrong(`https://game.example/cb?${MANDATORY}&x=[]`)).not.toBeNull();
    expect(wrong(`https://game.example/cb?${MANDATORY}&x=[USER_ID`)).not.toBeNull();
    expect(checkTemplate(standard, 'https://game.example/[USER_ID]')).not.toBeNull();
  });

  test('without a mandatory one says which', () => {
    expect(wrong('https://game.example/cb?u=[USER_ID]&r=[REWARDS]')?.message).toContain('[EVENT_ID]');
  });

  test.each([
    `https://[USER_ID].game.example/cb?${MANDATORY}`,
    `https://game.example:[REWARDS]/cb?${MANDATORY}`,
    `https://game.example[USER_ID]/cb?${MANDATORY}`,
    `https://user:pass@game.example/cb?${MANDATORY}`,
    `ftp://game.example/cb?${MANDATORY}`,
    `https://game.example/cb#${MANDATORY}`,
    `https://exa\tmple.com/cb?${MANDATORY}`,
    `https://x/\r\nX: y?${MANDATORY}`,
    `https://example。com/cb?${MANDATORY}`,
  ])('%s is refused', (template) => {
    expect(wrong(template)).not.toBeNull();
  });
});

test('dialects are found by name', () => {
  expect(dialectNamed('ironsource')).toBe(ironsource);
  expect(dialectNamed('toString')).toBeNull();
  expect(confirmDialects().map(({ name }) => name)).toContain('native');
  expect(rewardDialects().map(({ name }) => name)).toEqual(['ironsource', 'standard']);
});

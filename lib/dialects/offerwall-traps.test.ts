/** Where a network's page says two things, or says something that costs money when it is read quickly. */
import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { dialectNamed } from '.';
import type { IntegrationSettings, PostbackRequest, SignatureCheck } from './dialect';
import type { RewardEvent } from './rewards';

const DOOR = 'https://rewards.example/api/postbacks/acme';
const SECRET = 'test-secret-key';
const SETTINGS: IntegrationSettings = { statusMap: {}, eventMap: {}, requireSignature: true };

function get(rawQuery: string, headers: Record<string, string> = {}): PostbackRequest {
  return { method: 'GET', url: DOOR, rawQuery, headers, rawBody: new Uint8Array() };
}

function read(name: string, query: string | PostbackRequest, eventMap: Record<string, string> = {}) {
  const request = typeof query === 'string' ? get(query) : query;
  return dialectNamed(name)!.confirms!.read(request, { ...SETTINGS, eventMap });
}

function verdict(name: string, request: PostbackRequest): string {
  const secrets = { current: SECRET, previous: null };
  const check = dialectNamed(name)!.confirms!.verify(request, secrets, new Date(0), SETTINGS);
  return (check as SignatureCheck).verdict;
}

describe('BitLabs', () => {
  const base = 'uid=user-42&offer_id=7&task_id=level-5&click_id=c-1';
  const says = (query: string, eventMap = {}) => read('bitlabs', `${base}&${query}`, eventMap);

  test.each([
    ['tx=o233&ref=&raw=1.50&offer_state=NONE', 'COMPLETED', 'o233'],
    ['tx=o233&ref=&raw=1.50', 'COMPLETED', 'o233'],
    ['tx=o233&ref=&raw=0&offer_state=NONE', 'COMPLETED', 'o233'],
    ['tx=r9&ref=o233&raw=-1.50&offer_state=NONE', 'RECONCILED', 'o233'],
    ['tx=r9&ref=o233&raw=0&offer_state=NONE', 'RECONCILED', 'o233'],
    ['tx=r9&ref=&raw=0', 'RECONCILED', 'r9'],
    ['tx=o234&ref=&raw=0&rejection_reason=OFFER_EVENT_EXPIRED', 'RECONCILED', 'o234'],
    ['tx=o233&ref=&val=-150&raw=-1.50', 'RECONCILED', 'o233'],
  ])('stateless: %s is %s of %s', (query, state, transaction) => {
    expect(says(query)).toMatchObject({ state, transaction });
  });

  test.each([
    ['tx=o233&raw=1.50&offer_state=PENDING', 'PENDING'],
    ['tx=o233&raw=1.50&offer_state=COMPLETED', 'COMPLETED'],
    ['tx=o233&raw=1.50&offer_state=RECONCILED', 'RECONCILED'],
    ['tx=o233&ref=o233&raw=0&offer_state=RECONCILED', 'RECONCILED'],
  ])('stateful: %s keeps its transaction', (query, state) => {
    expect(says(query)).toMatchObject({ state, transaction: 'o233' });
  });

  test.each([
    'tx=o233&offer_state=completed',
    'tx=o233&offer_state=COMPLETED%20',
    'tx=o233&offer_state=COMPLETED&raw=-1.50',
    'tx=r9&raw=-1.50',
    'tx=',
  ])('%s is malformed', (query) => {
    expect(says(query)).toMatchObject({ refused: 'malformed' });
  });

  test('a survey or a bonus names no offer and confirms nothing', () => {
    expect(read('bitlabs', 'uid=user-42&tx=b11&val=5&raw=0.05&click_id=c-1')).toMatchObject({ refused: 'malformed' });
  });

  test('every rejection code is passed on as it is', () => {
    for (const code of ['DUPE_COOKIE', 'NO_TP_GOAL_ID_PROVIDED_FOR_TIME_PLAYED_EVENT', 'SOMETHING_NEW']) {
      expect(says(`tx=o1&ref=&raw=0&rejection_reason=${code}`)).toMatchObject({ state: 'RECONCILED', reason: code });
    }
  });

  test('what a purchase cost is never the payout, and the number of a type never its meaning', () => {
    expect(says('tx=o1&raw=0.70&iap_usd=99.99&task_type=PURCHASE&task_type_id=4')).toMatchObject({ payoutUsd: '0.70' });
    expect(says('tx=o1&raw=0.70&task_type_id=4', { '4': 'wrong' })).toMatchObject({ taskKey: 'level-5' });
    expect(says('tx=o1&raw=0&task_type=INSTALL', { INSTALL: 'install' })).toMatchObject({ taskKey: 'install' });
  });

  test('the two callbacks of a purchase are two transactions of one step, or one transaction twice', () => {
    const [first, second] = [says('tx=o1&raw=0.70&iap_usd='), says('tx=o1&raw=0.70&iap_usd=4.99')];
    expect(first).toEqual(second);
  });

  test('a hidden purchase is noted, unless it is mapped to a step', () => {
    expect(says('tx=o1&raw=0&hidden=1&iap_usd=4.99')).toMatchObject({ kind: 'nothing' });
    expect(says('tx=o1&raw=0&hidden=1', { 'level-5': 'purchase' })).toMatchObject({ taskKey: 'purchase' });
  });

  test('a ban callback bans, a lifted one lifts; an ordinary callback says nothing about bans', () => {
    const ban = (query: string) => read('bitlabs', query);
    expect(ban('uid=user-42&ban_status=BANNED&ban_reason=Multiple+accounts')).toEqual({
      kind: 'ban',
      userId: 'user-42',
      banned: true,
      reason: 'Multiple accounts',
    });
    expect(ban('uid=user-42&ban_status=ACTIVE&ban_reason=')).toMatchObject({ banned: false, reason: null });
    expect(ban('uid=user-42&ban_status=MAYBE')).toMatchObject({ refused: 'malformed' });
    expect(ban('uid=&ban_status=BANNED')).toMatchObject({ refused: 'malformed' });
    expect(says('tx=o1&raw=1&ban_status=ACTIVE')).toMatchObject({ kind: 'confirmation' });
  });
});

describe('ayeT-Studios', () => {
  const signed = (sorted: string, rawQuery = sorted) =>
    get(rawQuery, {
      'x-ayetstudios-security-hash': createHmac('sha256', SECRET).update(sorted).digest('hex'),
    });

  test('writes like PHP: a space is +, * and ~ are escaped, keys are sorted by their bytes', () => {
    expect(verdict('ayet', signed('a=x+y%2A%7E%21%27%28%29-._', "a=x%20y*~!'()-._"))).toBe('valid');
    expect(verdict('ayet', signed('userId=1&user_id=2', 'user_id=2&userId=1'))).toBe('valid');
    expect(verdict('ayet', signed('user_id=2&userId=1'))).toBe('invalid');
    expect(verdict('ayet', signed('a=x%2By', 'a=x%2By'))).toBe('valid');
    expect(verdict('ayet', signed('a=x%252By', 'a=x%2By'))).toBe('invalid');
    expect(verdict('ayet', signed('a=&b=%C3%A9', 'b=%c3%a9&a'))).toBe('valid');
  });

  test('the header is hex in either case and must be there', () => {
    const request = signed('a=1');
    const upper = request.headers['x-ayetstudios-security-hash']!.toUpperCase();
    expect(verdict('ayet', get('a=1', { 'x-ayetstudios-security-hash': upper }))).toBe('valid');
    expect(verdict('ayet', get('a=1'))).toBe('unsigned');
  });

  test('an id may come sanitized, an amount never: 0.36 would be 36 dollars', () => {
    const says = (query: string) => read('ayet', query);
    expect(
      says('transaction_id_sanitized=r-381f&custom_1_sanitized=c-1&payout_usd_sanitized=036&is_chargeback=1'),
    ).toMatchObject({ transaction: '381f', clickId: 'c-1', payoutUsd: null, state: 'RECONCILED' });
    expect(says('transaction_id=381f&custom_1=c.1&custom_1_sanitized=c1&payout_usd=0.36')).toMatchObject({
      clickId: 'c.1',
      payoutUsd: '0.36',
    });
  });

  test('the unpaid callback of a conversion does not take the paid one’s place', () => {
    const says = (query: string) => read('ayet', `custom_1=c-1&${query}`);
    expect(says('transaction_id=381f&payout_usd=0.00&currency_amount=0')).toMatchObject({ transaction: '381f:unpaid' });
    expect(says('transaction_id=r-381f&payout_usd=-0&is_chargeback=1')).toMatchObject({ transaction: '381f:unpaid' });
    expect(says('transaction_id=381f&payout_usd=0.36&currency_amount=360')).toMatchObject({ transaction: '381f' });
    expect(says('transaction_id=381f')).toMatchObject({ transaction: '381f' });
  });

  test('a chargeback says why', () => {
    const query = 'transaction_id=r-1&custom_1=c-1&payout_usd=-0.36&is_chargeback=1&chargeback_reason=fraud';
    expect(read('ayet', query)).toMatchObject({ state: 'RECONCILED', reason: 'fraud', payoutUsd: '0.36' });
    expect(read('ayet', 'transaction_id=1&custom_1=c-1&is_chargeback=yes')).toMatchObject({ refused: 'malformed' });
  });
});

describe('ironSource', () => {
  const md5 = (text: string) => createHash('md5').update(text).digest('hex');

  test('a user id that needs escapes is accepted in both spellings', () => {
    for (const user of ['123@abc.com', '123%40abc.com']) {
      const signature = md5(`202501021455e1${user}150${SECRET}`);
      const query = `applicationUserId=123%40abc.com&rewards=150&eventId=e1&timestamp=202501021455&signature=${signature}`;
      expect(verdict('ironsource', get(query))).toBe('valid');
    }
  });

  test.each(['<script>', 'a:OK%0d%0aX', 'a.b', 'x'.repeat(65), ''])(
    'the event id "%s" is not repeated to anybody',
    (id) => {
      expect(read('ironsource', `eventId=${encodeURIComponent(id)}&custom_click_id=c-1`)).toMatchObject({
        refused: 'malformed',
      });
    },
  );

  test('the timestamp cannot lend its digits to the event id, which would be another transaction', () => {
    const signature = md5(`202501021455e1u150${SECRET}`);
    for (const shifted of ['timestamp=20250102145&eventId=5e1', 'eventId=202501021455e1']) {
      const request = get(`${shifted}&applicationUserId=u&rewards=150&custom_click_id=c-1&signature=${signature}`);
      expect(verdict('ironsource', request)).toBe('valid');
      expect(read('ironsource', request)).toMatchObject({ refused: 'malformed' });
    }
  });

  test('a negative callback takes the same event back', () => {
    expect(read('ironsource', 'eventId=e1&custom_click_id=c-1&negative=true')).toMatchObject({
      transaction: 'e1',
      state: 'RECONCILED',
    });
    expect(read('ironsource', 'eventId=e1&custom_click_id=c-1&negative=1')).toMatchObject({ refused: 'malformed' });
  });

  test('round trip: what we send as the network is what we read as its publisher', () => {
    const { confirms, rewards } = dialectNamed('ironsource')!;
    const event = {
      ...{ kind: 'REWARD', eventId: '0199-ab', userId: 'a@b&c', rewardAmount: 150n, currencyName: 'Gems' },
      ...{ appKey: 'dragon', appName: 'Dragon', grantedAt: new Date('2025-01-02T14:55:00Z') },
    } as RewardEvent;
    const endpoint = {
      urlTemplate: confirms!.setup!.urlTemplate(DOOR),
      secret: SECRET,
      options: { custom: { click_id: 'c-1' } },
    };
    const { url } = rewards!.compose(event, endpoint, new Date(0));
    const request = get(url.split('?')[1]!);
    expect(verdict('ironsource', request)).toBe('valid');
    const notice = read('ironsource', request);
    expect(notice).toMatchObject({ transaction: '0199-ab', clickId: 'c-1', state: 'COMPLETED' });
    if ('refused' in notice) throw new Error(notice.message);
    const { status, body } = confirms!.answer('recorded', 'r-1', notice);
    expect(rewards!.acknowledged({ status, body }, event)).toEqual({ verdict: 'acknowledged' });
  });
});

describe('AdGem', () => {
  const body = (data: object) => JSON.stringify({ request_id: 'r-1', timestamp: 1735829700, data });
  const DATA = {
    player_id: 'u',
    payout: 1.5,
    conversion_id: 'conv-1',
    conversion_type: 'reward',
    goal_id: 'g',
    c1: 'c-1',
  };

  function post(text: string | Uint8Array, headers: Record<string, string> = {}, rawQuery = ''): PostbackRequest {
    const type = { 'content-type': 'application/json' };
    return { ...get(rawQuery, { ...type, ...headers }), method: 'POST', rawBody: Buffer.from(text) };
  }

  function signedPost(text: string, altered = text): PostbackRequest {
    return post(altered, { signature: createHmac('sha256', SECRET).update(text).digest('hex') });
  }

  test('version 3: the raw body is signed, in every byte', () => {
    const text = body(DATA);
    expect(verdict('adgem', signedPost(text))).toBe('valid');
    for (const altered of [
      `${text} `,
      `${text}\n`,
      `\ufeff${text}`,
      text.replace('1.5', '1.50'),
      text.replace('g', 'G'),
    ]) {
      expect(verdict('adgem', signedPost(text, altered))).not.toBe('valid');
    }
    expect(verdict('adgem', post(text))).toBe('unsigned');
  });

  test('version 3: says the same as version 2, its numbers as they were written', () => {
    expect(read('adgem', post(body(DATA)))).toMatchObject({
      transaction: 'conv-1',
      clickId: 'c-1',
      taskKey: 'g',
      payoutUsd: '1.5',
    });
    const big = body(DATA).replace('"conv-1"', '18446744073709551617');
    expect(read('adgem', post(big))).toMatchObject({ transaction: '18446744073709551617' });
    expect(read('adgem', post(body(DATA).replace('1.5', '1.5e0')))).toMatchObject({ refused: 'malformed' });
  });

  test.each([
    ['no JSON', post('{')],
    ['a list', post('[]')],
    ['no data', post('{"request_id":"r"}')],
    ['data that is no object', post('{"data":[1]}')],
    ['no UTF-8', post(Buffer.from([0x7b, 0xff, 0x7d]))],
    ['a line break', post(body({ ...DATA, goal_id: 'a\nb' }))],
    ['half a character', post(body({ ...DATA, goal_id: '\ud800' }))],
    ['a query beside the body', post(body(DATA), {}, 'goal_id=bigger')],
    ['another type of conversion', post(body({ ...DATA, conversion_type: 'view' }))],
    ['ten thousand brackets', post('['.repeat(10_000))],
  ])('version 3 with %s is malformed', (_, request) => {
    expect(read('adgem', request)).toMatchObject({ refused: 'malformed' });
  });

  test('version 3 takes JSON only, of 16 KiB at most', () => {
    expect(read('adgem', post(body(DATA), { 'content-type': 'text/plain' }))).toMatchObject({
      refused: 'unsupported-type',
    });
    expect(read('adgem', post(body(DATA), { 'content-encoding': 'gzip' }))).toMatchObject({
      refused: 'unsupported-type',
    });
    expect(read('adgem', post('x'.repeat(16_385)))).toMatchObject({ refused: 'too-large' });
  });

  test('an install that nobody pays for confirms the task it is mapped to, and otherwise nothing', () => {
    const query = 'transaction_id=tx-1&click_id=c-1&payout=0&nonpayable_install_goal=true';
    expect(read('adgem', query)).toMatchObject({ kind: 'nothing' });
    expect(read('adgem', `${query}&goal_id=77`)).toMatchObject({ kind: 'nothing' });
    expect(read('adgem', `${query}&goal_id=77`, { '77': 'install' })).toMatchObject({
      taskKey: 'install',
      payoutUsd: '0',
    });
    const install = post(body({ ...DATA, conversion_type: 'install' }));
    expect(read('adgem', install)).toMatchObject({ kind: 'nothing' });
    expect(read('adgem', install, { install: 'first' })).toMatchObject({ taskKey: 'first' });
  });
});

describe('borders and contradictions', () => {
  test('a separator inside a value does not move the border between two signed values', () => {
    const malformed = { refused: 'malformed' };
    expect(read('tapjoy', 'id=a:b&snuid=c-1&currency=5')).toMatchObject(malformed);
    expect(read('torox', 'id=t&oid=1-a&user_id=b&subid1=c-1')).toMatchObject(malformed);
    expect(read('pollfish', 'cpa=30&request_uuid=c:1&timestamp=1&tx_id=t')).toMatchObject(malformed);
    expect(read('fyber', 'uid=u&amount=5&_trans_id_=short&pub0=c-1')).toMatchObject(malformed);
    expect(read('adjoe', 'trans_uuid=short&coin_amount=5&click_id=c-1')).toMatchObject(malformed);
  });

  test('Unity Ads: one value with a comma is not two parameters, although they would be signed alike', () => {
    const hmac = createHmac('md5', SECRET).update('click_id=c-1,oid=1,productid=5,sid=u').digest('hex');
    expect(verdict('unityads', get(`click_id=c-1&oid=1&productid=5&sid=u&hmac=${hmac}`))).toBe('valid');
    const merged = get(`click_id=c-1&oid=1&productid=5%2Csid%3Du&hmac=${hmac}`);
    expect(verdict('unityads', merged)).not.toBe('valid');
    expect(read('unityads', merged)).toMatchObject({ refused: 'malformed' });
  });

  test('Pollfish: a value cannot be passed off as its neighbour’s', () => {
    const query = 'cpa=30&request_uuid=c-1&status=eligible&term_reason=&timestamp=1&tx_id=t';
    expect(read('pollfish', query)).toMatchObject({ state: 'COMPLETED' });
    for (const foreign of ['device_id', 'reward_name', 'reward_value']) {
      expect(read('pollfish', `${query}&${foreign}=x`)).toMatchObject({ refused: 'malformed' });
    }
    expect(read('pollfish', 'cpa=30&request_uuid=c-1&status=eligible&timestamp=1&tx_id=t')).toMatchObject({
      refused: 'malformed',
    });
  });

  test('Pollfish: who was not eligible is rejected with the reason; without a status it is a reconciliation', () => {
    const query = 'cpa=5&request_uuid=c-1&timestamp=1&tx_id=t';
    expect(read('pollfish', `${query}&status=noteligible&term_reason=quota_full`)).toMatchObject({
      state: 'RECONCILED',
      reason: 'quota_full',
      payoutUsd: '0.05',
    });
    expect(read('pollfish', query)).toMatchObject({ state: 'RECONCILED', transaction: 't' });
    expect(read('pollfish', query.replace('cpa=5', 'cpa=1234.5'))).toMatchObject({ payoutUsd: '12.345' });
  });

  test('KiwiWall: the status is not signed and must agree with the sign of the amount, which is', () => {
    const query = 'trans_id=t&click_id=c-1&gross=1';
    expect(read('kiwiwall', `${query}&status=1&amount=-150`)).toMatchObject({ refused: 'malformed' });
    expect(read('kiwiwall', `${query}&status=2&amount=150`)).toMatchObject({ refused: 'malformed' });
  });

  test('CPX and TheoremReach: a screen-out is paid for and is no completed survey', () => {
    const cpx = 'status=1&trans_id=t&subid_1=c-1&type=out';
    expect(read('cpx', cpx)).toMatchObject({ kind: 'nothing' });
    expect(read('cpx', cpx, { out: 'screened' })).toMatchObject({ taskKey: 'screened' });
    expect(read('theoremreach', 'tx_id=t&click_id=c-1&screenout=1')).toMatchObject({ kind: 'nothing' });
  });

  test('Fyber: a payout in another currency is no payout in dollars', () => {
    const query = 'uid=u&amount=5&_trans_id_=9f1c2d3e-0000-4000-8000-000000000001&pub0=c-1&payout_net=1.50';
    expect(read('fyber', `${query}&payout_currency=EUR`)).toMatchObject({ payoutUsd: null });
    expect(read('fyber', query)).toMatchObject({ payoutUsd: null });
  });

  test('Tapjoy and Unity Ads: the user id is our click where the address has none', () => {
    expect(read('tapjoy', 'id=r&snuid=c-1&currency=5')).toMatchObject({ clickId: 'c-1' });
    expect(read('unityads', 'oid=1&sid=user&click_id=c-1')).toMatchObject({ clickId: 'c-1' });
  });

  test('Wannads: goals of one click are apart, a form by POST is the same', () => {
    const form = 'transId=tx-1&uuid=u-1&goal_id=g2&subId2=c-1&status=credited&payout=1';
    expect(read('wannads', form)).toMatchObject({ transaction: 'u-1:g2', taskKey: 'g2' });
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const request: PostbackRequest = { ...get('', type), method: 'POST', rawBody: Buffer.from(form) };
    expect(read('wannads', request)).toEqual(read('wannads', form));
  });

  test('AdGate: pending, approved and rejected are states of one conversion', () => {
    const state = (word: string) =>
      read('adgate', `conversion_id=t&s2=c-1&event_id=77&state=${word}`, { '77': 'reach' });
    expect(state('pending')).toMatchObject({ state: 'PENDING', taskKey: 'reach' });
    expect(state('approved')).toMatchObject({ state: 'COMPLETED' });
    expect(state('Approved')).toMatchObject({ refused: 'malformed' });
    expect(state('')).toMatchObject({ state: 'COMPLETED' });
  });
});

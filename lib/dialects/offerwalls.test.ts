/**
 * The offerwall networks as the ones who call us. Every signature is written here out of the network's page alone, not with
 * our own code. Vectors that a vendor published are golden; those we made ourselves only catch a change ("regression").
 */
import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dialectNamed } from '.';
import type { Confirms, IntegrationSettings, Notice, PostbackRequest, Refused, SignatureCheck } from './dialect';
import { SECRET_PLACE } from './dialect';

const DOOR = 'https://rewards.example/api/postbacks/acme';
const NOW = new Date('2026-11-20T12:00:00Z');
const SECRET = 'test-secret-key';
const SETTINGS: IntegrationSettings = { statusMap: {}, eventMap: {}, requireSignature: true };

const md5 = (text: string) => createHash('md5').update(text).digest('hex');
const sha1 = (text: string) => createHash('sha1').update(text).digest('hex');
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (algorithm: string, text: string, secret = SECRET) => createHmac(algorithm, secret).update(text);

function confirmsOf(name: string): Confirms {
  return dialectNamed(name)!.confirms!;
}

function get(rawQuery: string, more: Partial<PostbackRequest> = {}): PostbackRequest {
  return { method: 'GET', url: DOOR, rawQuery, headers: {}, rawBody: new Uint8Array(), ...more };
}

function post(body: string, headers: Record<string, string>): PostbackRequest {
  return { ...get(''), method: 'POST', headers, rawBody: Buffer.from(body) };
}

function read(name: string, request: PostbackRequest | string, settings: Partial<IntegrationSettings> = {}) {
  const asked = typeof request === 'string' ? get(request) : request;
  return confirmsOf(name).read(asked, { ...SETTINGS, ...settings });
}

function verify(name: string, request: PostbackRequest, current = SECRET, previous: string | null = null) {
  return confirmsOf(name).verify(request, { current, previous }, NOW, SETTINGS);
}

function verdict(check: SignatureCheck | Refused): string {
  return 'refused' in check ? check.refused : check.verdict;
}

// ── one right request of each network, signed by hand ───────────────────────

type Sample = { request: PostbackRequest; covered: string[]; says: Partial<Extract<Notice, { kind: 'confirmation' }>> };

function ayetHeader(sorted: string) {
  return { 'x-ayetstudios-security-hash': hmac('sha256', sorted).digest('hex') };
}

const BITLABS =
  'uid=user-42&tx=o233&ref=&val=150&raw=1.50&offer_id=7&task_id=level-5&offer_state=COMPLETED&click_id=c-1';
const ADGEM =
  'amount=150&click_id=c-1&goal_id=level-5&payout=1.50&player_id=user-42&transaction_id=tx-1&request_id=r-1';
const ADGEM_3 =
  '{"request_id":"r-1","timestamp":1735829700,"data":{"player_id":"user-42","amount":150,"payout":1.5,"conversion_id":"conv-1","conversion_type":"reward","goal_id":"level-5","c1":"c-1"}}';
const THEOREM = 'user_id=user-42&reward=150&currency=1.50&tx_id=tx-1&click_id=c-1';
const AYET =
  'custom_1=c-1&is_chargeback=0&offer_name=A+%2Ab%2A+offer&payout_usd=1.50&task_uuid=level-5&transaction_id=381f99333613b41392b15183d69a7240308e8461';
const TRANS = '9f1c2d3e-0000-4000-8000-000000000001';
const POLLFISH = ['30', 'c-1', 'eligible', '', '1463152452308', '08f31d41'].join(':');

const SAMPLES: Record<string, Sample> = {
  ironsource: {
    request: get(
      `applicationUserId=user-42&rewards=150&eventId=e1&itemName=Gems&custom_click_id=c-1&timestamp=202501021455&signature=${md5(`202501021455e1user-42150${SECRET}`)}`,
    ),
    covered: ['timestamp', 'eventId', 'applicationUserId', 'rewards'],
    says: { transaction: 'e1', taskKey: null, payoutUsd: null },
  },
  bitlabs: {
    request: get(`${BITLABS}&hash=${hmac('sha1', `${DOOR}?${BITLABS}`).digest('hex')}`),
    covered: ['*'],
    says: { transaction: 'o233', taskKey: 'level-5', payoutUsd: '1.50' },
  },
  ayet: {
    request: get(AYET, { headers: ayetHeader(AYET) }),
    covered: ['*'],
    says: { transaction: '381f99333613b41392b15183d69a7240308e8461', taskKey: 'level-5', payoutUsd: '1.50' },
  },
  tapjoy: {
    request: get(
      `snuid=user-42&currency=150&mac_address=00-16-41&id=req-1&click_id=c-1&verifier=${md5(`req-1:user-42:150:${SECRET}`)}`,
    ),
    covered: ['id', 'snuid', 'currency'],
    says: { transaction: 'req-1', taskKey: null, payoutUsd: null },
  },
  fyber: {
    request: get(
      `uid=user-42&amount=150&currency_name=Gems&currency_id=g&_trans_id_=${TRANS}&pub0=c-1&pub1=x&payout_net=1.50&payout_currency=USD&sid=${sha1(`${SECRET}user-42150${TRANS}c-1x`)}`,
    ),
    // Of pub1 … pub9 only the values are signed, one after the other: "pub1=x" proves as much as "pub2=x".
    covered: ['uid', 'amount', '_trans_id_', 'pub0'],
    says: { transaction: TRANS, taskKey: null, payoutUsd: '1.50' },
  },
  adgem: {
    request: get(`${ADGEM}&verifier=${hmac('sha256', `${DOOR}?${ADGEM}`).digest('hex')}`),
    covered: ['*'],
    says: { transaction: 'tx-1', taskKey: 'level-5', payoutUsd: '1.50' },
  },
  torox: {
    request: get(
      `id=t-1&oid=4711&user_id=user-42&amount=150&payout=1.50&subid1=c-1&sig=${md5(`4711-user-42-${SECRET}`)}`,
    ),
    covered: ['oid', 'user_id'],
    says: { transaction: 't-1', taskKey: null, payoutUsd: '1.50' },
  },
  cpx: {
    request: get(
      `status=1&trans_id=t-1&user_id=user-42&subid_1=c-1&amount_local=150&amount_usd=1.50&offer_id=9&type=complete&secure_hash=${md5(`t-1-${SECRET}`)}`,
    ),
    covered: ['trans_id'],
    says: { transaction: 't-1', taskKey: null, payoutUsd: '1.50' },
  },
  lootably: {
    request: get(
      `userID=user-42&transactionID=t-1&ip=192.0.2.1&offerID=9&goalID=level-5&revenue=0.5000&currencyReward=100.00&status=1&sid=c-1&hash=${sha256(`user-42192.0.2.10.5000100.00${SECRET}`)}`,
    ),
    covered: ['userID', 'ip', 'revenue', 'currencyReward'],
    says: { transaction: 't-1', taskKey: 'level-5', payoutUsd: '0.5000' },
  },
  kiwiwall: {
    request: get(
      `status=1&trans_id=t-1&sub_id=user-42&click_id=c-1&gross=1.50&amount=150&offer_id=9&signature=${md5(`user-42:150:${SECRET}`)}`,
    ),
    covered: ['sub_id', 'amount'],
    says: { transaction: 't-1', taskKey: null, payoutUsd: '1.50' },
  },
  wannads: {
    request: get(
      `subId=user-42&transId=tx-1&reward=150&payout=1.50&status=1&campaign_id=9&uuid=u-1&subId2=c-1&signature=${md5(`user-42tx-1150${SECRET}`)}`,
    ),
    covered: ['subId', 'transId', 'reward'],
    says: { transaction: 'u-1', taskKey: null, payoutUsd: '1.50' },
  },
  theoremreach: {
    request: get(`${THEOREM}&hash=${hmac('sha1', `${DOOR}?${THEOREM}`).digest('base64url')}`),
    covered: ['*'],
    says: { transaction: 'tx-1', taskKey: null, payoutUsd: '1.50' },
  },
  pollfish: {
    request: get(
      `cpa=30&request_uuid=c-1&status=eligible&term_reason=&timestamp=1463152452308&tx_id=08f31d41&signature=${encodeURIComponent(hmac('sha1', POLLFISH).digest('base64'))}`,
    ),
    covered: ['cpa', 'request_uuid', 'status', 'term_reason', 'timestamp', 'tx_id'],
    says: { transaction: '08f31d41', taskKey: null, payoutUsd: '0.30' },
  },
  adjoe: {
    request: get(
      `trans_uuid=${TRANS}&user_uuid=user-42&currency=Coins&coin_amount=150&device_id=dev-1&sdk_app_id=sdk-1&click_id=c-1&sid=${sha1(`${TRANS}user-42Coins150dev-1sdk-1${SECRET}`)}`,
    ),
    covered: ['trans_uuid', 'user_uuid', 'currency', 'coin_amount', 'device_id', 'sdk_app_id'],
    says: { transaction: TRANS, taskKey: null, payoutUsd: null },
  },
  unityads: {
    request: get(
      `productid=1234&sid=c-1&oid=0987&hmac=${hmac('md5', 'oid=0987,productid=1234,sid=c-1').digest('hex')}`,
    ),
    covered: ['*'],
    says: { transaction: '0987', taskKey: null, payoutUsd: null },
  },
};
const SIGNED = Object.entries(SAMPLES);
const ALL = [...Object.keys(SAMPLES), 'adgate'];

const DIGESTS = ['hash', 'verifier', 'hmac'];

/** What the covered parameters say. The digest itself may be written in capitals. */
function decoded(request: PostbackRequest, names: string[]): string {
  const given = new URLSearchParams(request.rawQuery);
  const covered = [...given].filter(([name]) => (names[0] === '*' ? !DIGESTS.includes(name) : names.includes(name)));
  return JSON.stringify(covered.sort());
}

describe.each(SIGNED)('%s', (name, { request, covered, says }) => {
  test('says which click, transaction and step', () => {
    expect(read(name, request)).toEqual({
      kind: 'confirmation',
      clickId: 'c-1',
      state: 'COMPLETED',
      reason: null,
      ...says,
    });
  });

  test('is proven by the current secret and by the one before it, and by no other', () => {
    expect(verdict(verify(name, request))).toBe('valid');
    expect(verdict(verify(name, request, 'new', SECRET))).toBe('valid');
    expect(verdict(verify(name, request, 'new', 'old'))).toBe('invalid');
    expect(verdict(verify(name, request, '', ''))).toBe('bad-signature');
  });

  test('never shows the secret', () => {
    expect(JSON.stringify(verify(name, request))).not.toContain(SECRET);
  });

  test('property: a changed byte of what is covered is refused', () => {
    const { rawQuery } = request;
    const meaning = decoded(request, covered);
    fc.assert(
      fc.property(fc.nat(rawQuery.length - 1), fc.integer({ min: 0x20, max: 0x7e }), (at, code) => {
        const mutated = rawQuery.slice(0, at) + String.fromCharCode(code) + rawQuery.slice(at + 1);
        const asked = { ...request, rawQuery: mutated };
        if (verdict(verify(name, asked)) !== 'valid') return;
        expect(decoded(asked, covered)).toBe(meaning);
      }),
      { numRuns: 3000 },
    );
  });

  test.each(covered[0] === '*' ? [] : covered)('another "%s" is refused', (parameter) => {
    const changed = new URLSearchParams(request.rawQuery);
    changed.set(parameter, `${changed.get(parameter)}1`);
    expect(verdict(verify(name, { ...request, rawQuery: changed.toString() }))).toBe('invalid');
  });
});

test('an address that is signed whole may be changed in no byte', () => {
  for (const name of ['bitlabs', 'adgem', 'theoremreach']) {
    const { request } = SAMPLES[name]!;
    const end = request.rawQuery.lastIndexOf('&');
    fc.assert(
      fc.property(fc.nat(end - 1), fc.integer({ min: 0x20, max: 0x7e }), (at, code) => {
        const byte = String.fromCharCode(code);
        fc.pre(byte !== request.rawQuery[at]);
        const rawQuery = request.rawQuery.slice(0, at) + byte + request.rawQuery.slice(at + 1);
        expect(verdict(verify(name, { ...request, rawQuery }))).not.toBe('valid');
      }),
    );
  }
});

test('a body that is signed raw may be changed in no byte', () => {
  const headers = {
    'content-type': 'application/json',
    signature: hmac('sha256', ADGEM_3).digest('hex'),
  };
  expect(verdict(verify('adgem', post(ADGEM_3, headers)))).toBe('valid');
  fc.assert(
    fc.property(fc.nat(ADGEM_3.length - 1), fc.integer({ min: 1, max: 0x7e }), (at, code) => {
      const byte = String.fromCharCode(code);
      fc.pre(byte !== ADGEM_3[at]);
      const body = ADGEM_3.slice(0, at) + byte + ADGEM_3.slice(at + 1);
      expect(verdict(verify('adgem', post(body, headers)))).not.toBe('valid');
    }),
  );
});

describe('an address that is signed whole', () => {
  const { request } = SAMPLES.bitlabs!;
  const hash = request.rawQuery.split('&hash=')[1]!;

  test.each([
    ['something behind it', `${request.rawQuery}&more=1`],
    ['an ampersand behind it', `${request.rawQuery}&`],
    ['it twice', `${request.rawQuery}&hash=${hash}`],
    ['a parameter twice', `uid=a&${request.rawQuery}`],
    ['its name escaped', request.rawQuery.replace('&hash=', '&h%61sh=')],
  ])('with %s is malformed', (_, rawQuery) => {
    expect(verdict(verify('bitlabs', get(rawQuery)))).toBe('malformed');
  });

  test('is the door’s own: another host, path or scheme is another signature', () => {
    for (const url of [DOOR.replace('https', 'http'), DOOR.replace('rewards.', 'evil.'), `${DOOR}/`, `${DOOR}2`]) {
      expect(verdict(verify('bitlabs', { ...request, url }))).toBe('invalid');
    }
  });

  test('is compared as it came, neither decoded nor put into order', () => {
    expect(verdict(verify('bitlabs', get(request.rawQuery.replace('user-42', 'user%2D42'))))).toBe('invalid');
    const [first, second, ...rest] = request.rawQuery.split('&');
    expect(verdict(verify('bitlabs', get([second, first, ...rest].join('&'))))).toBe('invalid');
  });

  test('takes no body beside itself', () => {
    const rawBody = Buffer.from('{"tx":"other"}');
    expect(verdict(verify('bitlabs', { ...request, method: 'POST', rawBody }))).toBe('malformed');
  });

  test('base64url has one spelling', () => {
    const { rawQuery } = SAMPLES.theoremreach!.request;
    expect(verdict(verify('theoremreach', get(`${rawQuery}=`)))).toBe('invalid');
    expect(verdict(verify('theoremreach', get(rawQuery.toUpperCase())))).not.toBe('valid');
  });
});

// ── vectors ─────────────────────────────────────────────────────────────────

const PUBLISHED: [string, string, PostbackRequest, string][] = [
  [
    'bitlabs',
    'JLOIAUNMHFli7ZJOQVEzm98rzqnm9',
    get('uid=8cc877ee-af19-488d-b28d-216fb866b996&val=500&hash=dbcd6bb8ca677344592842a52b4fca9bec36cd4b', {
      url: 'https://publisher.com/complete',
    }),
    'https://publisher.com/complete?uid=8cc877ee-af19-488d-b28d-216fb866b996&val=500',
  ],
  [
    'ayet',
    '9f2228fea0d8e7ce10b2ac36053db14c',
    get(
      'user_id=testuser123456&transaction_id=8ee08f32ae611231b0a49d1bd66e9bf193132561&payout=1.50&offer_name=TEST%20OFFER&click_id=1234abcd5678021&amount=0.10',
      {
        headers: {
          'x-ayetstudios-security-hash': '62a32725866780ada1dec3d62232645f2801e05a91df7b0202e9b780f804f04b',
        },
      },
    ),
    'amount=0.10&click_id=1234abcd5678021&offer_name=TEST+OFFER&payout=1.50&transaction_id=8ee08f32ae611231b0a49d1bd66e9bf193132561&user_id=testuser123456',
  ],
  [
    'unityads',
    'xyzKEY',
    get('productid=1234&sid=1234567890&oid=0987654321&hmac=106ed4300f91145aff6378a355fced73', {
      url: 'https://developer.example.com/award.php',
    }),
    'oid=0987654321,productid=1234,sid=1234567890',
  ],
];

const AT_PUB = { url: 'https://pub.example.com/cb' };
const OURS: [string, PostbackRequest, string][] = [
  [
    'ironsource',
    get(
      'applicationUserId=user-42&rewards=150&eventId=dae8e6cf42b1357f8652ad6ecb5b24f1&timestamp=202501021455&signature=08eb1441290ad907438777fb5297ce00',
    ),
    '202501021455dae8e6cf42b1357f8652ad6ecb5b24f1user-42150[secret]',
  ],
  [
    'tapjoy',
    get('id=req-0001&snuid=user-42&currency=150&verifier=70a4fe920dff58214133eed6522d8d64'),
    'req-0001:user-42:150:[secret]',
  ],
  [
    'fyber',
    get(`uid=user-42&amount=150&_trans_id_=${TRANS}&pub0=pubA&pub1=pubB&sid=b7a91818e87fb35229d5037d85040f5496a4fddd`),
    `[secret]user-42150${TRANS}pubApubB`,
  ],
  [
    'adjoe',
    get(
      'trans_uuid=tu-1&user_uuid=user-42&currency=Coins&coin_amount=150&device_id=dev-1&sdk_app_id=sdk-1&sid=46ebf29c13cc4aa6c7da5b3cd05ec51a1d947b13',
    ),
    'tu-1user-42Coins150dev-1sdk-1[secret]',
  ],
  [
    'adgem',
    get(
      'amount=150&player_id=user-42&transaction_id=tx-1&verifier=5130da0f6a3572ad0b61fb6d36140b080ccc813b735ac7b7393f9674ae6db8dc',
      AT_PUB,
    ),
    'https://pub.example.com/cb?amount=150&player_id=user-42&transaction_id=tx-1',
  ],
  [
    'adgem',
    post(
      '{"request_id":"r-1","timestamp":1735829700,"data":{"player_id":"user-42","amount":150,"payout":1.5,"conversion_id":"c-1","conversion_type":"reward","goal_id":"g-1"}}',
      {
        'content-type': 'application/json',
        signature: 'fbebaf3283e5f96d086cdf8c2c3042c0b54597025b6346d5788318625e1d8891',
      },
    ),
    '{"request_id":"r-1","timestamp":1735829700,"data":{"player_id":"user-42","amount":150,"payout":1.5,"conversion_id":"c-1","conversion_type":"reward","goal_id":"g-1"}}',
  ],
  ['torox', get('oid=4711&user_id=user-42&sig=03bef49c05ba22107a6cf71ee0076732'), '4711-user-42-[secret]'],
  ['cpx', get('trans_id=trans-1&secure_hash=e008835491d6e7d69c0703bfaa555378'), 'trans-1-[secret]'],
  [
    'lootably',
    get(
      'userID=user-42&ip=192.0.2.1&revenue=0.5000&currencyReward=100.00&hash=6a61aed6c9e62e545d81c9c7cb83cc74591604d3def9f7d073bf3e2d49e8303b',
    ),
    'user-42192.0.2.10.5000100.00[secret]',
  ],
  ['kiwiwall', get('sub_id=user-42&amount=150&signature=54d0a1fb93df8cbaebe46b561f472c60'), 'user-42:150:[secret]'],
  [
    'wannads',
    get('subId=user-42&transId=tx-1&reward=150&signature=0f3049c502aa9985d3af98c4fd798b4b'),
    'user-42tx-1150[secret]',
  ],
  [
    'theoremreach',
    get('user_id=user-42&reward=150&tx_id=tx-1&hash=CVB9D1pV-UtuDrpAh9fG2-qRZBE', AT_PUB),
    'https://pub.example.com/cb?user_id=user-42&reward=150&tx_id=tx-1',
  ],
  [
    'pollfish',
    get(
      'cpa=30&device_id=my-device-id&timestamp=1463152452308&tx_id=08f31d41d800cc7a0beb7eb4897639a8ba7fd7db&signature=w6pzVzYo%2BqZesAHsXaV%2F89ObKP8%3D',
    ),
    '30:my-device-id:1463152452308:08f31d41d800cc7a0beb7eb4897639a8ba7fd7db',
  ],
];

describe('vectors', () => {
  test.each(PUBLISHED)(
    'golden, published by the vendor (ayeT’s by way of two public test suites): %s',
    (name, secret, request, signed) => {
      expect(verify(name, request, secret)).toMatchObject({ signed, verdict: 'valid' });
    },
  );

  test.each(OURS)('regression, made by us: %s', (name, request, signed) => {
    expect(verify(name, request)).toMatchObject({ signed, verdict: 'valid' });
  });

  test('golden, published with an empty key: right, and refused', () => {
    const signed = 'http://url.com?param1=foo&param2=bar';
    const published = '3171f6b78e06cadcec4c9c3b15f858b8400e8738';
    expect(hmac('sha1', signed, '').digest('hex')).toBe(published);
    const request = get(`param1=foo&param2=bar&hash=${published}`, { url: 'http://url.com' });
    expect(verdict(verify('bitlabs', request, ''))).toBe('bad-signature');
    expect(verify('bitlabs', request, 'x')).toMatchObject({ signed, verdict: 'invalid' });
  });

  test('golden, published without its key: the format of Pollfish’s signature and of an empty term_reason', () => {
    const published = 'BbgBlH5HODk%2FSKw3MQuvqM%2BgTxQ%3D';
    const check = verify('pollfish', get(`device_id=my-device-id&term_reason=&cpa=30&signature=${published}`));
    expect(check).toMatchObject({
      signed: '30:my-device-id:',
      received: 'BbgBlH5HODk/SKw3MQuvqM+gTxQ=',
      verdict: 'invalid',
    });
  });

  test('regression, the older text of ayeT’s page without offer_name', () => {
    const header = '3191f052846df1beee6c1d42030fee7448ff8fc47a417bf714c2e0a1308fc010';
    const rawQuery =
      'amount=0.10&click_id=1234abcd5678021&payout=1.50&transaction_id=8ee08f32ae611231b0a49d1bd66e9bf193132561&user_id=testuser123456';
    const request = get(rawQuery, { headers: { 'x-ayetstudios-security-hash': header } });
    expect(verdict(verify('ayet', request, '9f2228fea0d8e7ce10b2ac36053db14c'))).toBe('valid');
  });
});

// ── what all of them share ──────────────────────────────────────────────────

describe.each(ALL)('%s, whatever comes', (name) => {
  test('property: the answer is a value', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.uint8Array({ maxLength: 200 }), (query, body) => {
        const headers = { 'content-type': 'application/json' };
        for (const request of [get(query), { ...get(query), method: 'POST' as const, headers, rawBody: body }]) {
          expect(read(name, request)).toBeTypeOf('object');
          expect(verify(name, request)).toBeTypeOf('object');
        }
      }),
    );
  });

  test('nothing at all is unsigned', () => {
    expect(verdict(verify(name, get('')))).toBe('unsigned');
  });

  test('tells the operator what to paste', () => {
    const { setup } = confirmsOf(name);
    const address = setup!.urlTemplate(DOOR);
    expect(address.startsWith(DOOR)).toBe(true);
    expect(new URL(address).searchParams.getAll('click_id').length).toBeLessThan(2);
    expect(setup!.notes.length).toBeGreaterThan(0);
  });
});

test('strong is only what is an HMAC over everything that counts', () => {
  const strong = ALL.filter((name) => confirmsOf(name).weaknesses.length === 0);
  expect(strong).toEqual(['bitlabs', 'ayet', 'adgem', 'theoremreach', 'pollfish', 'unityads']);
  const notCovered = strong.map((name) => (verify(name, SAMPLES[name]!.request) as SignatureCheck).notCovered);
  expect(notCovered).toEqual([[], [], [], [], ['debug'], []]);
});

test.each([
  ['torox', ['id', 'amount', 'payout', 'subid1']],
  ['cpx', ['status', 'subid_1', 'amount_local', 'amount_usd', 'type', 'user_id', 'offer_id']],
  ['lootably', ['transactionID', 'status', 'sid', 'goalID', 'offerID', 'the borders between the parts']],
  ['kiwiwall', ['trans_id', 'status', 'click_id', 'gross', 'offer_id']],
  ['wannads', ['status', 'payout', 'subId2', 'uuid', 'debug', 'campaign_id', 'the borders between the parts']],
  ['ironsource', ['custom_click_id', 'negative', 'itemName', 'the borders between the parts']],
  ['tapjoy', ['click_id', 'mac_address']],
  ['adjoe', ['click_id', 'the borders between the parts']],
  ['fyber', ['currency_name', 'currency_id', 'payout_net', 'payout_currency', 'the borders between the parts']],
])('%s says what its signature does not cover', (name, notCovered) => {
  expect((verify(name, SAMPLES[name]!.request) as SignatureCheck).notCovered).toEqual(notCovered);
});

test('adgate has a token in clear, which covers nothing', () => {
  const query = 'conversion_id=4d63&user_id=user-42&s2=c-1&points=150&payout=1.50&event_id=&state=approved';
  expect(verify('adgate', get(`${query}&secret=${SECRET}`))).toMatchObject({
    verdict: 'valid',
    notCovered: ['conversion_id', 'user_id', 's2', 'points', 'payout', 'event_id', 'state'],
  });
  expect(verdict(verify('adgate', get(`${query}&secret=other`)))).toBe('invalid');
  expect(verdict(verify('adgate', get(query)))).toBe('unsigned');
  expect(confirmsOf('adgate').setup!.urlTemplate(DOOR)).toContain(`secret=${SECRET_PLACE}`);
  expect(read('adgate', query)).toMatchObject({
    transaction: '4d63',
    clickId: 'c-1',
    taskKey: null,
    payoutUsd: '1.50',
  });
});

test.each([
  ['a click with a space', 'subid1', 'c%201'],
  ['no click', 'subid1', ''],
  ['a transaction of 129 bytes', 'id', 'x'.repeat(129)],
  ['a payout in scientific notation', 'payout', '1e3'],
  ['a payout with a comma', 'payout', '1%2C000.00'],
  ['a macro that nobody filled in', 'id', '%7Bid%7D'],
])('%s is malformed', (_, parameter, value) => {
  const query = new URLSearchParams(SAMPLES.torox!.request.rawQuery);
  query.delete(parameter);
  expect(read('torox', `${query}&${parameter}=${value}`)).toMatchObject({ refused: 'malformed' });
});

test('a payout is evidence: what is below a millionth of a dollar is cut off', () => {
  expect(read('torox', 'id=t&oid=1&subid1=c-1&payout=0.30000000000000004')).toMatchObject({ payoutUsd: '0.300000' });
});

test('the operator’s maps: their offer or goal is our task, their word our state', () => {
  const settings = { eventMap: { '4711': 'level-5', 'level-5': 'reach' }, statusMap: { '1': 'PENDING' as const } };
  expect(read('torox', SAMPLES.torox!.request, settings)).toMatchObject({ taskKey: 'level-5' });
  expect(read('bitlabs', SAMPLES.bitlabs!.request, settings)).toMatchObject({ taskKey: 'reach' });
  expect(read('kiwiwall', SAMPLES.kiwiwall!.request, settings)).toMatchObject({ taskKey: null });
  expect(read('cpx', SAMPLES.cpx!.request, settings)).toMatchObject({ state: 'PENDING' });
});

test('a reversal is the original’s transaction, reconciled, its amount without a sign', () => {
  const reversals: [string, string, object][] = [
    ['torox', 'id=t-1&oid=4711&subid1=c-1&payout=-1.50', { transaction: 't-1' }],
    ['cpx', 'status=2&trans_id=t-1&subid_1=c-1&amount_usd=1.50', { transaction: 't-1' }],
    ['lootably', 'transactionID=t-1&sid=c-1&revenue=1.50&status=0', { transaction: 't-1' }],
    ['kiwiwall', 'status=2&trans_id=t-1&click_id=c-1&gross=-1.50&amount=-150', { transaction: 't-1' }],
    ['wannads', 'transId=tx-2&uuid=u-1&subId2=c-1&status=2&payout=1.50', { transaction: 'u-1' }],
    ['wannads', 'transId=tx-1&subId2=c-1&status=rejected&payout=-1.50', { transaction: 'tx-1' }],
    ['theoremreach', 'tx_id=t-1&click_id=c-1&currency=1.50&reversal=true', { transaction: 't-1' }],
    ['adgate', 'conversion_id=t-1&s2=c-1&payout=1.50&state=rejected', { transaction: 't-1' }],
    ['ayet', 'transaction_id=r-t-1&custom_1=c-1&payout_usd=-1.50&is_chargeback=1', { transaction: 't-1' }],
    ['bitlabs', 'tx=r9&ref=o233&raw=-1.50&offer_id=7&click_id=c-1', { transaction: 'o233' }],
  ];
  for (const [name, query, says] of reversals) {
    expect([name, read(name, query)]).toEqual([
      name,
      expect.objectContaining({ state: 'RECONCILED', payoutUsd: '1.50', clickId: 'c-1', ...says }),
    ]);
  }
});

test('a test or debug callback is a test, whatever else it says', () => {
  const { rawQuery } = SAMPLES.bitlabs!.request;
  expect(read('bitlabs', `debug=true&${rawQuery}`)).toEqual({ kind: 'test' });
  expect(read('bitlabs', `debug=false&${rawQuery}`)).toMatchObject({ kind: 'confirmation' });
  expect(read('theoremreach', `debug=true&${SAMPLES.theoremreach!.request.rawQuery}`)).toEqual({ kind: 'test' });
  expect(read('wannads', `${SAMPLES.wannads!.request.rawQuery}&debug=1`)).toEqual({ kind: 'test' });
  expect(read('wannads', `${SAMPLES.wannads!.request.rawQuery}&debug=0`)).toMatchObject({ kind: 'confirmation' });
  expect(read('pollfish', `${SAMPLES.pollfish!.request.rawQuery}&debug=true`)).toEqual({ kind: 'test' });
});

test('answers are the network’s own words', () => {
  const postback = read('ironsource', SAMPLES.ironsource!.request) as Notice;
  const say = (name: string, outcome: 'recorded' | 'duplicate' | 'unmatched' | 'test') =>
    confirmsOf(name).answer(outcome, 'r-1', outcome === 'test' ? { kind: 'test' } : postback);
  expect(say('ironsource', 'duplicate')).toEqual({
    status: 200,
    contentType: 'text/plain; charset=utf-8',
    body: 'e1:OK',
  });
  expect(say('ironsource', 'test').body).toBe('OK');
  for (const name of ['torox', 'cpx', 'lootably', 'kiwiwall', 'unityads']) expect(say(name, 'recorded').body).toBe('1');
  expect([say('wannads', 'recorded').body, say('wannads', 'duplicate').body]).toEqual(['OK', 'DUP']);
  for (const name of ALL) expect(say(name, 'unmatched')).toMatchObject({ status: 200 });

  const refuse = (name: string, status: number, code = 'malformed') =>
    confirmsOf(name).refusal!({ code, message: 'No.', status, receiptId: 'r-1' });
  expect([400, 401, 409, 429, 503].map((status) => refuse('tapjoy', status).status)).toEqual([403, 403, 403, 429, 503]);
  expect(refuse('wannads', 401)).toMatchObject({ status: 401, body: 'ERROR: No. (r-1)' });
  expect(refuse('adgem', 401, 'bad-signature')).toMatchObject({ status: 401, body: '' });
  expect(refuse('unityads', 409)).toMatchObject({ status: 409, body: 'No. (r-1)' });
});

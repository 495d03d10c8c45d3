/** What each network promises its publishers: the signature, what counts as a yes, and how long it goes on asking. */
import { describe, expect, test } from 'vitest';
import { dialectNamed, rewardDialects } from '.';
import { exampleEvent } from './example-event';
import type { Endpoint, RewardEvent } from './rewards';

const NOW = new Date('2026-11-20T12:00:00Z');

function send(dialect: string, endpoint: Partial<Endpoint>, event: Partial<RewardEvent>) {
  const complete = { urlTemplate: 'https://pub.example.com/cb', secret: 'test-secret-key', options: {}, ...endpoint };
  const base = { userId: 'user-42', rewardAmount: 150n, click: null, ...event };
  return dialectNamed(dialect)!.rewards!.compose(exampleEvent('REWARD', base), complete, NOW);
}

describe('golden: published by the network', () => {
  test('BitLabs signs the whole address', () => {
    const sent = send(
      'bitlabs',
      {
        urlTemplate: 'https://publisher.com/complete?uid=[%UID%]&val=[%VAL%]',
        secret: 'JLOIAUNMHFli7ZJOQVEzm98rzqnm9',
      },
      { userId: '8cc877ee-af19-488d-b28d-216fb866b996', rewardAmount: 500n },
    );
    expect(sent.signed).toBe('https://publisher.com/complete?uid=8cc877ee-af19-488d-b28d-216fb866b996&val=500');
    expect(sent.url).toBe(`${sent.signed}&hash=dbcd6bb8ca677344592842a52b4fca9bec36cd4b`);
  });

  test('ayeT signs the sorted parameters as PHP writes them, in a header', () => {
    const sent = send(
      'ayet',
      {
        urlTemplate:
          'https://pub.example.com/cb?transaction_id={transaction_id}&user_id={external_identifier}&payout={payout_usd}&offer_name={offer_name}&click_id={custom_1}&amount=0.10',
        secret: '9f2228fea0d8e7ce10b2ac36053db14c',
      },
      {
        eventId: '8ee08f32ae611231b0a49d1bd66e9bf193132561',
        userId: 'testuser123456',
        payoutUsd: '1.50',
        offerTitle: 'TEST OFFER',
        click: { at: NOW, ip: null, country: null, device: { custom_1: '1234abcd5678021' } },
      },
    );
    expect(sent.signed).toBe(
      'amount=0.10&click_id=1234abcd5678021&offer_name=TEST+OFFER&payout=1.50&transaction_id=8ee08f32ae611231b0a49d1bd66e9bf193132561&user_id=testuser123456',
    );
    expect(sent.headers).toEqual({
      'x-ayetstudios-security-hash': '62a32725866780ada1dec3d62232645f2801e05a91df7b0202e9b780f804f04b',
    });
  });
});

describe('regression: the formula is published, the values are ours', () => {
  test('ironSource', () => {
    const sent = send(
      'ironsource',
      { urlTemplate: 'https://pub.example.com/cb?s=[SIGNATURE]&t=[TIMESTAMP]' },
      { eventId: 'dae8e6cf42b1357f8652ad6ecb5b24f1', grantedAt: new Date('2025-01-02T14:55:00Z') },
    );
    expect(sent.url).toBe('https://pub.example.com/cb?s=08eb1441290ad907438777fb5297ce00&t=202501021455');
  });

  test('Tapjoy', () => {
    const sent = send('tapjoy', {}, { eventId: 'req-0001' });
    expect(sent.url).toBe(
      'https://pub.example.com/cb?snuid=user-42&currency=150&id=req-0001&verifier=70a4fe920dff58214133eed6522d8d64',
    );
    expect(sent.signed).toBe('req-0001:user-42:150:[SECRET_KEY]');
  });

  test('Fyber', () => {
    const device = { custom_pub1: 'pubB', custom_pub0: 'pubA' };
    const sent = send(
      'fyber',
      {},
      { eventId: '9f1c2d3e-0000-4000-8000-000000000001', click: { at: NOW, ip: null, country: null, device } },
    );
    expect(new URL(sent.url).searchParams.get('sid')).toBe('b7a91818e87fb35229d5037d85040f5496a4fddd');
    expect(sent.signed).toBe('[SECURITY_TOKEN]user-421509f1c2d3e-0000-4000-8000-000000000001pubApubB');
    expect(sent.url).toContain('&pub0=pubA&pub1=pubB');
  });

  test('AdGem', () => {
    const urlTemplate =
      'https://pub.example.com/cb?amount={amount}&player_id={player_id}&transaction_id={transaction_id}';
    expect(send('adgem', { urlTemplate }, { eventId: 'tx-1' }).url).toBe(
      'https://pub.example.com/cb?amount=150&player_id=user-42&transaction_id=tx-1&verifier=5130da0f6a3572ad0b61fb6d36140b080ccc813b735ac7b7393f9674ae6db8dc',
    );
  });
});

test('without a secret nothing is signed, by nobody', () => {
  for (const { rewards, confirms } of rewardDialects()) {
    const urlTemplate = confirms?.setup?.urlTemplate('https://pub.example.com/cb') ?? 'https://pub.example.com/cb';
    const sent = rewards.compose(exampleEvent('REWARD'), { urlTemplate, secret: '', options: {} }, NOW);
    expect(sent.signed).toBe('');
    expect(sent.url).not.toMatch(/[?&](hash|signature|sid|verifier)=/);
    expect(Object.keys(sent.headers).filter((header) => /signature|hash/.test(header))).toEqual([]);
  }
});

test('while a secret is rotated, only Standard Webhooks sign with both; the others with the newer', () => {
  for (const { name, rewards, confirms } of rewardDialects()) {
    const urlTemplate = confirms?.setup?.urlTemplate('https://pub.example.com/cb') ?? 'https://pub.example.com/cb';
    const of = (secret: string) => rewards.compose(exampleEvent('REWARD'), { urlTemplate, secret, options: {} }, NOW);
    expect(rewards.liveSecrets).toBe(name === 'standard' ? 2 : 1);
    if (name === 'standard') {
      const both = `${of('newer-secret').headers['webhook-signature']} ${of('older-secret').headers['webhook-signature']}`;
      expect(of('newer-secret older-secret').headers['webhook-signature']).toBe(both);
    } else expect(of('newer-secret older-secret')).toEqual(of('newer-secret'));
  }
});

const ID = exampleEvent('REWARD').eventId;

/** Status and body of the answer, then the verdict: y acknowledged, r tried again, n never again. */
const VERDICTS: Record<string, [status: number, body: string, verdict: string][]> = {
  ironsource: [
    [200, `<status> ${ID}:OK</status>`, 'y'],
    [200, `${ID}:OK`, 'y'],
    [200, `before\n${ID}:OK\nafter`, 'y'],
    [200, `${ID}: OK`, 'r'],
    [200, 'OK', 'r'],
    [200, '', 'r'],
    [200, 'another:OK', 'r'],
    [201, `${ID}:OK`, 'r'],
    [302, `${ID}:OK`, 'r'],
    [403, `${ID}:OK`, 'r'],
    [410, `${ID}:OK`, 'r'],
    [500, `${ID}:OK`, 'r'],
  ],
  tapjoy: [
    [200, '', 'y'],
    [200, 'crédité', 'y'],
    [200, 'cr\ufffddit\ufffd', 'r'],
    [201, '', 'r'],
    [403, 'bad verifier', 'n'],
    [404, '', 'r'],
    [410, '', 'r'],
    [500, '', 'r'],
  ],
  standard: [
    [200, '', 'y'],
    [204, '', 'y'],
    [299, 'whatever', 'y'],
    [301, '', 'r'],
    [400, '', 'r'],
    [403, '', 'r'],
    [410, '', 'n'],
    [429, '', 'r'],
    [503, '', 'r'],
  ],
};
const ONLY_200: [number, string, string][] = [
  [200, '', 'y'],
  [200, 'ERROR', 'y'],
  [201, 'OK', 'r'],
  [204, '', 'r'],
  [301, 'OK', 'r'],
  [403, 'OK', 'r'],
  [410, 'OK', 'r'],
  [500, 'OK', 'r'],
];

describe.each(rewardDialects())('$title', ({ name, rewards }) => {
  test.each(VERDICTS[name] ?? ONLY_200)('answers %i "%s": %s', (status, body, expected) => {
    const judged = rewards.acknowledged({ status, body }, exampleEvent('REWARD'));
    expect(judged.verdict).toBe({ y: 'acknowledged', r: 'retry', n: 'final' }[expected]);
    if (judged.verdict !== 'acknowledged') expect(judged.reason).toContain(String(status));
  });

  test('names as final exactly the statuses after which it is silent', () => {
    const silent = Array.from({ length: 500 }, (_, index) => index + 100).filter(
      (status) => rewards.acknowledged({ status, body: '' }, exampleEvent('REWARD')).verdict === 'final',
    );
    expect(silent).toEqual(rewards.finalStatuses);
  });
});

const HOURS = 3_600_000;

test.each([
  ['ironSource', 'ironsource', 1, 48, 39.15],
  ['Tapjoy', 'tapjoy', 5, 1153, 96],
  ['ayeT', 'ayet', 10, 13, 1],
  ['AdGate', 'adgate', 10, 6, 25 / 60],
  ['Fyber', 'fyber', 10, 11, 54.85],
  ['BitLabs', 'bitlabs', 10, 14, 100.71],
  ['AdGem', 'adgem', 10, 14, 100.71],
  ['Standard Webhooks', 'standard', 10, 14, 100.71],
])('%s (%s) waits %i s for an answer and asks %i times over %d hours', (_, name, seconds, attempts, hours) => {
  const { waits, timeoutMs } = dialectNamed(name)!.rewards!;
  expect(timeoutMs).toBe(seconds * 1000);
  expect(waits.length + 1).toBe(attempts);
  expect(waits.reduce((total, wait) => total + wait, 0) / HOURS).toBeCloseTo(hours, 2);
});

test('ironSource stays within its 48 hours even when every wait is stretched by a fifth', () => {
  const span = dialectNamed('ironsource')!.rewards!.waits.reduce((total, wait) => total + wait, 0);
  expect(span * 1.2).toBeLessThan(48 * HOURS);
});

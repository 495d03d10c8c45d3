/** "It does not fire", solved: every usual mistake is made here and must be named. */
import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { IntegrationSettings, PostbackRequest } from './dialect';
import { explainSignature, firstDifference, signedParts } from './explain-signature';
import { dialectNamed } from './index';
import type { Asked } from './likely-mistake';
import { canonical } from './native';

const SECRET = 'a-Secret-of-32-characters-0123456789';
const AT = new Date('2026-11-21T12:00:00Z');
const URL_OF_DOOR = 'https://rewards.example/api/postbacks/acme';
const settings: IntegrationSettings = { statusMap: {}, eventMap: {}, requireSignature: true };

const PAIRS: [string, string][] = [
  ['tx', 'tx-1'],
  ['click_id', 'click-1'],
  ['reason', 'level 10 & more'],
  ['state', 'RECONCILED'],
  ['ts', String(AT.getTime() / 1000)],
];
const raw = (pairs: [string, string][]) => pairs.map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join('&');
const hmac = (key: string | Buffer, text: string, algorithm = 'sha256') => createHmac(algorithm, key).update(text);

function asked(rawQuery: string, more: Partial<Asked> & { dialect?: string } = {}): Asked {
  const { dialect = 'native', ...rest } = more;
  const confirms = dialectNamed(dialect)!.confirms!;
  const request: PostbackRequest = {
    method: 'GET',
    url: URL_OF_DOOR,
    rawQuery,
    headers: {},
    rawBody: new Uint8Array(),
  };
  return { confirms, request, secrets: { current: SECRET, previous: null }, settings, at: AT, others: [], ...rest };
}

const native = (sig: string, more?: Partial<Asked>) => explainSignature(asked(`${raw(PAIRS)}&sig=${sig}`, more));
const covered = canonical(PAIRS);

test('a right signature has no difference and no mistake', () => {
  const told = native(hmac(SECRET, covered).digest('hex'));
  expect(told).toMatchObject({ check: { verdict: 'valid' }, differsAt: null, mistake: null, clockSeconds: null });
});

const MISTAKES: Record<string, [sig: string, name: string, detail: string | null]> = {
  'a line break behind the secret': [hmac(`${SECRET}\n`, covered).digest('hex'), 'secret-spaces', null],
  'the secret in small letters': [hmac(SECRET.toLowerCase(), covered).digest('hex'), 'secret-case', null],
  'the secret taken for base64': [
    hmac(Buffer.from(SECRET, 'base64'), covered).digest('hex'),
    'secret-decoded',
    'base64',
  ],
  'HMAC-SHA1': [hmac(SECRET, covered, 'sha1').digest('hex'), 'algorithm', 'HMAC-SHA1'],
  'a plain hash': [
    createHash('sha256')
      .update(covered + SECRET)
      .digest('hex'),
    'algorithm',
    'SHA256(… + secret)',
  ],
  'no secret at all': [createHash('sha256').update(covered).digest('hex'), 'without-secret', 'SHA256, no secret'],
  'base64 instead of hex': [encodeURIComponent(hmac(SECRET, covered).digest('base64')), 'signature-spelling', null],
  'parameters as they came': [hmac(SECRET, new URLSearchParams(PAIRS).toString()).digest('hex'), 'order', null],
  'values decoded': [hmac(SECRET, decodeURIComponent(covered.replaceAll('+', ' '))).digest('hex'), 'decoded', null],
  'spaces as %20': [hmac(SECRET, covered.replaceAll('+', '%20')).digest('hex'), 'space', null],
  'a parameter left out': [
    hmac(SECRET, canonical(PAIRS.filter(([key]) => key !== 'state'))).digest('hex'),
    'left-out',
    'state',
  ],
  'half of it': [hmac(SECRET, covered).digest('hex').slice(0, 32), 'truncated', null],
  'the secret itself': [SECRET, 'secret-sent', null],
  'a macro that nobody filled in': ['%7Bsignature%7D', 'macro-not-filled', '{signature}'],
  'the algorithm before it': [`sha256=${hmac(SECRET, covered).digest('hex')}`, 'signature-prefix', 'sha256='],
};

for (const [name, [sig, mistake, detail]] of Object.entries(MISTAKES)) {
  test(`${name} is named`, () => {
    expect(native(sig)).toMatchObject({ check: { verdict: 'invalid' }, mistake: { name: mistake, detail } });
  });
}

test('the secret before the last rotation is named, though it is still taken', () => {
  const told = native(hmac('the old secret', covered).digest('hex'), {
    secrets: { current: SECRET, previous: 'the old secret' },
  });
  expect(told).toMatchObject({ check: { verdict: 'valid' }, mistake: { name: 'previous-secret' } });
});

test('the secret of another integration is named by its key', () => {
  const others = [{ key: 'acme-ios', secret: 'the secret of the other one' }];
  const told = native(hmac('the secret of the other one', covered).digest('hex'), { others });
  expect(told.mistake).toEqual({ name: 'secret-of-another', detail: 'acme-ios' });
});

test('a signature that nobody can explain is not explained', () => {
  expect(native('ab'.repeat(32))).toMatchObject({ check: { verdict: 'invalid' }, mistake: null, differsAt: 0 });
});

test('a clock that is behind is told by how much', () => {
  const late = PAIRS.map(([key, value]): [string, string] => [key, key === 'ts' ? String(Number(value) - 420) : value]);
  const told = explainSignature(asked(`${raw(late)}&sig=${hmac(SECRET, canonical(late)).digest('hex')}`));
  expect(told).toMatchObject({ check: { verdict: 'stale' }, clockSeconds: -420 });
});

test('an address signed with http instead of https is named', () => {
  const query = 'uid=u1&tx=o1&click_id=c1&offer_id=7&raw=1.00';
  const hash = hmac(SECRET, `http://rewards.example/api/postbacks/acme?${query}`, 'sha1').digest('hex');
  const told = explainSignature(asked(`${query}&hash=${hash}`, { dialect: 'bitlabs' }));
  expect(told.mistake).toEqual({ name: 'address', detail: 'http://rewards.example/api/postbacks/acme' });
});

test('a token with a space behind it is named, and no digest shows it', () => {
  const query = `click_id=c1&activity_kind=install&token=${encodeURIComponent(`${SECRET} `)}`;
  const told = explainSignature(asked(query, { dialect: 'adjust' }));
  expect(told.mistake).toEqual({ name: 'secret-spaces', detail: null });
  expect(JSON.stringify(told)).not.toContain(SECRET);
});

test('a JSON body that was written again after signing is named', () => {
  const body = '{ "click_id": "c1", "tx": "t1" }';
  const [id, timestamp] = ['msg_1', String(AT.getTime() / 1000)];
  const signature = hmac(SECRET, `${id}.${timestamp}.${JSON.stringify(JSON.parse(body))}`).digest('base64');
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  };
  const request = { method: 'POST' as const, url: URL_OF_DOOR, rawQuery: '', headers, rawBody: Buffer.from(body) };
  expect(explainSignature(asked('', { request })).mistake).toEqual({ name: 'body-rewritten', detail: null });
});

test('the parts of what was signed are, joined, what was signed', () => {
  const word = fc.stringMatching(/^[a-z0-9%+ ]{0,12}$/);
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[a-z_]{1,8}$/), word, { maxKeys: 6 }), word, (values, between) => {
      const pairs = Object.entries(values);
      const signed = pairs.map(([key, value]) => `${key}=${value}`).join(between);
      const parts = signedParts(signed, asked(new URLSearchParams(pairs).toString()).request);
      return parts.map(({ text }) => text).join('') === signed;
    }),
  );
});

test('each part says where it came from', () => {
  const told = native(hmac(SECRET, covered).digest('hex'));
  expect(told.parts).toContainEqual({ text: 'click-1', from: 'click_id' });
  expect(told.parts).toContainEqual({ text: 'tx-1', from: 'tx' });
});

test.each([
  ['abcd', 'abcd', null],
  ['abcd', 'abxd', 2],
  ['abcd', 'ab', 2],
  ['ab', 'abcd', 2],
  ['abcd', '', 0],
])('%s and %s differ at %s', (expected, received, at) => {
  expect(firstDifference(expected, received)).toBe(at);
});

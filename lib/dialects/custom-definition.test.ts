import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseCustomDefinition } from './custom-definition';

const VALUE = (of: string) => ({ part: 'value', of });
const SECRET = { part: 'secret' };
const hmac = (over: object) => ({
  kind: 'hmac',
  algorithm: 'sha256',
  parts: [{ part: 'url' }],
  place: { in: 'query', name: 'sig' },
  ...over,
});
const DEFINITION = {
  reads: 'query',
  fields: { clickId: 'sub1', transaction: 'tx', status: 'status', payout: 'usd' },
  states: { '1': 'COMPLETED', '2': 'RECONCILED' },
  signature: hmac({}),
};

test('what is left out has a value', () => {
  expect(parseCustomDefinition(DEFINITION)).toEqual({
    reads: 'query',
    fields: { clickId: 'sub1', transaction: 'tx', task: null, status: 'status', payout: 'usd', reason: null },
    states: { '1': 'COMPLETED', '2': 'RECONCILED' },
    negativeIsReversal: false,
    test: null,
    timestamp: null,
    signature: hmac({ separator: '', encoding: 'hex' }),
    answer: { status: 200, contentType: 'text/plain; charset=utf-8', body: 'OK' },
    refusal: null,
  });
});

const TIMESTAMP = { place: { in: 'parameter', name: 'ts' } };

for (const [why, over, path] of [
  ['no click', { fields: { transaction: 'tx' } }, 'fields.clickId'],
  ['no transaction', { fields: { clickId: 'c' } }, 'fields.transaction'],
  ['an empty name', { fields: { clickId: '', transaction: 'tx' } }, 'fields.clickId'],
  ['a name that is no name', { fields: { clickId: 'a&b', transaction: 'tx' } }, 'fields.clickId'],
  ['a name that is too long', { fields: { clickId: 'a'.repeat(65), transaction: 'tx' } }, 'fields.clickId'],
  ['depth outside of JSON', { fields: { clickId: 'a.b', transaction: 'tx' }, states: {} }, 'fields.clickId'],
  ['too much depth', { reads: 'json', fields: { clickId: 'a.b.c.d.e.f.g.h.i', transaction: 'tx' } }, 'fields.clickId'],
  ['an unknown way of reading', { reads: 'xml' }, 'reads'],
  ['an unknown field', { fields: { ...DEFINITION.fields, ip: 'ip' } }, 'fields'],
  ['a word that means nothing of ours', { states: { '1': 'PAID' } }, 'states.1'],
  ['no word for a completion', { states: { '2': 'RECONCILED' } }, 'states'],
  ['words without a parameter', { fields: { clickId: 'c', transaction: 'tx' } }, 'fields.status'],
  [
    'a sign without a payout',
    { fields: { clickId: 'c', transaction: 'tx' }, states: {}, negativeIsReversal: true },
    'negativeIsReversal',
  ],
  ['a test where the click is', { test: { name: 'sub1' } }, 'fields.clickId'],
  ['no signature said', { signature: undefined }, 'signature'],
  ['an unknown kind of signature', { signature: { kind: 'rsa' } }, 'signature.kind'],
  ['an unknown algorithm', { signature: hmac({ algorithm: 'crc32' }) }, 'signature.algorithm'],
  ['no parts', { signature: hmac({ parts: [] }) }, 'signature.parts'],
  ['only an address, where everything is posted', { reads: 'form' }, 'signature.parts'],
  ['too many parts', { signature: hmac({ parts: Array(33).fill({ part: 'text', text: 'a' }) }) }, 'signature.parts'],
  ['an unknown part', { signature: hmac({ parts: [{ part: 'cookie' }] }) }, 'signature.parts.0.part'],
  ['only constants', { signature: hmac({ parts: [{ part: 'text', text: 'x' }, SECRET] }) }, 'signature.parts'],
  ['a hash without the secret', { signature: hmac({ kind: 'hash', parts: [VALUE('tx')] }) }, 'signature.parts'],
  ['a part twice', { signature: hmac({ parts: [VALUE('tx'), VALUE('tx')] }) }, 'signature.parts.1'],
  ['the signature in itself', { signature: hmac({ parts: [VALUE('tx'), VALUE('sig')] }) }, 'signature.parts.1.of'],
  [
    'the signature where the click is',
    { signature: hmac({ place: { in: 'parameter', name: 'sub1' } }) },
    'fields.clickId',
  ],
  ['a body where there is none', { signature: hmac({ parts: [{ part: 'body' }] }) }, 'signature.parts.0'],
  [
    'the signature within the signed body',
    { reads: 'json', signature: hmac({ parts: [{ part: 'body' }], place: { in: 'parameter', name: 'sig' } }) },
    'signature.place',
  ],
  [
    'JSON in order',
    { reads: 'json', signature: hmac({ parts: [{ part: 'sorted', written: 'plain' }] }) },
    'signature.parts.0',
  ],
  [
    'a timestamp from nowhere',
    { signature: hmac({ parts: [VALUE('tx'), { part: 'timestamp' }] }) },
    'signature.parts.1',
  ],
  ['a timestamp nobody signed', { timestamp: TIMESTAMP, signature: hmac({ parts: [VALUE('tx')] }) }, 'timestamp'],
  ['a timestamp without a signature', { timestamp: TIMESTAMP, signature: { kind: 'none' } }, 'timestamp'],
  ['a timestamp of any age', { timestamp: { ...TIMESTAMP, toleranceSeconds: 86_401 } }, 'timestamp.toleranceSeconds'],
  ['a header in capitals', { signature: hmac({ place: { in: 'header', name: 'X-Sig' } }) }, 'signature.place.name'],
  ['a separator that is too long', { signature: hmac({ separator: '123456789' }) }, 'signature.separator'],
  ['an answer that is none', { answer: { status: 404 } }, 'answer.status'],
  ['an answer that redirects', { refusal: { status: 302, body: '' } }, 'refusal.status'],
  ['an answer of another type', { answer: { contentType: 'text/html' } }, 'answer.contentType'],
  ['an answer that is too long', { answer: { body: 'x'.repeat(1025) } }, 'answer.body'],
] as const) {
  test(`${why} is refused, with its place in ${path}`, () => {
    const parsed = parseCustomDefinition({ ...DEFINITION, ...over });
    expect(parsed).toMatchObject({ faults: expect.arrayContaining([{ path, message: expect.stringMatching(/\w/) }]) });
  });
}

for (const nonsense of [null, undefined, 'text', 7, [], {}, { __proto__: null }, { signature: { parts: 7 } }]) {
  test(`${JSON.stringify(nonsense)} is no definition`, () => {
    expect(parseCustomDefinition(nonsense)).toMatchObject({ faults: expect.any(Array) });
  });
}

test('property: whatever is given is a definition or has faults, each in words', () => {
  const anything = fc.oneof(
    fc.anything(),
    fc.record({ reads: fc.anything(), fields: fc.anything(), states: fc.anything(), signature: fc.anything() }),
    fc
      .tuple(fc.constantFrom(...Object.keys(DEFINITION)), fc.anything())
      .map(([key, value]) => ({ ...DEFINITION, [key]: value })),
  );
  fc.assert(
    fc.property(anything, (given) => {
      const parsed = parseCustomDefinition(given);
      if (!('faults' in parsed)) return;
      expect(parsed.faults.length).toBeGreaterThan(0);
      for (const { message } of parsed.faults) expect(message).toMatch(/\w+ \w+/);
    }),
  );
});

/**
 * Bad requests, for every dialect of the registry and for one of an operator's own: each is its own right request with one
 * thing wrong about it. What cannot be read is refused before it can be believed, and nothing that comes makes anything throw.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  AT,
  DOOR,
  define,
  hmac,
  parameter,
  SECRET,
  SETTINGS,
  verdict,
  verify,
  WHAT,
} from '@/e2e/support/custom-dialects';
import { confirmDialects } from '.';
import { customConfirms } from './custom';
import type { Confirms, PostbackRequest } from './dialect';
import { toPostbackRequest } from './sample';

const own = customConfirms(
  define({
    reads: 'query',
    fields: { clickId: 'click', transaction: 'tx', task: 'goal', payout: 'usd' },
    signature: hmac('sha256', [{ part: 'url' }], parameter('sig')),
  }),
);
const ALL: [name: string, confirms: Confirms][] = [
  ...confirmDialects().map(({ name, confirms }): [string, Confirms] => [name, confirms]),
  ['custom', own],
];

const BAD_IDS = [
  ['nothing', ''],
  ['a space before it', '%20c-1'],
  ['a space behind it', 'c-1+'],
  ['129 bytes', 'x'.repeat(129)],
  ['five kilobytes', 'x'.repeat(5000)],
  ['U+0000', 'c%00'],
  ['a lone surrogate', '%ED%A0%80'],
  ['a byte that is no UTF-8', '%FF'],
  ['half an escape', 'c%4'],
  ['a letter that is not ours', 'caf%C3%A9'],
  ['a line break', 'c-1%0d%0aSet-Cookie:x=1'],
  ['JSON', '%7B%22not%22%3A%22%22%7D'],
  ['SQL', 'c%27%20OR%201%3D1--'],
] as const;

/** The request with another value in the place of this one. */
function instead({ rawQuery, ...rest }: PostbackRequest, value: string, other: string): PostbackRequest {
  const pairs = rawQuery
    .split('&')
    .map((pair) => (pair.endsWith(`=${value}`) ? pair.replace(value, () => other) : pair));
  return { ...rest, rawQuery: pairs.join('&') };
}

function more({ rawQuery, ...rest }: PostbackRequest, query: string): PostbackRequest {
  return { ...rest, rawQuery: `${query}&${rawQuery}` };
}

describe.each(ALL)('%s', (name, confirms) => {
  const request = toPostbackRequest(confirms.sample(WHAT, SECRET, DOOR, AT)!);
  const refused = (bad: PostbackRequest) => {
    const read = confirms.read(bad, SETTINGS);
    return 'refused' in read ? read.refused : null;
  };

  test.each(BAD_IDS)('a click that is %s', (why, value) => {
    expect(refused(instead(request, WHAT.clickId, value))).toBe(why === 'five kilobytes' ? 'too-large' : 'malformed');
  });

  test.each(BAD_IDS)('a transaction that is %s never becomes the transaction', (_, value) => {
    const read = confirms.read(instead(request, WHAT.transaction, value), SETTINGS);
    // Trackers that name no conversion: the id is then made of the click and the event.
    if (!('refused' in read)) expect(read).toMatchObject({ transaction: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  test('names that are none', () => {
    for (const query of ['x[]=1', 'x[not]=1', 'x.y=1', 'x%00=1', 'x;y=1', '=1', 'x%=1', `${'x'.repeat(65)}=1`])
      expect(refused(more(request, query)), query).toBe('malformed');
  });

  test('any parameter twice', () => {
    for (const pair of request.rawQuery.split('&')) expect(refused(more(request, pair)), pair).toBe('malformed');
  });

  test('sixty-five parameters, and more than four kilobytes', () => {
    const many = Array.from({ length: 65 }, (_, index) => `x${index}=1`).join('&');
    expect(refused(more(request, many))).toBe('malformed');
    expect(refused(more(request, `x=${'y'.repeat(4096)}`))).toBe('too-large');
  });

  test('a body that does not belong there', () => {
    const body = { rawBody: Buffer.from('a=b') };
    expect(refused({ ...request, ...body })).toBe('malformed');
    for (const type of ['text/plain', 'application/xml', 'multipart/form-data; boundary=x', ''])
      expect(refused({ ...request, ...body, method: 'POST', headers: { 'content-type': type } }), type).not.toBeNull();
  });

  test('a proof that is none', () => {
    const check = verify(confirms, request);
    if ('refused' in check) throw new Error(check.message);
    const proof = check.received.startsWith('sha256:') ? SECRET : check.received;
    const withProof = (other: string) => {
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([header, value]) => [header, value === proof ? other : value]),
      );
      return { ...instead(request, encodeURIComponent(proof), encodeURIComponent(other)), headers };
    };
    expect(verdict(confirms, withProof(proof))).toBe('valid');
    expect(['unsigned', 'invalid']).toContain(verdict(confirms, withProof('')));
    for (const wrong of [`${proof}0`, proof.slice(0, -1), '0'.repeat(proof.length), 'null', 'none', '%25', '*'])
      expect(verdict(confirms, withProof(wrong)), wrong).toBe('invalid');
    // The caller names no algorithm.
    for (const alg of ['alg=none', 'algorithm=md5', 'sig_alg=none'])
      expect(verdict(confirms, more(withProof('0'), alg)), alg).toBe('invalid');
  });

  test('no secret: nothing is proven, least of all by the empty key', () => {
    const empty = toPostbackRequest(confirms.sample(WHAT, 'x', DOOR, AT)!);
    for (const current of ['', 'x'])
      for (const previous of ['', null]) {
        const check = confirms.verify(empty, { current, previous }, AT, SETTINGS);
        expect('refused' in check ? check.refused : check.verdict).toBe(current === '' ? 'bad-signature' : 'valid');
      }
  });

  test('property: nothing that comes makes it throw, or is believed', () => {
    const texts = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.webQueryParameters());
    const anything = fc.record({
      method: fc.constantFrom('GET' as const, 'POST' as const),
      url: fc.constant(DOOR),
      rawQuery: fc.oneof(
        texts,
        fc.tuple(texts, fc.constant(request.rawQuery)).map(([text, rest]) => `${rest}&${text}=`),
      ),
      headers: fc.dictionary(fc.constantFrom('content-type', ...(confirms.signatureHeaders ?? [])), texts),
      rawBody: fc.oneof(
        fc.uint8Array(),
        fc.json().map((json) => Buffer.from(json)),
      ),
    });
    fc.assert(
      fc.property(anything, (asked) => {
        const read = confirms.read(asked, SETTINGS);
        const check = confirms.verify(asked, { current: 'another-secret', previous: null }, AT, SETTINGS);
        expect('refused' in read || 'kind' in read, name).toBe(true);
        expect('refused' in check ? 'refused' : check.verdict).not.toBe('valid');
      }),
    );
  });
});

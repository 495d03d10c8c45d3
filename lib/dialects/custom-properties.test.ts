/** Any definition at all: its own sample is believed, and no byte of it can be changed beyond what its trust admits. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  AT,
  DOOR,
  define,
  parameter,
  SECRET,
  SETTINGS,
  secret,
  sorted,
  values,
  verdict,
  WHAT,
} from '@/e2e/support/custom-dialects';
import { mutations } from '@/e2e/support/mutations';
import { customConfirms } from './custom';
import { parseCustomDefinition } from './custom-definition';
import type { PostbackRequest } from './dialect';
import { toPostbackRequest } from './sample';

const ALL = values('click', 'tx', 'task', 'status', 'usd');
const orders = fc.shuffledSubarray(ALL, { minLength: 2 });
const places = fc.constantFrom(
  parameter('sig'),
  { in: 'query', name: 'sig' },
  { in: 'header', name: 'x-signature', prefix: 'sha256=' },
);
const recipes = fc
  .record({
    reads: fc.constantFrom('query', 'form', 'json'),
    place: places,
    parts: fc.oneof(
      orders,
      fc.constantFrom([{ part: 'url' }], [{ part: 'query' }], [{ part: 'body' }], [sorted('plain')], [sorted('form')]),
    ),
    keyed: fc.constantFrom(
      { kind: 'hmac', algorithm: 'sha256' },
      { kind: 'hmac', algorithm: 'sha512' },
      { kind: 'hmac', algorithm: 'sha1' },
      { kind: 'hash', algorithm: 'md5' },
      { kind: 'hash', algorithm: 'sha256' },
    ),
    separator: fc.constantFrom('', '|', '||'),
    encoding: fc.constantFrom('hex', 'hex-upper', 'base64', 'base64url'),
    timed: fc.boolean(),
  })
  .map(({ reads, place, parts, keyed, separator, encoding, timed }) => {
    const all = [...parts, ...(timed ? [{ part: 'timestamp' }] : []), ...(keyed.kind === 'hash' ? [secret] : [])];
    return {
      reads,
      fields: { clickId: 'click', transaction: 'tx', task: 'task', status: 'status', payout: 'usd' },
      states: { approved: 'COMPLETED', hold: 'PENDING', rejected: 'RECONCILED' },
      test: null,
      timestamp: timed ? { place: parameter('ts') } : null,
      signature: { ...keyed, parts: all, separator, encoding, place },
    };
  })
  .filter((definition) => !('faults' in parseCustomDefinition(definition)))
  .map(define);
const contents = fc.record({
  transaction: fc.stringMatching(/^[A-Za-z0-9._:-]{1,40}$/),
  clickId: fc.stringMatching(/^[A-Za-z0-9._:-]{1,40}$/),
  taskKey: fc.constantFrom('level-5', null),
  state: fc.constantFrom('COMPLETED', 'PENDING', 'RECONCILED'),
  payoutUsd: fc.constantFrom('1.50', '0', null),
  reason: fc.constant(null),
});

describe('property: of any definition', () => {
  test('its own sample is believed, and read as it was meant', () => {
    fc.assert(
      fc.property(recipes, contents, (definition, what) => {
        const confirms = customConfirms(definition);
        const request = toPostbackRequest(confirms.sample(what, SECRET, DOOR, AT)!);
        expect(verdict(confirms, request)).toBe('valid');
        expect(confirms.read(request, SETTINGS)).toEqual({ kind: 'confirmation', ...what });
      }),
      { numRuns: 500 },
    );
  });

  test('nothing that comes makes it throw, or is believed', () => {
    const texts = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.webQueryParameters());
    const types = fc.constantFrom('application/json', 'application/x-www-form-urlencoded', 'text/plain');
    const anything = fc.record({
      method: fc.constantFrom('GET' as const, 'POST' as const),
      url: fc.constant(DOOR),
      rawQuery: texts,
      headers: fc.record({ 'content-type': types, 'x-signature': texts }),
      rawBody: fc.oneof(
        fc.uint8Array(),
        fc.webQueryParameters().map((text) => Buffer.from(text)),
        fc.json().map((json) => Buffer.from(json)),
      ),
    });
    fc.assert(
      fc.property(recipes, anything, (definition, asked) => {
        const confirms = customConfirms(definition);
        confirms.read(asked, SETTINGS);
        expect(verdict(confirms, asked)).not.toBe('valid');
      }),
      { numRuns: 1000 },
    );
  });

  test('one byte changed anywhere: what is still believed says what it said, but for what is admitted to be open', () => {
    let believed = 0;
    const attacks = fc.tuple(recipes, fc.constantFrom('query', 'body', 'proof')).chain(([definition, where]) => {
      const confirms = customConfirms(definition);
      const request = toPostbackRequest(confirms.sample(WHAT, SECRET, DOOR, AT)!);
      return mutants(request, where).map((mutated) => ({ definition, confirms, mutated }));
    });
    fc.assert(
      fc.property(attacks, ({ confirms, mutated }) => {
        if (verdict(confirms, mutated) !== 'valid') return;
        const read = confirms.read(mutated, SETTINGS);
        if ('refused' in read) return;
        believed += 1;
        for (const [reason, field] of OPEN) {
          if (!confirms.weaknesses.includes(reason)) expect(read).toHaveProperty(field, WHAT[field]);
        }
      }),
      { numRuns: 5000 },
    );
    expect(believed).toBeGreaterThan(0);
  });
});

const OPEN = [
  ['click-not-covered', 'clickId'],
  ['transaction-not-covered', 'transaction'],
  ['task-not-covered', 'taskKey'],
  ['state-not-covered', 'state'],
  ['amount-not-covered', 'payoutUsd'],
] as const;

function mutants(request: PostbackRequest, where: string): fc.Arbitrary<PostbackRequest> {
  const body = Buffer.from(request.rawBody).toString();
  const proof = request.headers['x-signature'];
  if (where === 'body' && body !== '')
    return mutations(body).map((text) => ({ ...request, rawBody: Buffer.from(text) }));
  if (where === 'proof' && proof)
    return mutations(proof).map((text) => ({ ...request, headers: { ...request.headers, 'x-signature': text } }));
  if (request.rawQuery !== '') return mutations(request.rawQuery).map((rawQuery) => ({ ...request, rawQuery }));
  return mutations(body).map((text) => ({ ...request, rawBody: Buffer.from(text) }));
}

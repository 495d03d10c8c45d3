/** Custom dialects, one definition at a time: what it says, when, where it begins and ends, how far it is believed. */
import { describe, expect, test } from 'vitest';
import {
  AT,
  DOOR,
  define,
  get,
  hash,
  hmac,
  parameter,
  SECRET,
  SETTINGS,
  secret,
  sorted,
  value,
  values,
  verdict,
  verify,
  WHAT,
} from '@/e2e/support/custom-dialects';
import { customConfirms } from './custom';
import { type IntegrationSettings, SECRET_PLACE } from './dialect';
import { toPostbackRequest } from './sample';

const BASE = {
  reads: 'query',
  fields: { clickId: 'click', transaction: 'tx', status: 'status', payout: 'usd' },
  states: { '1': 'COMPLETED', '2': 'RECONCILED' },
  signature: hmac('sha256', [{ part: 'url' }], parameter('sig')),
};
const custom = (over: object) => customConfirms(define({ ...BASE, ...over }));
const PLAIN = { fields: { clickId: 'click', transaction: 'tx' }, states: {} };

function read(over: object, rawQuery: string, settings: Partial<IntegrationSettings> = {}) {
  return custom(over).read(get(rawQuery), { ...SETTINGS, ...settings });
}

describe('what it says', () => {
  const reversible = { fields: { clickId: 'click', transaction: 'tx', payout: 'usd' }, states: {} };

  test.each([
    ['a word for it', {}, 'click=c&tx=t&status=2', { state: 'RECONCILED' }],
    ['no parameter for it: done', PLAIN, 'click=c&tx=t&status=2', { state: 'COMPLETED' }],
    ['an unknown word', {}, 'click=c&tx=t&status=3', { refused: 'malformed' }],
    ['no word', {}, 'click=c&tx=t', { refused: 'malformed' }],
    ['a meaning for no word', { states: { '': 'COMPLETED' } }, 'click=c&tx=t', { state: 'COMPLETED' }],
    ['a name that every object has', {}, 'click=c&tx=t&status=constructor', { refused: 'malformed' }],
    [
      'a negative payout by agreement',
      { ...reversible, negativeIsReversal: true },
      'click=c&tx=t&usd=-1.5',
      { state: 'RECONCILED', payoutUsd: '1.5' },
    ],
    ['a negative payout without one', reversible, 'click=c&tx=t&usd=-1.5', { refused: 'malformed' }],
    ['a test', { test: { name: 'debug' } }, 'click=c&tx=t&status=1&debug=true', { kind: 'test' }],
    ['no test after all', { test: { name: 'debug' } }, 'click=c&tx=t&status=1&debug=0', { kind: 'confirmation' }],
    [
      'a test by its value',
      { test: { name: 'mode', value: 'test' } },
      'click=c&tx=t&status=1&mode=test',
      { kind: 'test' },
    ],
    [
      'another value',
      { test: { name: 'mode', value: 'test' } },
      'click=c&tx=t&status=1&mode=live',
      { kind: 'confirmation' },
    ],
    ['no click', {}, 'tx=t&status=1', { refused: 'malformed' }],
    ['no transaction', {}, 'click=c&status=1', { refused: 'malformed' }],
    ['a parameter twice', {}, 'click=c&click=d&tx=t&status=1', { refused: 'malformed' }],
  ])('%s', (_, over, query, said) => {
    expect(read(over, query)).toMatchObject(said);
  });

  test('the operator’s maps come first', () => {
    const fields = { ...BASE.fields, task: 'goal' };
    const settings = { statusMap: { '2': 'PENDING' as const }, eventMap: { '7': 'level-5' } };
    expect(read({ fields }, 'click=c&tx=t&status=2&goal=7', settings)).toMatchObject({
      state: 'PENDING',
      taskKey: 'level-5',
    });
  });

  test('JSON in depth, with numbers as they were written; a name with a dot is not depth', () => {
    const json = custom({
      reads: 'json',
      fields: { clickId: 'data.click.id', transaction: 'data.tx', payout: 'data.usd' },
      states: {},
      signature: { kind: 'none' },
    });
    const asked = (body: string) =>
      json.read(
        {
          ...get('usd=9'),
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          rawBody: Buffer.from(body),
        },
        SETTINGS,
      );
    expect(asked('{"data":{"click":{"id":"c-1"},"tx":1001,"usd":1.10}}')).toMatchObject({
      clickId: 'c-1',
      transaction: '1001',
      payoutUsd: '1.10',
    });
    expect(asked('{"data.tx":"t","data":{"click":{"id":"c-1"}}}')).toMatchObject({ refused: 'malformed' });
    expect(asked('{"data":{"click":["c-1"],"tx":"t"}}')).toMatchObject({ refused: 'malformed' });
    expect(asked('['.repeat(8000))).toMatchObject({ refused: 'malformed' });
    expect(asked(`${'{"a":'.repeat(2500)}1${'}'.repeat(2500)}`)).toMatchObject({ refused: 'malformed' });
  });

  test('a body for who sends a query, and a query for who sends a body', () => {
    const rawBody = Buffer.from('click=c&tx=t&status=1');
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const posted = { ...get(''), method: 'POST' as const, headers, rawBody };
    expect(custom({}).read(posted, SETTINGS)).toMatchObject({ refused: 'malformed' });
    const form = custom({ reads: 'form', signature: { kind: 'none' } });
    expect(form.read(posted, SETTINGS)).toMatchObject({ clickId: 'c' });
    expect(form.read({ ...posted, headers: { 'content-type': 'application/json' } }, SETTINGS)).toMatchObject({
      refused: 'unsupported-type',
    });
    expect(form.read(get('click=c&tx=t&status=1'), SETTINGS)).toMatchObject({ refused: 'malformed' });
  });
});

describe('when it was said', () => {
  const timed = (unit: string) =>
    custom({
      ...PLAIN,
      timestamp: { place: { in: 'header', name: 'x-time' }, unit, toleranceSeconds: 60 },
      signature: hmac(
        'sha256',
        [{ part: 'timestamp' }, { part: 'query' }],
        { in: 'header', name: 'x-sig' },
        { separator: '.' },
      ),
    });
  const later = (seconds: number) => new Date(AT.getTime() + seconds * 1000);

  test.each(['seconds', 'milliseconds'])('in %s: as old as agreed, and one second older', (unit) => {
    const confirms = timed(unit);
    const request = toPostbackRequest(confirms.sample({ ...WHAT, taskKey: null }, SECRET, DOOR, AT)!);
    expect(confirms.weaknesses).toEqual([]);
    expect(confirms.signatureHeaders).toEqual(['x-sig', 'x-time']);
    for (const [seconds, expected] of [
      [60, 'valid'],
      [-60, 'valid'],
      [61, 'stale'],
      [-61, 'stale'],
    ] as const)
      expect(verify(confirms, request, SECRET, later(seconds))).toMatchObject({ verdict: expected });
    expect(verify(confirms, request, 'other', later(61))).toMatchObject({ verdict: 'invalid' });
    const timeless = { ...request, headers: { ...request.headers, 'x-time': 'soon' } };
    expect(confirms.read(timeless, SETTINGS)).toMatchObject({ refused: 'malformed' });
  });
});

describe('borders', () => {
  const recipe = (separator: string) =>
    custom({ ...PLAIN, signature: hmac('sha256', values('tx', 'click'), parameter('sig'), { separator }) });

  test('parts with nothing between them are open, and weak', () => {
    expect(recipe('').weaknesses).toEqual(['borders-open']);
    expect(recipe('|').weaknesses).toEqual([]);
    const pairs = [value('tx'), { part: 'pair', of: 'click' }];
    expect(custom({ ...PLAIN, signature: hmac('sha256', pairs, parameter('sig')) }).weaknesses).toEqual([]);
    expect(verify(recipe(''), get('tx=1&click=2&sig=x'))).toMatchObject({
      notCovered: ['the borders between the parts'],
    });
  });

  test('only the last value may hold what separates them', () => {
    expect(verdict(recipe(':'), get('tx=1:2&click=3&sig=x'))).toBe('malformed');
    expect(verdict(recipe(':'), get('tx=1&click=2:3&sig=x'))).toBe('invalid');
    // "1:" and "::" would be "1" and ":::" as well.
    expect(verdict(recipe('::'), get('tx=1:&click=3&sig=x'))).toBe('malformed');
  });

  test('sorted parameters may hold their own separator only where it is escaped', () => {
    const sortedBy = (written: string) =>
      custom({ ...PLAIN, signature: hmac('sha256', [sorted(written, ',')], parameter('sig')) });
    expect(verdict(sortedBy('plain'), get('click=1%2Ctx%3D2&tx=2&sig=x'))).toBe('malformed');
    expect(verdict(sortedBy('form'), get('click=1%2Ctx%3D2&tx=2&sig=x'))).toBe('invalid');
  });
});

describe('trust', () => {
  const covering = (...names: string[]) => hmac('sha256', values(...names), parameter('sig'), { separator: '|' });
  const PARAMETER = { place: parameter('key') };

  test.each([
    ['an HMAC over the address', {}, []],
    ['an HMAC over what counts', { signature: covering('click', 'tx', 'status', 'usd') }, []],
    ['not over the click', { signature: covering('tx', 'status', 'usd') }, ['click-not-covered']],
    ['not over the transaction', { signature: covering('click', 'status', 'usd') }, ['transaction-not-covered']],
    ['not over the state', { signature: covering('click', 'tx', 'usd') }, ['state-not-covered']],
    ['not over the payout', { signature: covering('click', 'tx', 'status') }, ['amount-not-covered']],
    [
      'not over the task',
      { fields: { ...BASE.fields, task: 'goal' }, signature: covering('click', 'tx', 'status', 'usd') },
      ['task-not-covered'],
    ],
    [
      'not over the mark of a test',
      { test: { name: 'debug' }, signature: covering('click', 'tx', 'status', 'usd') },
      ['state-not-covered'],
    ],
    [
      'not over a payout whose sign tells the state',
      {
        fields: { clickId: 'click', transaction: 'tx', payout: 'usd' },
        states: {},
        negativeIsReversal: true,
        signature: covering('click', 'tx'),
      },
      ['state-not-covered', 'amount-not-covered'],
    ],
    ['MD5', { signature: hash('md5', [{ part: 'url' }, secret], 'sig') }, ['md5']],
    ['SHA-256 without a key', { signature: hash('sha256', [{ part: 'url' }, secret], 'sig') }, ['plain-hash']],
    ['a token in the address', { signature: { kind: 'token', ...PARAMETER } }, ['secret-in-url']],
    ['a token in the body', { reads: 'json', signature: { kind: 'token', ...PARAMETER } }, ['secret-in-clear']],
    [
      'a token in a header',
      { signature: { kind: 'token', place: { in: 'header', name: 'x-key' } } },
      ['secret-in-clear'],
    ],
    ['nothing', { signature: { kind: 'none' } }, ['unsigned']],
  ])('%s', (_, over, weaknesses) => {
    expect(custom(over).weaknesses).toEqual(weaknesses);
  });
});

describe('proof', () => {
  test('a bearer token behind its prefix', () => {
    const place = { in: 'header', name: 'authorization', prefix: 'Bearer ' };
    const confirms = custom({ signature: { kind: 'token', place } });
    const ask = (authorization: string) => get('click=c&tx=t&status=1', { headers: { authorization } });
    expect(confirms.secretParameters).toEqual(['authorization']);
    expect(verdict(confirms, ask(`Bearer ${SECRET}`))).toBe('valid');
    expect(verdict(confirms, ask(`Bearer ${SECRET}x`))).toBe('invalid');
    expect(verdict(confirms, ask(SECRET))).toBe('unsigned');
    expect(JSON.stringify(verify(confirms, ask(`Bearer ${SECRET}`)))).not.toContain(SECRET);
  });

  test('without a signature there is nothing to prove, and the definition says so', () => {
    const confirms = custom({ signature: { kind: 'none' } });
    expect(confirms.neverSigned).toBe(true);
    expect(verify(confirms, get('click=c&tx=t&status=1'))).toMatchObject({
      verdict: 'unsigned',
      notCovered: ['click', 'tx', 'status', 'usd'],
    });
  });

  test('what stands behind the signature in a signed address is signed by nobody', () => {
    expect(verdict(custom({}), get('click=c&tx=t&status=1&sig=x&more=1'))).toBe('malformed');
  });
});

test('it is answered as the definition says, with nothing left to break out of JSON', () => {
  const confirms = custom({
    answer: { body: '{transaction}:OK' },
    refusal: { status: 200, contentType: 'application/json', body: '{"ok":false,"why":"{message}","code":"{code}"}' },
  });
  const postback = confirms.read(get('click=c&tx=t-1&status=1'), SETTINGS);
  expect(confirms.answer('recorded', 'r-1', postback as never)).toEqual({
    status: 200,
    contentType: 'text/plain; charset=utf-8',
    body: 't-1:OK',
  });
  expect(confirms.answer('test', 'r-1', { kind: 'test' }).body).toBe(':OK');
  const refused = confirms.refusal!({ code: 'malformed', message: 'Say "x".', status: 400, receiptId: 'r-1' });
  expect(refused.status).toBe(200);
  expect(JSON.parse(refused.body)).toEqual({ ok: false, why: 'Say "x".', code: 'malformed' });
  expect(custom({}).refusal).toBeUndefined();
});

test('the address to paste holds every parameter, the proof last', () => {
  expect(custom({}).setup!.urlTemplate(DOOR)).toBe(`${DOOR}?click={click}&tx={tx}&status={status}&usd={usd}&sig={sig}`);
  expect(custom({ reads: 'json', signature: { kind: 'none' } }).setup!.urlTemplate(DOOR)).toBe(DOOR);
  const token = { kind: 'token', place: parameter('key') };
  expect(custom({ ...PLAIN, signature: token }).setup!.urlTemplate(DOOR)).toBe(
    `${DOOR}?click={click}&tx={tx}&key=${SECRET_PLACE}`,
  );
});

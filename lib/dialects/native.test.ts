/** Postbacks of the native dialect: what is read, what is refused, what a signature covers. */
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { IntegrationSettings, PostbackRequest, Secrets } from './dialect';
import { canonical, native } from './native';

const confirms = native.confirms!;
const { answer } = confirms;
const NOW = new Date('2026-11-20T12:00:00Z');
const TS = (NOW.getTime() / 1000).toString();
const SECRET = 'native-test-secret-0123456789';
const SECRETS = { current: SECRET, previous: null };
const SETTINGS: IntegrationSettings = { statusMap: {}, eventMap: {}, requireSignature: true };
const URL_OF_DOOR = 'https://rewards.example/api/postbacks/acme';
const BASE = { click_id: 'c-1', tx: 't-1', ts: TS };

function read(request: PostbackRequest) {
  return confirms.read(request, SETTINGS);
}

function verify(request: PostbackRequest, secrets: Secrets, now: Date) {
  return confirms.verify(request, secrets, now, SETTINGS);
}

function hmac(text: string, secret = SECRET): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}

function get(rawQuery: string): PostbackRequest {
  return { method: 'GET', url: URL_OF_DOOR, rawQuery, headers: {}, rawBody: new Uint8Array() };
}

function post(body: string | Uint8Array, type = 'application/json', headers = {}, rawQuery = ''): PostbackRequest {
  return {
    method: 'POST',
    url: URL_OF_DOOR,
    rawQuery,
    headers: { 'content-type': type, ...headers },
    rawBody: Buffer.from(body),
  };
}

/** Written out of the description alone, not with our `canonical`. */
function sign(fields: Record<string, string>, secret = SECRET): string {
  const line = Object.keys(fields)
    .sort()
    .map(
      (key) =>
        `${key}=${encodeURIComponent(fields[key]!)
          .replace(/%20/g, '+')
          .replace(/[!'()~]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`,
    )
    .join('&');
  return `${line}&sig=${hmac(line, secret)}`;
}

function verdictOf(request: PostbackRequest, secrets: Secrets = SECRETS): string {
  const check = verify(request, secrets, NOW);
  return 'refused' in check ? check.refused : check.verdict;
}

function refusalOf(request: PostbackRequest): string {
  const postback = read(request);
  return 'refused' in postback ? postback.refused : 'read';
}

describe('reading', () => {
  test('a query says click, task, transaction, state, payout and reason', () => {
    const query = sign({ ...BASE, task: 'level-5', state: 'RECONCILED', payout: '3.50', reason: 'fraud & more' });
    expect(read(get(query))).toEqual({
      kind: 'confirmation',
      transaction: 't-1',
      clickId: 'c-1',
      taskKey: 'level-5',
      state: 'RECONCILED',
      payoutUsd: '3.50',
      reason: 'fraud & more',
    });
  });

  test('the state is COMPLETED when nothing is said', () => {
    expect(read(get(sign(BASE)))).toMatchObject({ state: 'COMPLETED', taskKey: null, payoutUsd: null, reason: null });
  });

  test('query, form and JSON say the same', () => {
    const fields = { ...BASE, reason: 'a b+c', payout: '0.25' };
    const sig = sign(fields).split('&sig=')[1]!;
    const spoken = [
      get(sign(fields)),
      post(sign(fields), 'application/x-www-form-urlencoded; charset=UTF-8'),
      post(JSON.stringify({ sig, ...fields })),
      post(` {"ts" : ${TS}, "tx":"t-\\u0031","click_id":"c-1","reason":"a b+c","payout":"0.25","sig":"${sig}"} \n`),
      post(
        JSON.stringify({ sig, reason: 'a b+c', payout: '0.25' }),
        'application/json',
        {},
        `click_id=c-1&tx=t-1&ts=${TS}`,
      ),
    ];
    for (const request of spoken) {
      expect(read(request)).toEqual(read(spoken[0]!));
      expect(verdictOf(request)).toBe('valid');
    }
  });

  test.each([
    ['no click', `tx=t&ts=${TS}`],
    ['an empty transaction', `click_id=c&tx=&ts=${TS}`],
    ['a transaction with a space after it', `click_id=c&tx=e1%20&ts=${TS}`],
    ['a transaction with a space before it', `click_id=c&tx=%20e1&ts=${TS}`],
    ['a transaction of 129 bytes', `click_id=c&tx=${'x'.repeat(129)}&ts=${TS}`],
    ['U+0000', `click_id=c&tx=e1%00x&ts=${TS}`],
    ['a lone surrogate', `click_id=c&tx=%ED%A0%80&ts=${TS}`],
    ['a byte that is no UTF-8', `click_id=c&tx=%FF&ts=${TS}`],
    ['half an escape', `click_id=c&tx=a%4&ts=${TS}`],
    ['raw bytes beyond ASCII', `click_id=c&tx=t&reason=é&ts=${TS}`],
    ['an array', `click_id=c&tx[]=t&ts=${TS}`],
    ['an object', `click_id=c&tx[not]=t&ts=${TS}`],
    ['a path', `click_id=c&tx.x=t&ts=${TS}`],
    ['U+0000 in a key', `click_id=c&tx%00=t&ts=${TS}`],
    ['a key in capitals', `click_id=c&tx=t&TX=u&ts=${TS}`],
    ['a semicolon as separator', `click_id=c1;tx=e2&tx=e3&ts=${TS}`],
    ['JSON inside a parameter', `click_id=%7B%22not%22%3A%22%22%7D&tx=t&ts=${TS}`],
    ['SQL', `click_id=c&tx=e1%27%20OR%201=1--&ts=${TS}`],
    ['a key twice', `click_id=c&tx=t&state=PENDING&state=COMPLETED&ts=${TS}`],
    ['a signature twice', `click_id=c&tx=t&ts=${TS}&sig=a&sig=b`],
    ['a state in small letters', `click_id=c&tx=t&state=completed&ts=${TS}`],
    ['a state with a space', `click_id=c&tx=t&state=COMPLETED%20&ts=${TS}`],
    ['a payout in scientific notation', `click_id=c&tx=t&payout=1e3&ts=${TS}`],
    ['a negative payout', `click_id=c&tx=t&payout=-1&ts=${TS}`],
    ['a payout of seven places', `click_id=c&tx=t&payout=1.0000001&ts=${TS}`],
    ['a line break', `click_id=c&tx=t&reason=US%0d%0aSet-Cookie:x=1&ts=${TS}`],
    ['no time', 'click_id=c&tx=t'],
    ...['1e10', '-1', '0x5F', '%EF%BC%91%EF%BC%97', '1700000000.5', '1700000000000'].map((ts) => [
      `time ${ts}`,
      `click_id=c&tx=t&ts=${ts}`,
    ]),
    ['65 parameters', `click_id=c&tx=t&ts=${TS}&${Array.from({ length: 62 }, (_, n) => `x${n}=`).join('&')}`],
  ])('a query with %s is malformed', (_, query) => {
    expect(refusalOf(get(query!))).toBe('malformed');
  });

  test('64 parameters are read, those we do not know among them', () => {
    expect(refusalOf(get(`click_id=c&tx=t&ts=${TS}&${Array.from({ length: 61 }, (_, n) => `x${n}=`).join('&')}`))).toBe(
      'read',
    );
  });

  test.each([
    '[]',
    'null',
    '"x"',
    '{"click_id":"c"',
    '{"click_id":"c","tx":"t",}',
    '{"click_id":["c"],"tx":"t"}',
    '{"click_id":"c","tx":{"not":""}}',
    '{"click_id":"c","tx":null}',
    '{"click_id":"c","tx":18446744073709551617}',
    '{"click_id":"c","tx":"t","tx":"u"}',
    '{"click_id":"c","tx":"t","\\u0074x":"u"}',
    '{"click_id":"c","tx":"\\ud800"}',
    '{"click_id":"c","tx":"t"} x',
    '\ufeff{"click_id":"c","tx":"t"}',
  ])('the JSON body %s is malformed', (body) => {
    expect(refusalOf(post(body))).toBe('malformed');
  });

  test('one place only: a key in query and body is malformed', () => {
    expect(refusalOf(post(`tx=t&ts=${TS}`, 'application/x-www-form-urlencoded', {}, 'click_id=c&tx=t'))).toBe(
      'malformed',
    );
  });

  test.each([
    'text/plain',
    'multipart/form-data; boundary=x',
    'application/xml',
    '',
    'application/json; charset=utf-16',
  ])('a body of type "%s" is not understood', (type) => {
    expect(refusalOf(post(sign(BASE), type))).toBe('unsupported-type');
  });

  test('a compressed body is not understood', () => {
    expect(refusalOf(post('{}', 'application/json', { 'content-encoding': 'gzip' }))).toBe('unsupported-type');
  });

  test('more than the doors let in is too large here as well', () => {
    expect(refusalOf(get('x'.repeat(4097)))).toBe('too-large');
    expect(refusalOf(post('x'.repeat(16_385)))).toBe('too-large');
  });

  test('the answer names outcome and receipt', () => {
    const postback = read(get(sign(BASE)));
    if ('refused' in postback) throw new Error(postback.message);
    expect(JSON.parse(answer('unmatched', 'r-1', postback).body)).toEqual({ outcome: 'unmatched', receipt: 'r-1' });
  });
});

describe('the signature over the parameters', () => {
  test('golden: the canonical line and its HMAC', () => {
    const line = canonical([
      ['tx', 'e-1'],
      ['click_id', 'c:1'],
      ['reason', 'a b~c*é'],
      ['ts', '1700000000'],
      ['sig', 'x'],
    ]);
    expect(line).toBe('click_id=c%3A1&reason=a+b%7Ec*%C3%A9&ts=1700000000&tx=e-1');
    expect(hmac(line, 'test-secret-key')).toBe('42240d711d11cfd2f1c8765d73d8fa135db9ac302959200af2ceb5964800977b');
    const signed = get(
      'click_id=c%3A1&reason=a+b%7Ec*%C3%A9&ts=1700000000&tx=e-1&sig=42240d711d11cfd2f1c8765d73d8fa135db9ac302959200af2ceb5964800977b',
    );
    expect(verify(signed, { current: 'test-secret-key', previous: null }, new Date(1_700_000_000_000))).toMatchObject({
      verdict: 'valid',
    });
  });

  test.each([
    ['%7E', `click_id=c-1&reason=a+b%7E&ts=${TS}&tx=t-1`],
    ['~', `click_id=c-1&reason=a+b~&ts=${TS}&tx=t-1`],
    ['%20', `click_id=c-1&reason=a%20b%7E&ts=${TS}&tx=t-1`],
    ['small hex', `click_id=c-1&reason=a+b%7e&ts=${TS}&tx=t-1`],
    ['another order', `tx=t-1&ts=${TS}&reason=a+b%7E&click_id=c-1`],
    ['escapes nobody needs', `click_id=%63-1&reason=a+b%7E&ts=${TS}&tx=t-1`],
  ])('how the request is spelled does not matter: %s', (_, query) => {
    const sig = hmac(`click_id=c-1&reason=a+b%7E&ts=${TS}&tx=t-1`);
    expect(verdictOf(get(`${query}&sig=${sig}`))).toBe('valid');
    expect(verdictOf(get(`sig=${sig.toUpperCase()}&${query}`))).toBe('valid');
  });

  test('is covered by every field, known or not', () => {
    const fields = { ...BASE, task: 'a', state: 'PENDING', payout: '1', reason: 'r', country: 'AT' };
    const sig = sign(fields).split('&sig=')[1]!;
    for (const key of Object.keys(fields) as (keyof typeof fields)[]) {
      const changed = new URLSearchParams({ ...fields, [key]: `${fields[key]}1`, sig });
      const without = new URLSearchParams({ ...fields, sig });
      without.delete(key);
      expect(verdictOf(get(changed.toString()))).toBe('invalid');
      expect(verdictOf(get(without.toString()))).toBe('invalid');
    }
    expect(verdictOf(get(`${new URLSearchParams({ ...fields, sig })}&more=1`))).toBe('invalid');
  });

  test.each([
    ['empty', ''],
    ['64 zeros', '0'.repeat(64)],
    ['31 bytes', 'a'.repeat(62)],
    ['33 bytes', 'a'.repeat(66)],
    ['an odd digit too many', `${hmac(canonical(Object.entries(BASE)))}0`],
    ['base64', Buffer.from(hmac(canonical(Object.entries(BASE))), 'hex').toString('base64')],
    ['no hex', 'z'.repeat(64)],
  ])('%s is invalid', (_, sig) => {
    expect(verdictOf(get(new URLSearchParams({ ...BASE, sig }).toString()))).toBe('invalid');
  });

  test('no signature at all is unsigned', () => {
    expect(verdictOf(get(new URLSearchParams(BASE).toString()))).toBe('unsigned');
  });

  test.each([
    [-301, 'stale'],
    [-300, 'valid'],
    [300, 'valid'],
    [301, 'stale'],
  ])('a timestamp %i s away is %s', (offset, verdict) => {
    expect(verdictOf(get(sign({ ...BASE, ts: String(Number(TS) + offset) })))).toBe(verdict);
  });

  test('two secrets live while one is rotated, and no other', () => {
    expect(verdictOf(get(sign(BASE, 'old')), { current: SECRET, previous: 'old' })).toBe('valid');
    expect(verdictOf(get(sign(BASE)), { current: SECRET, previous: 'old' })).toBe('valid');
    expect(verdictOf(get(sign(BASE, 'other')), { current: SECRET, previous: 'old' })).toBe('invalid');
  });

  test('without a secret nothing is accepted, least of all a signature with the empty key', () => {
    expect(() => sign(BASE, '')).not.toThrow();
    expect(verdictOf(get(sign(BASE, '')), { current: '', previous: '' })).toBe('bad-signature');
    expect(verdictOf(get(sign(BASE, '')), { current: '', previous: null })).toBe('bad-signature');
    expect(verdictOf(get(sign(BASE, '')), { current: SECRET, previous: '' })).toBe('invalid');
  });

  test('property: one changed byte is refused or says the same', () => {
    const query = sign({ ...BASE, task: 'level-5', state: 'PENDING', payout: '3.50', reason: 'a b', note: '~' });
    const meaning = read(get(query));
    fc.assert(
      fc.property(fc.nat(query.length - 1), fc.integer({ min: 0x20, max: 0x7e }), (at, code) => {
        const mutated = query.slice(0, at) + String.fromCharCode(code) + query.slice(at + 1);
        const accepted = refusalOf(get(mutated)) === 'read' && verdictOf(get(mutated)) === 'valid';
        if (accepted) expect(read(get(mutated))).toEqual(meaning);
      }),
      { numRuns: 5000 },
    );
  });

  test('property: whatever comes, the answer is a value', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.uint8Array({ maxLength: 200 }), (query, body) => {
        for (const type of ['application/json', 'application/x-www-form-urlencoded']) {
          expect(refusalOf(post(body, type, {}, query))).toBeTypeOf('string');
          expect(verdictOf(post(body, type, {}, query))).toBeTypeOf('string');
        }
      }),
    );
  });
});

describe('a body signed as Standard Webhooks', () => {
  const KEY = 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const BODY = JSON.stringify({ click_id: 'c-1', tx: 't-1' });

  function signed(body = BODY, { id = 'msg_1', ts = TS, key = Buffer.from(KEY, 'base64') } = {}) {
    const value = createHmac('sha256', key).update(`${id}.${ts}.${body}`).digest('base64');
    return { 'webhook-id': id, 'webhook-timestamp': ts, 'webhook-signature': `v1,${value}` };
  }
  const secrets = { current: `whsec_${KEY}`, previous: null };
  const spoken = (signature: string, body = BODY) =>
    post(body, 'application/json', { ...signed(), 'webhook-signature': signature });

  test('is valid without ts and sig', () => {
    const request = post(BODY, 'application/json', signed());
    expect(read(request)).toMatchObject({ clickId: 'c-1', transaction: 't-1' });
    expect(verdictOf(request, secrets)).toBe('valid');
  });

  test('golden: the published vector', () => {
    const request = post('{"test": 2432232314}', 'application/json', {
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
    const check = verify(request, secrets, new Date(1614265330_000));
    expect(check).toMatchObject({
      verdict: 'valid',
      signed: 'msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{"test": 2432232314}',
    });
  });

  test('a plain secret is taken as it is', () => {
    expect(verdictOf(post(BODY, 'application/json', signed(BODY, { key: Buffer.from(SECRET) })))).toBe('valid');
  });

  test('the raw bytes are covered: another order, a space, a line end, a BOM', () => {
    for (const body of ['{"tx":"t-1","click_id":"c-1"}', `${BODY} `, `${BODY}\n`, `\ufeff${BODY}`]) {
      expect(verdictOf(spoken(signed()['webhook-signature'], body), secrets)).toBe('invalid');
    }
  });

  test('one canonical spelling, known schemes only, at most five of them', () => {
    const right = signed()['webhook-signature'];
    const wrong = `v1,${'A'.repeat(43)}=`;
    expect(verdictOf(spoken(`${wrong} ${right}`), secrets)).toBe('valid');
    expect(verdictOf(spoken([wrong, wrong, wrong, wrong, right].join(' ')), secrets)).toBe('valid');
    expect(verdictOf(spoken([wrong, wrong, wrong, wrong, wrong, right].join(' ')), secrets)).toBe('invalid');
    for (const other of [
      '',
      right.replace('v1,', 'v1a,'),
      right.replace('v1,', 'v0,'),
      right.slice(0, -1),
      `${right}!!!!`,
      right.replace('v1,', 'v1, '),
    ]) {
      expect(verdictOf(spoken(other), secrets)).toBe('invalid');
    }
  });

  test('every header is needed and covered, and time runs out', () => {
    expect(verdictOf(post(BODY, 'application/json', { ...signed(), 'webhook-id': 'msg_2' }), secrets)).toBe('invalid');
    expect(verdictOf(post(BODY, 'application/json', { ...signed(), 'webhook-timestamp': '' }), secrets)).toBe(
      'invalid',
    );
    const late = signed(BODY, { ts: String(Number(TS) - 301) });
    expect(verdictOf(post(BODY, 'application/json', late), secrets)).toBe('stale');
  });

  test('what the signature does not cover may not be there', () => {
    expect(refusalOf(post(BODY, 'application/json', signed(), 'task=bigger'))).toBe('malformed');
  });
});

/**
 * Bad input, rows HT, and CS for the console there is: what clients do to the protocol, to JSON, to the framework and to
 * signing in. Slow senders (HT-005) are Node's own headersTimeout and a proxy's business.
 */
import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { anAgent, aVisitor, call, cookieHeader, form, JSON_PLEASE, OWN, throughSocket } from '../../support/doors';
import { api, demo, mailTo, query } from '../../support/fixtures';
import { aSecondWeb } from '../../support/second-web';
import { aWorld, stateOf } from '../../support/world';
import { ROUTES } from '../routes';
import { aSetting, staysUp, submit } from './setting';

staysUp();

const AS_OPERATOR = { Authorization: `Bearer ${demo.apiKey}`, 'Content-Type': 'application/json' };
const put = (body: string | Buffer, headers: Record<string, string> = {}) =>
  call('PUT', '/api/v1/advertisers/bad-json', { headers: { ...AS_OPERATOR, ...headers }, body });

// ── JSON ────────────────────────────────────────────────────────────────────

test.describe('JSON that two readers could understand differently', () => {
  const name = (value: string) => `{"name":${value},"recheckEmail":"a@b.co"}`;
  const ROWS: [string, string | Buffer, number?][] = [
    ['HT-001 thirty-three levels', `{"name":${'['.repeat(33)}${']'.repeat(33)}}`],
    ['HT-001 five thousand levels', '['.repeat(5000) + ']'.repeat(5000)],
    ['HT-001 four hundred kilobytes of brackets', '['.repeat(200_000) + ']'.repeat(200_000), 413],
    ['HT-003 a lone surrogate', name('"\\ud800"')],
    ['HT-003 U+0000', name('"a\\u0000b"')],
    ['HT-003 a byte order mark', `\ufeff${name('"x"')}`],
    ['HT-003 UTF-16', Buffer.from(name('"x"'), 'utf16le')],
    ['HT-003 Latin-1', Buffer.from(name('"é"'), 'latin1')],
    ['HT-003 a comma at the end', '{"name":"x",}'],
    ['HT-003 NaN', name('NaN')],
    ['HT-003 a comment', `/* */${name('"x"')}`],
    ['HT-003 single quotes', "{'name':'x'}"],
    ['a key twice', '{"name":"x","name":"y","recheckEmail":"a@b.co"}'],
    ['__proto__', '{"name":"x","__proto__":{"admin":true},"recheckEmail":"a@b.co"}'],
    ['constructor', '{"name":"x","constructor":{"prototype":{}},"recheckEmail":"a@b.co"}'],
    ['an array', '[{"name":"x"}]'],
    ['null', 'null'],
    ['nothing', ''],
    ['TK-006 a key nobody knows', '{"name":"x","recheckEmail":"a@b.co","admin":true}'],
  ];

  for (const [what, body, status = 400] of ROWS) {
    test(what, async () => {
      expect((await put(body)).status).toBe(status);
      expect(await query(`SELECT FROM advertiser WHERE key = 'bad-json'`)).toEqual([]);
    });
  }

  test('another type, charset or packing', async () => {
    const body = '{"name":"x","recheckEmail":"a@b.co"}';
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/json; charset=utf-16',
      'application/jsonp',
      '',
    ]) {
      expect((await put(body, { 'Content-Type': type })).status, type).toBe(415);
    }
    expect((await put(body, { 'Content-Encoding': 'gzip' })).status).toBe(415);
    expect(await query(`SELECT FROM advertiser WHERE key = 'bad-json'`)).toEqual([]);
  });

  test('nothing of it reached Object', async () => {
    expect((await api('GET', '/tickets?limit=1')).body.admin).toBeUndefined();
  });
});

test('CS-016 HT-014 parameters of lists are of a list, clamped, and said once', async () => {
  for (const search of [
    'sort=password',
    'dir=;DROP',
    'page=-1',
    'limit=1e9',
    'limit=0',
    'limit=201',
    'cursor=garbage',
    'cursor[]=x',
    'status=open',
    'status=OPEN&status=DENIED',
    '__nextLocale=x',
    'app=a%00b',
  ]) {
    expect((await api('GET', `/tickets?${search}`)).status, search).toBe(400);
  }
  const plain = await call('GET', '/api/v1/tickets?limit=1', {
    headers: { ...AS_OPERATOR, Accept: 'text/x-component' },
  });
  expect([plain.status, plain.headers['content-type']]).toEqual([200, 'application/json']);
  const { agent } = await aWorld();
  for (const search of [
    '?queue=nothing',
    '?cursor=garbage',
    '?sort=password&dir=;DROP&page=-1&limit=1e9',
    '?queue=open&queue=mine',
    '?q=%00',
    '?q=%27%20OR%201=1--',
  ]) {
    const answer = await call('GET', `/console/tickets${search}`, { headers: { Cookie: agent.cookie } });
    expect([200, 307, 400, 404], `${search} ${answer.status}`).toContain(answer.status);
  }
});

// ── the protocol ────────────────────────────────────────────────────────────

test('HT-004 requests that two servers could cut differently', async () => {
  const { network } = await aSetting();
  const path = `/api/postbacks/${network.integration}`;
  const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n`;
  const requests: Record<string, string> = {
    'two ways to say how long': `${head}Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nX`,
    'two lengths': `${head}Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx`,
    'a folded header': `${head}X-Folded: a\r\n b\r\nContent-Length: 1\r\n\r\nx`,
    'line ends of another kind': `GET ${path} HTTP/1.1\nHost: x\n\n`,
    'a space before the colon': `${head}Content-Length : 1\r\n\r\nx`,
    'a length that is none': `${head}Content-Length: +1\r\n\r\nx`,
    'a chunk that is none': `${head}Transfer-Encoding: chunked\r\n\r\nZZ\r\nx\r\n0\r\n\r\n`,
    'another coding': `${head}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`,
    'no such version': `GET ${path} HTTP/9.9\r\nHost: x\r\n\r\n`,
    'no such method': `SMUGGLE ${path} HTTP/1.1\r\nHost: x\r\n\r\n`,
    'no host': `GET ${path} HTTP/1.1\r\n\r\n`,
    noise: '\u0016\u0003\u0001\u0002\u0000\r\n\r\n',
  };
  for (const [what, bytes] of Object.entries(requests)) {
    const answer = await throughSocket(bytes, 400);
    const statuses = [...answer.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status));
    expect(statuses.length, `${what}: one answer at most`).toBeLessThanOrEqual(1);
    for (const status of statuses) expect([400, 401, 404, 405, 413, 501, 505], `${what}: ${status}`).toContain(status);
  }
  expect(
    await query('SELECT FROM confirmation c JOIN integration i ON i.id = c.integration_id WHERE i.key = $1', [
      network.integration,
    ]),
  ).toEqual([]);
});

test('HT-006 HT-013 headers and cookies beyond measure, doubled, and of no text', async () => {
  const { game, click } = await aSetting();
  const [one, other] = [await aVisitor(game), await aVisitor(game)];
  const door = async (Cookie: string) =>
    (await call('POST', '/api/wall/drafts', form({ click }, { ...OWN, ...JSON_PLEASE, Cookie })).catch(() => null))
      ?.status ?? 431;
  expect(await door('x='.padEnd(20_000, 'x'))).toBe(431);
  expect(await door('makegood='.padEnd(10_000, 'x'))).toBe(401);
  expect(await door(Array.from({ length: 500 }, (_, n) => `c${n}=x`).join('; '))).toBe(401);
  expect(await door(`${one.cookie}; ${other.cookie}`)).toBe(401);
  expect(await door(`makegood=\u00ff\u00fe; other=\u00ff`)).toBe(401);
  expect(await door(`${one.cookie}; other=\u00ff`)).toBe(404);
  expect(await door(`${one.cookie}x`)).toBe(401);
  expect(await door(one.cookie.toUpperCase())).toBe(401);
});

test('HT-009 nobody is upgraded to anything', async () => {
  const upgrade =
    'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';
  for (const target of ['http://169.254.169.254/latest/meta-data', '/', '/_next/webpack-hmr', '/console/tickets']) {
    const answer = await throughSocket(`GET ${target} HTTP/1.1\r\nHost: x\r\n${upgrade}\r\n`, 600);
    expect(answer, target).not.toContain('101 Switching');
    expect(answer, target).not.toContain('ami-id');
  }
});

test('HT-009 a request whose address is another host’s', async () => {
  const request = 'GET http://evil.example/console/tickets HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n';
  expect(await throughSocket(request)).toMatch(/^HTTP\/1\.1 400/);
});

// ── the framework ───────────────────────────────────────────────────────────

test('HT-008 pictures pass through no optimizer', async () => {
  const { alice } = await aWorld();
  for (const url of [
    'http://169.254.169.254/',
    `${demo.url}/icon.svg`,
    '/icon.svg',
    `/api/wall/screenshots/${alice.picture}`,
    '//evil.example/x.png',
  ]) {
    const answer = await call('GET', `/_next/image?url=${encodeURIComponent(url)}&w=64&q=75`, {
      headers: { Cookie: alice.cookie },
    });
    expect([400, 404], url).toContain(answer.status);
    expect(answer.headers['content-type'] ?? '').not.toMatch(/^image/);
  }
});

test('HT-010 HT-012 what a client may not say about itself changes nothing', async () => {
  const plain = await call('GET', '/wall/offers');
  for (const headers of [
    { 'Next-Resume': '1' },
    { 'X-Matched-Path': '/console/tickets' },
    { 'X-Invoke-Path': '/console/tickets' },
    { 'X-Middleware-Rewrite': '/console/tickets' },
    { 'X-Middleware-Next': '1' },
    { 'X-Middleware-Override-Headers': 'cookie', 'X-Middleware-Request-Cookie': 'agent=x' },
    { 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-Proto': 'https' },
    { 'X-Original-URL': '/console', 'X-Rewrite-URL': '/console' },
    { 'X-User-Id': '1', 'X-Nonce': 'x', 'X-Page': '/console' },
  ] as Record<string, string>[]) {
    const answer = await call('GET', '/wall/offers', { headers });
    expect([answer.status, answer.headers.location], JSON.stringify(headers)).toEqual([
      plain.status,
      plain.headers.location,
    ]);
  }
});

test('CS-010 CS-011 TK-005 there are no server actions, whatever is posted to them', async () => {
  const { agent, alice } = await aWorld();
  const payloads: [string, string | Buffer][] = [
    ['text/plain;charset=UTF-8', '["$K1"]'],
    ['text/plain;charset=UTF-8', '["$1:__proto__:then"]'],
    [
      'text/plain;charset=UTF-8',
      '[{"then":"$1:__proto__:then","status":"resolved_model","value":"{\\"then\\":\\"$B0\\"}"}]',
    ],
    ['application/json', '['.repeat(5000)],
    ['text/plain', 'x'.repeat(1_000_000)],
  ];
  for (const path of ['/', '/sign-in', '/wall/offers', '/console/tickets', `/console/tickets/${alice.number}`]) {
    for (const [type, body] of payloads) {
      for (const id of ['x', '0'.repeat(40), '7f'.padEnd(42, 'a')]) {
        const started = performance.now();
        const headers = { 'Next-Action': id, 'Content-Type': type, Cookie: `${agent.cookie}; ${alice.cookie}`, ...OWN };
        const answer = await call('POST', path, { headers, body }).catch(() => null);
        if (answer) expect(answer.status, path).toBe(405);
        expect(performance.now() - started).toBeLessThan(3000);
      }
    }
  }
  const multipart =
    '--x\r\nContent-Disposition: form-data; name="$ACTION_ID_x"\r\n\r\n\r\n--x\r\nContent-Disposition: form-data; name="0"\r\n\r\n["$1:a:a"]\r\n--x--\r\n';
  const answer = await call('POST', '/sign-in', {
    headers: { 'Content-Type': 'multipart/form-data; boundary=x', ...OWN },
    body: multipart,
  });
  expect(answer.status).toBe(405);
});

test('HT-016 a hundred at once: each is answered, and the process says that it is well', async () => {
  const { alice } = await aWorld();
  const asked = Array.from({ length: 100 }, (_, n) =>
    n % 2 ? api('GET', '/tickets?limit=20') : call('GET', '/wall/in-progress', { headers: { Cookie: alice.cookie } }),
  );
  const started = performance.now();
  expect((await call('GET', '/api/health')).status).toBe(200);
  expect(performance.now() - started).toBeLessThan(5000);
  for (const { status } of await Promise.all(asked)) expect([200, 429, 503]).toContain(status);
});

test('whatever stands in the query of a page, it is a page', async () => {
  const world = await aWorld();
  const names = [
    'click',
    'q',
    'queue',
    'cursor',
    'user',
    'app',
    'to',
    'k',
    'problem',
    'receipt',
    'over',
    'lang',
    'done',
    'callbackUrl',
    'days',
    'passed',
  ];
  const values = ['%00', '%0d%0aX:%20y', '%ED%A0%80', '%F0%9F%98%80', 'x'.repeat(300), '__proto__', '%5B%5D'];
  const searches = values.map((value) => names.map((name) => `${name}=${value}`).join('&'));
  searches.push(
    names.flatMap((name) => [`${name}=a`, `${name}=b`]).join('&'),
    names.map((name) => `${name}[]=a`).join('&'),
  );
  const headers = { Cookie: `${world.alice.cookie}; ${world.agent.cookie}` };
  for (const [file, { url }] of Object.entries(ROUTES).filter(([name]) => name.endsWith('page.tsx'))) {
    const [path = ''] = url(world).split('?');
    for (const search of searches) {
      const { status } = await call('GET', `${path}?${search}&retry=1`, { headers });
      expect.soft(status, `${file} ${search.slice(0, 40)}`).toBeLessThan(500);
    }
  }
});

// ── signing in, and the console's doors ─────────────────────────────────────

test('CS-003 signing in leads to our own console, wherever it was asked to go', async () => {
  for (const wanted of [
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    '/console/../../evil',
    '/consoleevil',
    '\t//evil',
    '/wall',
    'x'.repeat(600),
  ]) {
    const query_ = new URLSearchParams({ callbackUrl: wanted });
    for (const path of [`/api/auth/signin?${query_}`, `/sign-in?${query_}`]) {
      const { location = '' } = (await call('GET', path)).headers;
      expect(location).toMatch(/^\//);
      expect(decodeURIComponent(location), wanted).not.toContain('evil.example');
    }
  }
  const { email, password } = demo.agents.find(({ role }) => role === 'admin')!;
  for (const callbackUrl of ['https://evil.example/console', '//evil.example', '/console/apps']) {
    const token = await call('GET', '/api/auth/csrf');
    const sent = form(
      { csrfToken: token.json.csrfToken, email, password, callbackUrl },
      { ...OWN, Cookie: cookieHeader(token.cookies) },
    );
    const { location } = (await call('POST', '/api/auth/callback/credentials', sent)).headers;
    expect(location).toBe(callbackUrl === '/console/apps' ? callbackUrl : '/console/tickets');
  }
});

test('signing in: wrong, unknown and malformed look the same, open nothing, and are counted by address and by IP', async () => {
  // A web of its own that believes a proxy, so that these tries are not counted against other tests.
  const web = await aSecondWeb({ TRUSTED_PROXIES: '1' });
  try {
    const token = await call('GET', '/api/auth/csrf', { base: web.url });
    const headers = { Origin: web.url, 'Sec-Fetch-Site': 'same-origin', Cookie: cookieHeader(token.cookies) };
    let host = 0;
    const enter = (fields: Record<string, string>, more: Record<string, string> = {}) => {
      host += 1;
      const all = { ...headers, 'X-Forwarded-For': `198.51.100.${host}`, ...more };
      return call('POST', '/api/auth/callback/credentials', {
        ...form({ csrfToken: token.json.csrfToken, ...fields }, all),
        base: web.url,
      });
    };
    const problem = async (fields: Record<string, string>, more?: Record<string, string>) => {
      const { status, headers: answered, cookies } = await enter(fields, more);
      expect([status, cookies.filter((cookie) => /^agent=./.test(cookie))]).toEqual([303, []]);
      return new URL(answered.location!, web.url).searchParams.get('problem');
    };
    for (const email of [
      'nobody@makegood.example',
      "' OR 1=1 --",
      'x'.repeat(2000),
      '',
      'admin@makegood.example\r\nX: y',
    ]) {
      expect(await problem({ email, password: 'x' }), JSON.stringify(email)).toBe('wrong');
    }
    expect(['wrong', 'unavailable']).toContain(await problem({ email: 'a\0b@x.co', password: 'a\0b' }));

    const email = `${randomUUID()}@makegood.example`;
    const guesses: (string | null)[] = [];
    for (let guess = 0; guess < 6; guess += 1) guesses.push(await problem({ email, password: `${guess}` }));
    expect(guesses).toEqual([...Array(5).fill('wrong'), 'too-many']);
    const fromOne: (string | null)[] = [];
    for (let guess = 0; guess < 6; guess += 1)
      fromOne.push(
        await problem({ email: `${randomUUID()}@x.co`, password: 'x' }, { 'X-Forwarded-For': '203.0.113.99' }),
      );
    expect(fromOne).toEqual([...Array(5).fill('wrong'), 'too-many']);

    expect((await enter({ email: 'x'.repeat(5000), password: 'x' })).status).toBe(413);
    expect((await enter({ email: 'x', password: 'x' }, { 'Content-Type': 'application/json' })).status).toBe(415);
    expect(await problem({ email: 'x', password: 'x', csrfToken: 'x' })).toBe('expired');
  } finally {
    await web.stop();
  }
});

test('CS-007 what is sent as a bearer need not be text', async () => {
  for (const Authorization of [
    'Bearer %E0%A4%A',
    'Bearer \u00ff',
    'Bearer mg_',
    `Bearer ${'x'.repeat(8000)}`,
    'Bearer',
    'bearer  x',
    'Digest x',
  ]) {
    for (const path of ['/api/v1/tickets', '/api/console/queues']) {
      expect((await call('GET', path, { headers: { Authorization } })).status, Authorization.slice(0, 20)).toBe(401);
    }
  }
});

test('CS-012 two agents at once: one intends, and the others are told who and until when', async () => {
  const setting = await aSetting();
  const { json } = await submit(setting);
  const address = (await query<{ address: string }>('SELECT address FROM ticket WHERE number = $1', [json.number]))[0]!
    .address;
  const code = /\b\d{3}\s?\d{3}\b/.exec((await mailTo(address, /verify/)).text)![0].replace(/\s/g, '');
  const mine = { ...OWN, ...JSON_PLEASE, Cookie: setting.visitor.cookie };
  expect((await call('POST', `/api/wall/tickets/${json.number}/code`, form({ code }, mine))).status).toBe(200);
  const agents = await Promise.all(['agent', 'senior'].map((role) => anAgent(role)));
  const [ticket] = await query<{ version: number; status: string }>(
    'SELECT version, status FROM ticket WHERE number = $1',
    [json.number],
  );
  expect(ticket!.status).toBe('OPEN');
  const decide = ({ cookie }: { cookie: string }) =>
    call(
      'POST',
      `/api/console/tickets/${json.number}/decision`,
      form(
        { outcome: 'deny', reason: 'not-confirmed', version: String(ticket!.version) },
        { ...OWN, ...JSON_PLEASE, Cookie: cookie },
      ),
    );
  const answers = await Promise.all([...agents, ...agents, ...agents].map(decide));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409]);
  const { intent, undoUntil } = answers.find(({ status }) => status === 200)!.json;
  expect(Date.parse(undoUntil)).toBeGreaterThan(Date.now());
  const told = answers.filter(({ status }) => status === 409).map(({ json: { error } }) => error.event);
  expect(new Set(told)).toEqual(new Set(['intended']));
  const undoing = (cookie: string) =>
    call(
      'POST',
      `/api/console/tickets/${json.number}/undo`,
      form({ intent }, { ...OWN, ...JSON_PLEASE, Cookie: cookie }),
    );
  const undone = await Promise.all(agents.map(({ cookie }) => undoing(cookie)));
  expect(undone.filter(({ status }) => status === 200)).toHaveLength(1);
  expect((await undoing(agents[0]!.cookie)).status).toBe(409);
  expect(
    await query('SELECT FROM decision d JOIN ticket t ON t.id = d.ticket_id WHERE t.number = $1', [json.number]),
  ).toEqual([]);
});

test('what an agent may say in a decision', async () => {
  const world = await aWorld();
  const { agent, alice } = world;
  const before = await stateOf(world);
  const rulings: Record<string, string>[] = [
    { outcome: 'maybe', reason: 'not-confirmed' },
    { outcome: 'deny', reason: 'whatever' },
    { outcome: 'deny', reason: 'other' },
    { outcome: 'deny', reason: 'other', note: 'x'.repeat(5000) },
    { outcome: 'deny', reason: 'other', note: 'a\0b' },
    { outcome: 'approve', reason: 'not-confirmed' },
    {},
  ];
  const [seen] = await query<{ version: number }>('SELECT version FROM ticket WHERE number = $1', [alice.number]);
  for (const ruling of rulings) {
    const sent = form({ version: String(seen!.version), ...ruling }, { ...OWN, ...JSON_PLEASE, Cookie: agent.cookie });
    expect(
      (await call('POST', `/api/console/tickets/${alice.number}/decision`, sent)).status,
      JSON.stringify(ruling).slice(0, 80),
    ).toBe(400);
  }
  for (const version of ['', '0', '-1', '1e3', '99', 'x', '9'.repeat(30)]) {
    const sent = form(
      { outcome: 'deny', reason: 'not-confirmed', version },
      { ...OWN, ...JSON_PLEASE, Cookie: agent.cookie },
    );
    expect((await call('POST', `/api/console/tickets/${alice.number}/decision`, sent)).status, version).toBe(409);
  }
  expect(await stateOf(world)).toBe(before);
});

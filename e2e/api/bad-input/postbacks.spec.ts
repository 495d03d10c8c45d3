/**
 * Bad input, rows PB: postbacks in the native dialect (all readings: lib/dialects/native.test.ts). Whatever is refused is kept as
 * a receipt with its reason, and nothing else is written. Where ours differs from the catalogue: the parameter is `tx`, answers
 * are JSON, an id is opaque text (a long number is one), parameters we do not know are covered and ignored.
 */
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { expect, test } from '@playwright/test';
import { call, throughSocket } from '../../support/doors';
import { aClick, aNetwork, anOffer, api, demo, type Network, query } from '../../support/fixtures';
import { canonical, confirm, FORM, get, hmac, JSON_TYPE, now, parameters, post, signed } from '../../support/signing';
import { aSetting, confirmationsOf, grantsOf, type Setting, staysUp, submit } from './setting';

staysUp();

async function receiptsOf({ integration }: Network): Promise<{ outcome: string; code: string | null }[]> {
  return query('SELECT outcome, code FROM receipt WHERE integration_key = $1 ORDER BY received_at, id', [integration]);
}

const settled = ({ network, game }: Setting) =>
  expect
    .poll(
      async () =>
        (
          await query(
            'SELECT FROM confirmation c JOIN integration i ON i.id = c.integration_id WHERE i.key = $1 AND c.matched_at IS NULL AND c.user_id IS NOT NULL',
            [network.integration],
          )
        ).length,
      { message: `matched, ${game.key}` },
    )
    .toBe(0);

async function callbacksOf({ game }: Setting): Promise<{ kind: string }[]> {
  return query('SELECT kind FROM callback c JOIN app a ON a.id = c.app_id WHERE a.key = $1 ORDER BY c.created_at', [
    game.key,
  ]);
}

// ── the same again ──────────────────────────────────────────────────────────

test('PB-001 PB-038 the same postback twice, once by a scanner', async () => {
  const setting = await aSetting();
  const query = signed(setting.network.secret, parameters({ click_id: setting.click }));
  const [one, other] = [
    await get(setting.network, query),
    await get(setting.network, query, { Purpose: 'prefetch', 'User-Agent': 'LinkScanner' }),
  ];
  expect([one.status, one.json.outcome, other.status, other.json.outcome]).toEqual([200, 'recorded', 200, 'duplicate']);
  await settled(setting);
  expect(await confirmationsOf(setting.network)).toHaveLength(1);
  expect(await receiptsOf(setting.network)).toEqual([
    { outcome: 'recorded', code: null },
    { outcome: 'duplicate', code: null },
  ]);
  expect(await grantsOf(setting)).toBe(1);
  expect(await callbacksOf(setting)).toEqual([{ kind: 'REWARD' }]);
});

test('PB-002 fifty at once: fifty promises kept, one grant, one callback', async () => {
  const setting = await aSetting();
  const query = signed(setting.network.secret, parameters({ click_id: setting.click }));
  const answers = await Promise.all(Array.from({ length: 50 }, () => get(setting.network, query)));
  expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(200));
  expect(answers.filter(({ json }) => json.outcome === 'recorded')).toHaveLength(1);
  await settled(setting);
  expect(await confirmationsOf(setting.network)).toHaveLength(1);
  expect(await receiptsOf(setting.network)).toHaveLength(50);
  expect([await grantsOf(setting), (await callbacksOf(setting)).length]).toEqual([1, 1]);
});

test('PB-002 fifty transactions of one click at once: still one grant', async () => {
  const setting = await aSetting();
  await Promise.all(Array.from({ length: 50 }, () => confirm(setting.network, { click_id: setting.click })));
  await settled(setting);
  expect(await confirmationsOf(setting.network)).toHaveLength(50);
  expect([await grantsOf(setting), (await callbacksOf(setting)).length]).toEqual([1, 1]);
});

test('PB-003 the same transaction with other content: 409, counted, and the first one stands', async () => {
  const setting = await aSetting();
  const { network, click } = setting;
  const tx = randomUUID();
  await confirm(network, { click_id: click, tx, payout: '3.50' });
  const other = await aClick(setting.game, setting.offer, 'somebody-else');
  for (const change of [
    { click_id: click, payout: '35.00' },
    { click_id: click },
    { click_id: other, payout: '3.50' },
    { click_id: click, payout: '3.50', reason: 'x' },
  ]) {
    const answer = await confirm(network, { tx, ...change });
    expect([answer.status, answer.json.error.code]).toEqual([409, 'conflict']);
  }
  await settled(setting);
  expect(await confirmationsOf(network)).toEqual([
    { transaction: tx, state: 'COMPLETED', click_id: click, conflicts: 4 },
  ]);
  expect(await grantsOf(setting)).toBe(1);
});

test('PB-004 PB-005 transactions are told apart by source and to the byte', async () => {
  const setting = await aSetting();
  const { network, click } = setting;
  const second: Network = { ...network, integration: `int-${randomUUID().slice(0, 8)}`, secret: randomUUID() };
  await api('PUT', `/integrations/${second.integration}`, {
    advertiser: network.advertiser,
    dialect: 'native',
    secret: second.secret,
  });
  for (const [source, tx] of [
    [network, 'e1'],
    [network, 'E1'],
    [second, 'e1'],
  ] as const) {
    expect((await confirm(source, { click_id: click, tx })).json.outcome).toBe('recorded');
  }
  await settled(setting);
  expect((await confirmationsOf(network)).map(({ transaction }) => transaction)).toEqual(['e1', 'E1']);
  expect(await confirmationsOf(second)).toHaveLength(1);
  expect(await grantsOf(setting)).toBe(1);
});

test('PB-044 a sender that does not wait for the answer: the row is there or it is not, and the retry finds out', async () => {
  const setting = await aSetting();
  const query = signed(setting.network.secret, parameters({ click_id: setting.click }));
  const { port } = new URL(demo.url);
  const request = `GET /api/postbacks/${setting.network.integration}?${query} HTTP/1.1\r\nHost: x\r\n\r\n`;
  await Promise.all(
    Array.from(
      { length: 10 },
      () =>
        new Promise<void>((done) => {
          const socket = connect(Number(port), '127.0.0.1', () => socket.end(request, () => socket.destroy()));
          socket.on('error', () => done()).on('close', () => done());
        }),
    ),
  );
  expect(['recorded', 'duplicate']).toContain((await get(setting.network, query)).json.outcome);
  expect(await confirmationsOf(setting.network)).toHaveLength(1);
});

// ── malformed ───────────────────────────────────────────────────────────────

test.describe('is refused, kept as a receipt, and confirms nothing', () => {
  const sent =
    (given: Record<string, string | undefined>) =>
    ({ network, click }: Setting) =>
      confirm(network, { click_id: click, ...given });
  const off =
    (seconds: number) =>
    ({ network, click }: Setting) =>
      confirm(network, { click_id: click, ts: String(now() + seconds) });
  /** `{C}` and `{T}` stand for the click and for now; what cannot be signed is signed as it stands. */
  const raw =
    (written: string) =>
    ({ network, click }: Setting) => {
      const query = written.replace('{C}', click).replace('{T}', String(now()));
      return get(network, `${query}&sig=${hmac(network.secret, canonical([...new URLSearchParams(query)]))}`);
    };

  const ROWS: [string, (setting: Setting) => ReturnType<typeof call>, number?, string?][] = [
    ['PB-006 a space after it', sent({ tx: 'e1 ' })],
    ['PB-006 a space before it', sent({ tx: ' e1' })],
    ['PB-007 an empty transaction', sent({ tx: '' })],
    ['PB-007 no transaction', sent({ tx: undefined })],
    ['PB-007 no click', sent({ click_id: undefined })],
    ['PB-008 129 bytes', sent({ tx: 'x'.repeat(129) })],
    ['PB-008 five kilobytes', sent({ reason: 'x'.repeat(5000) }), 413, 'too-large'],
    ['PB-009 U+0000', sent({ tx: 'e1\0x' })],
    ['PB-010 a lone surrogate', raw('click_id={C}&tx=%ED%A0%80&ts={T}')],
    ['PB-010 a byte that is no UTF-8', raw('click_id={C}&tx=%FF&ts={T}')],
    ['PB-010 half an escape', raw('click_id={C}&tx=e%4&ts={T}')],
    ['PB-013 an array', raw('click_id={C}&tx[]=e1&ts={T}')],
    ['PB-013 an object', raw('click_id={C}&tx[not]=x&ts={T}')],
    ['PB-013 a path', raw('click_id={C}&tx.x=1&ts={T}')],
    ['PB-014 other capitals', raw('click_id={C}&Tx=e1&TX=e2&tx=e3&ts={T}')],
    ['PB-015 U+0000 in a name', raw('click_id={C}&tx%00=e1&ts={T}')],
    ['PB-016 a semicolon between parameters', raw('click_id={C};tx=e2&tx=e3&ts={T}')],
    ['PB-017 JSON inside', sent({ click_id: '{"not":""}' })],
    ['PB-018 SQL', sent({ tx: "e1' OR 1=1--" })],
    ['PB-029 a state in small letters', sent({ state: 'completed' })],
    ['PB-029 a state with a space', sent({ state: 'COMPLETED ' })],
    ['PB-030 a state twice', raw('click_id={C}&tx=e1&state=COMPLETED&state=PENDING&ts={T}')],
    ['PB-033 a line break', sent({ reason: 'US\r\nSet-Cookie:x=1' })],
    ['PB-033 a line break in a field nobody knows', sent({ country: 'US\r\nSet-Cookie:x=1' })],
    ...['1e10', '-1', '0x5F', '１７', '1700000000.5', '', undefined].map(
      (ts): [string, (setting: Setting) => ReturnType<typeof call>] => [`PB-032 ts=${ts}`, sent({ ts })],
    ),
    ['PB-032 milliseconds', sent({ ts: `${now()}000` })],
    ['PB-031 301 seconds ago', off(-302), 401, 'stale'],
    ['PB-031 301 seconds ahead', off(303), 401, 'stale'],
    ['MN-003 a payout of seven places', sent({ payout: '4.9999999' })],
    ...['-1', '-0', '1e3', '0x10', 'Infinity', 'NaN', '5,00', '٥', ' 5 ', '', '05', '+5', '5.', '.5'].map(
      (payout): [string, (setting: Setting) => ReturnType<typeof call>] => [
        `MN-005 a payout of "${payout}"`,
        sent({ payout }),
      ],
    ),
    ['a task that this offer does not have', sent({ task: 'level-99' })],
    ['sixty-five parameters', sent(Object.fromEntries(Array.from({ length: 62 }, (_, n) => [`x${n}`, ''])))],
    [
      'PB-040 the same name in query and body',
      ({ network, click }) =>
        post(network, FORM, signed(network.secret, parameters({ click_id: click })), {}, '?tx=e1'),
    ],
    [
      'PB-039 plain text',
      ({ network, click }) => post(network, 'text/plain', signed(network.secret, parameters({ click_id: click }))),
      415,
      'unsupported-type',
    ],
    [
      'PB-039 parts',
      ({ network, click }) =>
        post(network, 'multipart/form-data; boundary=x', signed(network.secret, parameters({ click_id: click }))),
      415,
      'unsupported-type',
    ],
    ['PB-039 XML', ({ network }) => post(network, 'application/xml', '<tx>e1</tx>'), 415, 'unsupported-type'],
    [
      'PB-039 another charset',
      ({ network, click }) =>
        post(network, `${FORM}; charset=utf-16`, signed(network.secret, parameters({ click_id: click }))),
      415,
      'unsupported-type',
    ],
    [
      'PB-039 no type',
      ({ network, click }) => post(network, '', signed(network.secret, parameters({ click_id: click }))),
      415,
      'unsupported-type',
    ],
    [
      'a body of seventeen kilobytes',
      ({ network }) => post(network, FORM, 'x='.padEnd(17 * 1024, 'x')),
      413,
      'too-large',
    ],
    [
      'HT-001 JSON that is not flat',
      ({ network, click }) => post(network, JSON_TYPE, JSON.stringify({ click_id: click, tx: { deep: [] } })),
    ],
    ['HT-001 five thousand brackets', ({ network }) => post(network, JSON_TYPE, '['.repeat(5000) + ']'.repeat(5000))],
    [
      'HT-003 JSON with a name twice',
      ({ network, click }) => post(network, JSON_TYPE, `{"click_id":"${click}","tx":"1","tx":"2","ts":"${now()}"}`),
    ],
    [
      'HT-003 JSON with a lone surrogate',
      ({ network, click }) => post(network, JSON_TYPE, `{"click_id":"${click}","tx":"\\ud800","ts":"${now()}"}`),
    ],
    [
      'HT-003 JSON with a byte order mark',
      ({ network, click }) => post(network, JSON_TYPE, `\ufeff{"click_id":"${click}","tx":"1","ts":"${now()}"}`),
    ],
    [
      'HT-003 JSON with a comment',
      ({ network, click }) => post(network, JSON_TYPE, `{/**/"click_id":"${click}","tx":"1","ts":"${now()}"}`),
    ],
    [
      'MN-007 a number that is not exact',
      ({ network }) => post(network, JSON_TYPE, `{"click_id":9007199254740993,"tx":"1","ts":"${now()}"}`),
    ],
  ];

  for (const [what, attempt, status = 400, code = 'malformed'] of ROWS) {
    test(what, async () => {
      const setting = await aSetting();
      const before = await setting.state();
      const { status: answered, json, headers } = await attempt(setting);
      expect([answered, json?.error.code]).toEqual([status, code]);
      expect(headers['set-cookie']).toBeUndefined();
      expect(await setting.state()).toBe(before);
      // Too long ones are not read, so there is nothing to keep.
      if (status !== 413) {
        expect(await receiptsOf(setting.network)).toEqual([{ outcome: 'refused', code }]);
        expect(json.error.receipt).toMatch(/^[0-9a-f-]{36}$/);
      }
    });
  }
});

test('PB-008 sixty-four kilobytes of query end at the socket', async () => {
  const { network } = await aSetting();
  const answer = await get(network, `tx=${'x'.repeat(65_536)}`).catch(() => null);
  if (answer) expect([413, 414, 431]).toContain(answer.status);
  expect(await receiptsOf(network)).toEqual([]);
});

test('PB-031 299 seconds either way are near enough', async () => {
  const { network, click } = await aSetting();
  for (const off of [-298, 298])
    expect((await confirm(network, { click_id: click, ts: String(now() + off) })).status).toBe(200);
});

test('PB-037 only GET and POST bring anything in', async () => {
  const setting = await aSetting();
  const query = signed(setting.network.secret, parameters({ click_id: setting.click }));
  const path = `/api/postbacks/${setting.network.integration}?${query}`;
  for (const method of ['HEAD', 'PUT', 'PATCH', 'DELETE']) {
    const answer = await call(method, path);
    expect([answer.status, answer.headers.allow], method).toEqual([405, 'GET, POST']);
  }
  expect((await call('OPTIONS', path)).status).toBe(204);
  expect((await call('TRACE', path)).status).toBe(405);
  expect(await throughSocket(`CONNECT ${path} HTTP/1.1\r\nHost: x\r\n\r\n`)).not.toContain('recorded');
  expect((await call('POST', path, { headers: { 'X-HTTP-Method-Override': 'GET' } })).json.outcome).toBe('recorded');
  expect(await receiptsOf(setting.network)).toHaveLength(1);
});

// ── whose click ─────────────────────────────────────────────────────────────

test('PB-019 PB-021 a click we do not know: kept, never paid, matched when the click comes', async () => {
  const setting = await aSetting();
  const long = '18446744073709551617';
  expect((await confirm(setting.network, { click_id: long })).json.outcome).toBe('unmatched');
  const id = randomUUID();
  const early = await confirm(setting.network, { click_id: id });
  expect([early.status, early.json.outcome]).toEqual([200, 'unmatched']);
  expect(await grantsOf(setting)).toBe(0);
  const clickedAt = new Date(Date.now() - 3600_000).toISOString();
  await api('POST', '/clicks', {
    clicks: [{ id, app: setting.game.key, user: setting.visitor.user, offer: setting.offer.key, clickedAt }],
  });
  await expect.poll(() => grantsOf(setting)).toBe(1);
  expect((await confirmationsOf(setting.network)).map(({ click_id }) => click_id)).toEqual([long, id]);
});

test('PB-020 PB-022 a click on the offer of another advertiser: 403, recorded, nothing decided', async () => {
  const [setting, other] = [await aSetting(), await aNetwork()];
  const answer = await confirm(other, { click_id: setting.click });
  expect([answer.status, answer.json.error.code]).toEqual([403, 'not-your-click']);
  expect(await receiptsOf(other)).toEqual([{ outcome: 'refused', code: 'not-your-click' }]);
  expect([await confirmationsOf(other), await grantsOf(setting)]).toEqual([[], 0]);
});

test('PB-024 a confirmation before the ticket: one reward, whoever asks for it', async () => {
  const setting = await aSetting();
  await confirm(setting.network, { click_id: setting.click });
  await expect.poll(() => grantsOf(setting)).toBe(1);
  await submit(setting);
  await confirm(setting.network, { click_id: setting.click });
  await settled(setting);
  expect([await grantsOf(setting), (await callbacksOf(setting)).length]).toEqual([1, 1]);
});

test('PB-026 a reversal before its confirmation: both are kept, and the sums balance', async () => {
  const setting = await aSetting();
  const tx = randomUUID();
  for (const state of ['RECONCILED', 'COMPLETED']) {
    expect((await confirm(setting.network, { click_id: setting.click, tx, state })).status, state).toBe(200);
    await settled(setting);
  }
  const grants = await query<{ reversed_at: Date | null }>(
    'SELECT g.reversed_at FROM reward_grant g JOIN app a ON a.id = g.app_id WHERE a.key = $1',
    [setting.game.key],
  );
  // Either nothing was given, or it was taken back.
  expect(grants.every(({ reversed_at }) => reversed_at !== null)).toBe(true);
});

test('PB-028 pending, completed, reconciled: only completed grants, and nothing goes back to pending', async () => {
  const setting = await aSetting();
  const tx = randomUUID();
  const say = async (state: string) => {
    const { status, json } = await confirm(setting.network, { click_id: setting.click, tx, state });
    await settled(setting);
    return [status, json.outcome];
  };
  expect(await say('PENDING')).toEqual([200, 'recorded']);
  expect(await grantsOf(setting)).toBe(0);
  expect(await say('COMPLETED')).toEqual([200, 'recorded']);
  expect(await grantsOf(setting)).toBe(1);
  expect(await say('PENDING')).toEqual([200, 'duplicate']);
  expect(await say('RECONCILED')).toEqual([200, 'recorded']);
  expect(await grantsOf(setting)).toBe(1);
  const [grant] = await query<{ reversed_at: Date | null }>(
    'SELECT g.reversed_at FROM reward_grant g JOIN app a ON a.id = g.app_id WHERE a.key = $1',
    [setting.game.key],
  );
  expect(grant!.reversed_at).not.toBeNull();
});

test('PB-036 MN-012 what they say they pay is evidence; what is given is what the click promised', async () => {
  const setting = await aSetting();
  const { network, click } = setting;
  await confirm(network, { click_id: click, payout: '999999999' });
  await expect.poll(() => grantsOf(setting)).toBe(1);
  const tx = randomUUID();
  await confirm(network, { click_id: click, tx, state: 'RECONCILED', payout: '999999999' });
  await settled(setting);
  const grants = await query(
    'SELECT g.amount_micros, g.reward_amount FROM reward_grant g JOIN app a ON a.id = g.app_id WHERE a.key = $1',
    [setting.game.key],
  );
  expect(grants).toEqual([{ amount_micros: '3500000', reward_amount: '3500' }]);
});

test('a task must be named where there are several', async () => {
  const setting = await aSetting();
  const tasks = ['one', 'two'].map((key) => ({ key, name: key, payoutUsd: '1', rewardAmount: 1000 }));
  const click = await aClick(setting.game, await anOffer(setting.network, { tasks }), setting.visitor.user);
  expect((await confirm(setting.network, { click_id: click })).status).toBe(400);
  expect((await confirm(setting.network, { click_id: click, task: 'two' })).json.outcome).toBe('recorded');
});

// ── who sends ───────────────────────────────────────────────────────────────

test('SG-021 an integration that is not there, is switched off, or takes no postbacks', async () => {
  const { network, click } = await aSetting();
  const query_ = signed(network.secret, parameters({ click_id: click }));
  for (const integration of [
    'nosuch',
    'NOSUCH',
    network.integration.toUpperCase(),
    '..%2f..',
    'a%20b',
    "'--",
    'x'.repeat(500),
    network.advertiser,
  ]) {
    const answer = await get({ integration }, query_);
    expect([answer.status, answer.json.error.code], integration).toEqual([404, 'unknown-integration']);
  }
  await query('UPDATE integration SET enabled = false WHERE key = $1', [network.integration]);
  expect((await get(network, query_)).status).toBe(404);
  expect(await confirmationsOf(network)).toEqual([]);
});

test('TK-024 a list of addresses is asked of the socket, not of what the sender wrote', async () => {
  const { network, click } = await aSetting();
  const allow = (allowedIps: string[]) =>
    api('PUT', `/integrations/${network.integration}`, {
      advertiser: network.advertiser,
      dialect: 'native',
      secret: network.secret,
      allowedIps,
    });
  await allow(['203.0.113.7']);
  const claims: Record<string, string>[] = [
    {},
    { 'X-Forwarded-For': '203.0.113.7' },
    { 'X-Forwarded-For': '127.0.0.1, 203.0.113.7' },
    { 'X-Real-IP': '203.0.113.7', Forwarded: 'for=203.0.113.7' },
  ];
  for (const headers of claims) {
    const answer = await confirm(network, { click_id: click }, headers);
    expect([answer.status, answer.json.error.code], JSON.stringify(headers)).toEqual([403, 'address-not-allowed']);
  }
  expect(await confirmationsOf(network)).toEqual([]);
  await allow(['127.0.0.0/8']);
  expect((await confirm(network, { click_id: click })).status).toBe(200);
});

/**
 * Bad input, rows SG: signatures of postbacks (those of the wall's links: links.spec.ts; all spellings: native.test.ts). An
 * unknown integration is told so (404), as the interface says; its key is no secret.
 */
import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { aNetwork, query } from '../../support/fixtures';
import {
  canonical,
  FORM,
  get,
  hmac,
  JSON_TYPE,
  now,
  type Pairs,
  parameters,
  post,
  signed,
  webhook,
} from '../../support/signing';
import { aSetting, confirmationsOf, type Setting, staysUp } from './setting';

staysUp();

async function aSignedOne() {
  const setting = await aSetting();
  const pairs = parameters({ click_id: setting.click, payout: '3.50', reason: 'a b~c*é', other: 'x' });
  return { setting, pairs, sig: hmac(setting.network.secret, canonical(pairs)) };
}

async function turnedAway({ network }: Setting, queries: string[], status = 401): Promise<void> {
  for (const query of queries) expect((await get(network, query)).status, query).toBe(status);
  expect(await confirmationsOf(network)).toEqual([]);
}

test('SG-002 SG-003 SG-007 none, zeros, a byte less, a byte more', async () => {
  const { setting, pairs, sig } = await aSignedOne();
  const wrong = [
    '',
    '0'.repeat(64),
    sig.slice(2),
    `${sig}00`,
    sig.slice(1),
    `${sig}0`,
    'z'.repeat(64),
    ` ${sig}`,
    `sha256=${sig}`,
    'true',
    'null',
  ];
  await turnedAway(setting, [
    ...wrong.map((other) => new URLSearchParams([...pairs, ['sig', other]]).toString()),
    new URLSearchParams(pairs).toString(),
  ]);
});

test('SG-004 every field is covered, also one we do not know', async () => {
  const { setting, pairs, sig } = await aSignedOne();
  const changed = pairs.map(
    ([name]): Pairs =>
      pairs.map(([other, value]) => [
        other,
        other === name ? value.replace(/.$/, (last) => (last === '7' ? '8' : '7')) : value,
      ]),
  );
  const dropped = pairs
    .filter(([name]) => name === 'other' || name === 'payout')
    .map(([name]): Pairs => pairs.filter(([other]) => other !== name));
  await turnedAway(
    setting,
    [...changed, ...dropped, [...pairs, ['added', '1'] as [string, string]]].map(
      (all) => `${new URLSearchParams(all)}&sig=${sig}`,
    ),
  );
});

test('SG-006 SG-009 one spelling, and no scheme but ours', async () => {
  const setting = await aSetting();
  const body = JSON.stringify({ click_id: setting.click, tx: randomUUID() });
  const good = webhook(setting.network.secret, body);
  const value = good['webhook-signature'].slice(3);
  const wrong = [
    value.replace('=', ''),
    value.replaceAll('+', '-').replaceAll('/', '_').replace('=', ''),
    `${value.slice(0, 10)} ${value.slice(10)}`,
    `${value}!!!!`,
    `${value}=`,
    Buffer.from(value, 'base64').toString('hex'),
  ].map((spelling) => `v1,${spelling}`);
  for (const signature of [
    ...wrong,
    `v1a,${value}`,
    `v0,${value}`,
    `v1${value}`,
    value,
    '',
    'v1,',
    `${'v1,x '.repeat(5)}v1,${value}`,
  ]) {
    const answer = await post(setting.network, JSON_TYPE, body, { ...good, 'webhook-signature': signature });
    expect(answer.status, signature).toBe(401);
  }
  for (const header of ['webhook-id', 'webhook-timestamp']) {
    expect((await post(setting.network, JSON_TYPE, body, { ...good, [header]: '' })).status, header).toBe(401);
  }
  const old = webhook(setting.network.secret, body, { timestamp: String(now() - 302) });
  expect((await post(setting.network, JSON_TYPE, body, old)).json.error.code).toBe('stale');
  expect(await confirmationsOf(setting.network)).toEqual([]);
  const listed = { ...good, 'webhook-signature': `v1a,x v1,${'A'.repeat(43)}= ${good['webhook-signature']}` };
  expect((await post(setting.network, JSON_TYPE, body, listed)).json.outcome).toBe('recorded');
});

test('SG-008 a signature twice', async () => {
  const { setting, pairs, sig } = await aSignedOne();
  await turnedAway(
    setting,
    [`${new URLSearchParams(pairs)}&sig=${sig}&sig=${sig}`, `${new URLSearchParams(pairs)}&sig=${sig}&sig=x`],
    400,
  );
});

test('SG-010 the algorithm is not the sender’s choice', async () => {
  const { setting, pairs, sig } = await aSignedOne();
  const plain = new URLSearchParams(pairs).toString();
  await turnedAway(setting, [`${plain}&alg=none`, `${plain}&alg=none&sig=`, `${plain}&alg=MD5&sig=${sig}`]);
});

test('SG-014 another source’s key, and the path says whose it is', async () => {
  const { setting, pairs } = await aSignedOne();
  const other = await aNetwork();
  await turnedAway(setting, [
    signed(other.secret, pairs),
    signed(other.secret, [...pairs, ['integration', other.integration]]),
    signed(setting.game.secret, pairs),
    signed(setting.game.wallSecret, pairs),
  ]);
});

test('SG-015 a source without a secret accepts nothing, least of all the empty key', async () => {
  const { setting, pairs, sig } = await aSignedOne();
  await query(`UPDATE integration SET secret = '' WHERE key = $1`, [setting.network.integration]);
  const plain = new URLSearchParams(pairs).toString();
  await turnedAway(setting, [`${plain}&sig=${sig}`, plain, `${plain}&sig=`, signed('', pairs)]);
  const body = JSON.stringify({ click_id: setting.click, tx: randomUUID() });
  expect((await post(setting.network, JSON_TYPE, body, webhook('', body))).status).toBe(401);
});

test('SG-016 one canonical line, however the request spelt it', async () => {
  const { setting, pairs, sig } = await aSignedOne();
  const { network } = setting;
  const plain = `${new URLSearchParams(pairs)}&sig=${sig}`;
  const spellings = [
    plain,
    plain.replaceAll('+', '%20'),
    plain.replaceAll('%7E', '~'),
    plain.replaceAll('%C3%A9', '%c3%a9'),
    plain.split('&').reverse().join('&'),
    `&${plain}&&`,
  ];
  const answers = [];
  for (const spelling of spellings) answers.push((await get(network, spelling)).json.outcome);
  answers.push((await post(network, FORM, plain)).json.outcome);
  answers.push((await post(network, JSON_TYPE, JSON.stringify({ ...Object.fromEntries(pairs), sig }))).json.outcome);
  expect(answers).toEqual(['recorded', ...Array(7).fill('duplicate')]);
  expect((await get(network, plain.replace(sig, sig.toUpperCase()))).json.outcome).toBe('duplicate');
  expect(await confirmationsOf(network)).toHaveLength(1);
});

test('SG-017 the bytes of a signed body are covered: order, spaces, a line end, a byte order mark', async () => {
  const setting = await aSetting();
  const tx = randomUUID();
  const body = JSON.stringify({ click_id: setting.click, tx });
  const headers = webhook(setting.network.secret, body);
  for (const other of [
    JSON.stringify({ tx, click_id: setting.click }),
    body.replace(',', ', '),
    `${body}\n`,
    `\ufeff${body}`,
    ` ${body}`,
  ]) {
    expect([400, 401]).toContain((await post(setting.network, JSON_TYPE, other, headers)).status);
  }
  expect(await confirmationsOf(setting.network)).toEqual([]);
  expect((await post(setting.network, JSON_TYPE, body, headers)).json.outcome).toBe('recorded');
});

test('SG-018 a packed body', async () => {
  const setting = await aSetting();
  const body = JSON.stringify({ click_id: setting.click, tx: randomUUID() });
  const packed = { ...webhook(setting.network.secret, body), 'Content-Encoding': 'gzip' };
  expect([401, 415]).toContain((await post(setting.network, JSON_TYPE, gzipSync(body), packed)).status);
  expect(await confirmationsOf(setting.network)).toEqual([]);
});

test('two secrets are live while one is rotated', async () => {
  const { setting, pairs } = await aSignedOne();
  await query(`UPDATE integration SET previous_secret = secret, secret = 'the-new-one' WHERE key = $1`, [
    setting.network.integration,
  ]);
  expect((await get(setting.network, signed(setting.network.secret, pairs))).json.outcome).toBe('recorded');
  expect((await get(setting.network, signed('the-new-one', pairs))).json.outcome).toBe('duplicate');
});

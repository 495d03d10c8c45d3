import { expect, test } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import { smallWorld } from '@/e2e/support/operator';
import { db, sql } from '@/lib/foundation/db';
import { advertiserInput } from '@/lib/offers/advertiser-schema';
import { appInput } from '@/lib/offers/app-schema';
import { integrationInput } from '@/lib/offers/integration-schema';
import { offerInput } from '@/lib/offers/offer-schema';
import { putAdvertiser } from '@/lib/offers/put-advertiser';
import { putApp } from '@/lib/offers/put-app';
import { putIntegration } from '@/lib/offers/put-integration';
import { putOffer } from '@/lib/offers/put-offer';

await freshDatabase();
await smallWorld();

const operator = { kind: 'API', id: 'key-1' } as const;
const audits = async (subject: string) =>
  db.query<{ action: string; after: Record<string, unknown> }>(
    sql`SELECT action, after FROM audit_entry WHERE subject = ${subject} ORDER BY at, id`,
  );

test('an advertiser is made, replaced, and told back', async () => {
  const full = {
    name: 'Acme',
    recheckEmail: 'Desk@ACME.example',
    timeZone: 'Europe/Berlin',
    holidays: ['2026-12-25', '2026-01-01'],
  };
  expect(await putAdvertiser('acme', advertiserInput.parse(full), operator)).toEqual({
    key: 'acme',
    name: 'Acme',
    recheckEmail: 'Desk@acme.example',
    timeZone: 'Europe/Berlin',
    holidays: ['2026-01-01', '2026-12-25'],
  });
  const plain = advertiserInput.parse({ name: 'Acme', recheckEmail: 'desk@acme.example' });
  expect(await putAdvertiser('acme', plain, operator)).toMatchObject({ timeZone: 'UTC', holidays: [] });
});

test('the same twice leaves one row and one audit entry', async () => {
  const input = advertiserInput.parse({ name: 'Twice', recheckEmail: 'desk@twice.example' });
  await putAdvertiser('twice', input, operator);
  await putAdvertiser('twice', input, operator);
  expect(await audits('advertiser:twice')).toHaveLength(1);
});

test('twenty at once make one', async () => {
  const input = appInput.parse({ name: 'Rush', publisher: 'Rush Studios', currency: { name: 'Coins', perUsd: '100' } });
  const answers = await Promise.all(Array.from({ length: 20 }, () => putApp('rush', input, operator)));
  expect(answers.filter((answer) => 'wallSecret' in answer)).toHaveLength(1);
  const offer = offerInput.parse({
    advertiser: 'adv',
    title: 'Rush Offer',
    tasks: ['a', 'b', 'c'].map((key) => ({ key, name: key, payoutUsd: '1', rewardAmount: 10 })),
  });
  await Promise.all(Array.from({ length: 20 }, () => putOffer('rush', offer, operator)));
  const [count] = await db.query(sql`
    SELECT (SELECT count(*)::int FROM app WHERE key = 'rush') AS apps,
           (SELECT count(*)::int FROM publisher WHERE name = 'Rush Studios') AS publishers,
           (SELECT count(*)::int FROM task t JOIN offer o ON o.id = t.offer_id WHERE o.key = 'rush') AS tasks`);
  expect(count).toEqual({ apps: 1, publishers: 1, tasks: 3 });
});

for (const [field, value] of [
  ['timeZone', 'Mars/Olympus'],
  ['timeZone', '+01:00'],
  ['holidays', ['2026-02-29']],
  ['holidays', ['1.1.2026']],
  ['recheckEmail', 'nobody'],
  ['recheckEmail', 'a@b.example\nbcc: c@d.example'],
  ['name', ''],
  ['name', 'two\nlines'],
  ['surprise', true],
] as const) {
  test(`an advertiser with ${field} ${JSON.stringify(value)} is refused`, () => {
    const input = { name: 'Acme', recheckEmail: 'desk@acme.example', [field]: value };
    expect(advertiserInput.safeParse(input).success).toBe(false);
  });
}

test('a new secret leaves the one before alive, and no secret is told', async () => {
  const input = (secret: string) => integrationInput.parse({ advertiser: 'adv', dialect: 'native', secret });
  await putIntegration('rotating', input('secret-one'), operator);
  await putIntegration('rotating', input('secret-two'), operator);
  const answer = await putIntegration('rotating', input('secret-two'), operator);
  expect(answer).toMatchObject({ key: 'rotating', advertiser: 'adv', requireSignature: true, allowedIps: [] });
  expect(await db.query(sql`SELECT secret, previous_secret FROM integration WHERE key = 'rotating'`)).toEqual([
    { secret: 'secret-two', previousSecret: 'secret-one' },
  ]);
  const entries = await audits('integration:rotating');
  expect(entries).toHaveLength(2);
  expect(JSON.stringify([answer, entries])).not.toContain('secret-');
});

test('an integration needs an advertiser and a dialect that we know', async () => {
  const input = { advertiser: 'adv', dialect: 'native', secret: 'native-secret' };
  const put = (over: object) => putIntegration('wrong', integrationInput.parse({ ...input, ...over }), operator);
  expect(await put({ advertiser: 'nobody' })).toMatchObject({
    refused: 'not-found',
    fields: { advertiser: expect.any(String) },
  });
  expect(await put({ dialect: 'klingon' })).toMatchObject({
    refused: 'malformed',
    fields: { dialect: expect.any(String) },
  });
  expect(await put({ dialect: 'standard' })).toMatchObject({ refused: 'malformed' });
  expect(await db.query(sql`SELECT 1 FROM integration WHERE key = 'wrong'`)).toEqual([]);
});

for (const [range, fits] of [
  ['203.0.113.7', true],
  ['203.0.113.0/24', true],
  ['2001:db8::/32', true],
  ['203.0.113.0/33', false],
  ['203.0.113.0/', false],
  ['203.0.113.0/024', false],
  ['example.com', false],
  ['fe80::1%eth0', false],
  ['0x7f.1', false],
] as const) {
  test(`${range} is ${fits ? 'an' : 'no'} address range`, () => {
    const input = { advertiser: 'adv', dialect: 'native', secret: 'native-secret', allowedIps: [range] };
    expect(integrationInput.safeParse(input).success).toBe(fits);
  });
}

const app = { name: 'Gem Quest', publisher: 'quest', currency: { name: 'Gems', perUsd: '1000' } };
const callback = {
  dialect: 'ironsource',
  urlTemplate: 'https://game.example/cb?u=[USER_ID]&r=[REWARDS]&e=[EVENT_ID]',
  secret: 'private-key',
};

test('a wall secret is made up once, kept when left out, and rotated when given', async () => {
  const first = await putApp('walls', appInput.parse(app), operator);
  const made = 'wallSecret' in first && first.wallSecret;
  expect(made).toMatch(/^[\w-]{43}$/);
  expect(await putApp('walls', appInput.parse(app), operator)).not.toHaveProperty('wallSecret');
  const secrets = () => db.query(sql`SELECT wall_secret, previous_wall_secret FROM app WHERE key = 'walls'`);
  expect(await secrets()).toEqual([{ wallSecret: made, previousWallSecret: null }]);
  await putApp('walls', appInput.parse({ ...app, wallSecret: 'my-own-secret' }), operator);
  await putApp('walls', appInput.parse({ ...app, wallSecret: 'my-own-secret' }), operator);
  await putApp('walls', appInput.parse(app), operator);
  expect(await secrets()).toEqual([{ wallSecret: 'my-own-secret', previousWallSecret: made }]);
});

test("a publisher's contact is kept when it is left out, and replaced when it is given", async () => {
  const contact = { email: 'owner@walls.example', locale: 'es' };
  expect(await putApp('contact', appInput.parse(app), operator)).toMatchObject({ contact: null });
  expect(await putApp('contact', appInput.parse({ ...app, contact }), operator)).toMatchObject({ contact });
  expect(await putApp('contact', appInput.parse(app), operator)).toMatchObject({ contact });
  const other = appInput.parse({ ...app, contact: { email: 'desk@walls.example' } });
  expect(await putApp('contact', other, operator)).toMatchObject({
    contact: { email: 'desk@walls.example', locale: 'en' },
  });
  expect(appInput.safeParse({ ...app, contact: { email: 'two@x.example, more@x.example' } }).success).toBe(false);
});

test('a callback is on unless it says otherwise, and stays when it is left out', async () => {
  expect(await putApp('calls', appInput.parse({ ...app, callback }), operator)).toMatchObject({
    publisher: 'quest',
    currency: { name: 'Gems', perUsd: '1000' },
    callback: {
      dialect: 'ironsource',
      urlTemplate: callback.urlTemplate,
      reversalUrlTemplate: null,
      options: {},
      enabled: true,
    },
  });
  expect(await putApp('calls', appInput.parse(app), operator)).toMatchObject({ callback: { enabled: true } });
  const off = await putApp('calls', appInput.parse({ ...app, callback: { ...callback, enabled: false } }), operator);
  expect(off).toMatchObject({ callback: { enabled: false } });
  expect(JSON.stringify([off, await audits('app:calls')])).not.toContain('private-key');
});

test('a paused callback stays paused until its address or secret changes', async () => {
  await putApp('paused', appInput.parse({ ...app, callback }), operator);
  await db.execute(sql`UPDATE app SET callback_paused_at = now(), callback_failing_since = now() WHERE key = 'paused'`);
  const pausedAt = async () =>
    (await db.query<{ at: Date | null }>(sql`SELECT callback_paused_at AS at FROM app WHERE key = 'paused'`))[0]!.at;
  await putApp('paused', appInput.parse({ ...app, callback }), operator);
  expect(await pausedAt()).not.toBeNull();
  await putApp('paused', appInput.parse({ ...app, callback: { ...callback, secret: 'another-key' } }), operator);
  expect(await pausedAt()).toBeNull();
});

for (const [name, over, field] of [
  ['an unknown dialect', { dialect: 'klingon' }, 'callback.dialect'],
  ['an unknown macro', { urlTemplate: `${callback.urlTemplate}&x=[NOPE]` }, 'callback.urlTemplate'],
  ['a missing macro', { urlTemplate: 'https://game.example/cb?u=[USER_ID]' }, 'callback.urlTemplate'],
  [
    'a macro in the host',
    { urlTemplate: 'https://[USER_ID].example/cb?r=[REWARDS]&e=[EVENT_ID]' },
    'callback.urlTemplate',
  ],
  ['credentials', { urlTemplate: callback.urlTemplate.replace('https://', 'https://a:b@') }, 'callback.urlTemplate'],
  ['a wrong reversal address', { reversalUrlTemplate: 'https://game.example/undo' }, 'callback.reversalUrlTemplate'],
] as const) {
  test(`a callback with ${name} is refused and nothing is written`, async () => {
    const answer = await putApp('refused', appInput.parse({ ...app, callback: { ...callback, ...over } }), operator);
    expect(answer).toMatchObject({ refused: 'malformed', fields: { [field]: expect.any(String) } });
    expect(await db.query(sql`SELECT 1 FROM app WHERE key = 'refused'`)).toEqual([]);
  });
}

test('what is wrong with an address is said with its place', async () => {
  const bitlabs = 'https://game.example/cb?u=[%UID%]&t=[%TX%]&v=[%VAL%]&hash=[%HASH%]&r=[%RAW%]';
  const over = { dialect: 'bitlabs', urlTemplate: bitlabs };
  const answer = await putApp('refused', appInput.parse({ ...app, callback: { ...callback, ...over } }), operator);
  expect(answer).toMatchObject({
    fields: {
      'callback.urlTemplate': `Character ${bitlabs.indexOf('[%HASH%]') + 1}: hash=[%HASH%] must be the last parameter: nothing behind it is signed.`,
    },
  });
});

test('a stateful callback is taken only with the state in its address', async () => {
  const urlTemplate = 'https://game.example/cb?u=[%UID%]&t=[%TX%]&v=[%VAL%]&r=[%RAW%]';
  const put = (template: string) => {
    const over = { dialect: 'bitlabs', urlTemplate: template, options: { stateful: true } };
    return putApp('stateful', appInput.parse({ ...app, callback: { ...callback, ...over } }), operator);
  };
  expect(await put(urlTemplate)).toMatchObject({
    fields: { 'callback.urlTemplate': expect.stringContaining('[%OFFER:TASK:STATE%] must stand in the address') },
  });
  expect(await put(`${urlTemplate}&s=[%OFFER:TASK:STATE%]`)).toMatchObject({ callback: { dialect: 'bitlabs' } });
});

for (const [name, over] of [
  ['no http', { urlTemplate: 'ftp://game.example/' }],
  ['a line break', { urlTemplate: 'https://game.example/\n[USER_ID]' }],
  ['an unknown option', { options: { retries: 3 } }],
  ['a short secret', { secret: 'short' }],
] as const) {
  test(`a callback with ${name} is malformed`, () => {
    expect(appInput.safeParse({ ...app, callback: { ...callback, ...over } }).success).toBe(false);
  });
}

test('a rate is a decimal above 0', () => {
  for (const perUsd of ['1000', 1000, '0.5', '2.500001']) {
    expect(appInput.safeParse({ ...app, currency: { name: 'Gems', perUsd } }).success, String(perUsd)).toBe(true);
  }
  for (const perUsd of ['0', 0, '0.000', '-1', '1e3', '', 2.5, Number.NaN, null]) {
    expect(appInput.safeParse({ ...app, currency: { name: 'Gems', perUsd } }).success, String(perUsd)).toBe(false);
  }
});

const offer = {
  advertiser: 'adv',
  title: 'Bank Card',
  tasks: [
    { key: 'order', name: 'Order the card', payoutUsd: '40', rewardAmount: 40_000 },
    { key: 'use', name: 'Use it once', payoutUsd: '5.000001', rewardAmount: 0, ttcMinutes: 43_200 },
  ],
};

test('an offer is told back with its steps in order, and steps that are left out are gone', async () => {
  const full = {
    ...offer,
    countries: ['DE', 'AT'],
    requirements: 'New customers only.',
    trackingUrl: 'https://t.example/c?id={click_id}',
    holdMinutes: 1_440,
  };
  expect(await putOffer('bank', offerInput.parse(full), operator)).toEqual({
    key: 'bank',
    ...full,
    tasks: [
      { key: 'order', name: 'Order the card', payoutUsd: '40.00', rewardAmount: 40_000, ttcMinutes: null },
      { key: 'use', name: 'Use it once', payoutUsd: '5.000001', rewardAmount: 0, ttcMinutes: 43_200 },
    ],
  });
  const changed = offerInput.parse({ ...offer, title: 'Bank  Card', tasks: [offer.tasks[1]] });
  expect(await putOffer('bank', changed, operator)).toMatchObject({ tasks: [{ key: 'use' }], countries: [] });
  expect(await db.query(sql`SELECT title_key FROM offer WHERE key = 'bank'`)).toEqual([{ titleKey: 'bank card' }]);
});

for (const [name, over] of [
  ['no steps', { tasks: [] }],
  ['a step twice', { tasks: [offer.tasks[0], offer.tasks[0]] }],
  ['a payout that is a number', { tasks: [{ ...offer.tasks[0], payoutUsd: 40 }] }],
  ['a payout of seven places', { tasks: [{ ...offer.tasks[0], payoutUsd: '4.9999999' }] }],
  ['a negative reward', { tasks: [{ ...offer.tasks[0], rewardAmount: -1 }] }],
  ['half a reward', { tasks: [{ ...offer.tasks[0], rewardAmount: 0.5 }] }],
  ['a reward that JSON cannot hold', { tasks: [{ ...offer.tasks[0], rewardAmount: 2 ** 53 }] }],
  ['a country in small letters', { countries: ['de'] }],
  ['a hold of more than 90 days', { holdMinutes: 129_601 }],
  ['a script for a tracking link', { trackingUrl: 'javascript:alert(1)' }],
  ['a macro in the host of the tracking link', { trackingUrl: 'https://{host}.example/{' }],
] as const) {
  test(`an offer with ${name} is refused`, () => {
    expect(offerInput.safeParse({ ...offer, ...over }).success).toBe(false);
  });
}

test('the words of a source for states and events are kept, replaced, and told back', async () => {
  const input = {
    advertiser: 'adv',
    dialect: 'appsflyer',
    secret: 'token-0123456789',
    statusMap: { held: 'PENDING' },
    eventMap: { 'Level 10': 'level-10' },
  };
  const told = await putIntegration('worded', integrationInput.parse(input), operator);
  expect(told).toMatchObject({
    dialect: 'appsflyer',
    statusMap: { held: 'PENDING' },
    eventMap: { 'Level 10': 'level-10' },
  });
  const { eventMap: _, ...without } = input;
  expect(await putIntegration('worded', integrationInput.parse(without), operator)).toMatchObject({ eventMap: {} });
  const nonsense = integrationInput.safeParse({ ...input, eventMap: { a: 'no task key' } });
  expect(nonsense.success).toBe(false);
});

const definition = {
  reads: 'query',
  fields: { clickId: 'sub1', transaction: 'tx' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    parts: [{ part: 'url' }],
    place: { in: 'parameter', name: 'sig' },
  },
};

test('a dialect of the operator’s own is kept with its definition, and goes with it', async () => {
  const input = { advertiser: 'adv', dialect: 'custom', secret: 'custom-secret', custom: definition };
  const put = (over: object) => putIntegration('own', integrationInput.parse({ ...input, ...over }), operator);
  expect(await put({})).toMatchObject({ dialect: 'custom', custom: { ...definition, answer: { body: 'OK' } } });
  expect(await put({ dialect: 'native', custom: undefined })).toMatchObject({ dialect: 'native', custom: null });
  expect(await put({ custom: null })).toMatchObject({ refused: 'malformed', fields: { custom: expect.any(String) } });
  expect(await put({ dialect: 'native' })).toMatchObject({
    refused: 'malformed',
    fields: { custom: expect.any(String) },
  });
});

test('a foolish definition is refused with the place where it is', () => {
  const custom = { ...definition, signature: { ...definition.signature, parts: [{ part: 'timestamp' }] } };
  const parsed = integrationInput.safeParse({ advertiser: 'adv', dialect: 'custom', secret: 'custom-secret', custom });
  expect(parsed.error?.issues.map(({ path }) => path.join('.'))).toEqual([
    'custom.signature.parts',
    'custom.signature.parts.0',
  ]);
});

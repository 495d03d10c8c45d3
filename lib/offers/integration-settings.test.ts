import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import { smallWorld } from '@/e2e/support/operator';
import { FIRST_DEFINITION } from '@/lib/dialects/definition-form';
import type { Actor } from '@/lib/foundation/audit';
import { db, sql } from '@/lib/foundation/db';
import { addIntegration } from '@/lib/offers/add-integration';
import { changeIntegration } from '@/lib/offers/change-integration';
import { integrationInput } from '@/lib/offers/integration-schema';
import { putIntegration } from '@/lib/offers/put-integration';
import { readIntegration } from '@/lib/offers/read-integration';
import { restoreSecret } from '@/lib/offers/restore-secret';
import { retireSecret } from '@/lib/offers/retire-secret';
import { readRevealedSecrets, revealSecret } from '@/lib/offers/reveal-secret';
import { rotateSecret } from '@/lib/offers/rotate-secret';

await freshDatabase();
await smallWorld();

const now = new Date('2026-11-20T12:00:00Z');
const agentId = await hire('Ada Admin');
const ada: Actor = { kind: 'AGENT', id: agentId };
const at = (key: string, version = 1) => ({ key, version, actor: ada });

test('a network is connected with a secret of our making, which whoever connected it can see', async () => {
  const added = await addIntegration({ key: 'new-1', advertiser: 'adv', dialect: 'bitlabs', secret: '' }, ada);
  const { slip } = added as { slip: string };
  const { secret } = (await readRevealedSecrets('new-1', slip, agentId, new Date()))!;
  expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(await readIntegration('new-1')).toMatchObject({
    dialect: 'bitlabs',
    advertiserName: 'Coin Games',
    version: 1,
    enabled: true,
    requireSignature: true,
    hasPreviousSecret: false,
  });
  expect(JSON.stringify(await audits('new-1'))).not.toContain(secret);
});

test('each field of a new integration says what is wrong with it', async () => {
  const add = async (given: object) => {
    const wrong = { key: 'x-1', advertiser: 'adv', dialect: 'native', secret: '', ...given };
    return (await addIntegration(wrong, ada)) as { refused: string; fields: object };
  };
  expect(await add({ key: '', advertiser: '', dialect: '' })).toMatchObject({
    refused: 'malformed',
    fields: { key: 'missing', advertiser: 'missing', dialect: 'missing' },
  });
  expect(await add({ key: 'a b', secret: 'short', dialect: 'standard' })).toMatchObject({
    fields: { key: 'key', secret: 'secret', dialect: 'dialect' },
  });
  expect(await add({ advertiser: 'nobody' })).toMatchObject({ fields: { advertiser: 'advertiser' } });
});

test('a key that is taken stays as it is, even for two at once', async () => {
  const given = { key: 'twice', advertiser: 'adv', dialect: 'native', secret: '' };
  const answers = await Promise.all([addIntegration(given, ada), addIntegration({ ...given, dialect: 'cpx' }, ada)]);
  const refused = answers.filter((answer) => 'refused' in answer);
  expect(refused).toMatchObject([{ refused: 'conflict', fields: { key: 'taken' } }]);
  expect(await audits('twice')).toHaveLength(1);
});

test('a change touches what it names, and its entry holds before and after', async () => {
  await anIntegration('change');
  const change = { allowedIps: ['203.0.113.0/24'], dailyBudgetMicros: 50_000_000n };
  expect(await changeIntegration(at('change'), change)).toEqual({ version: 2 });
  expect(await changeIntegration(at('change', 2), { eventMap: { lvl: 'level-10' } })).toEqual({ version: 3 });
  expect(await readIntegration('change')).toMatchObject({
    ...change,
    eventMap: { lvl: 'level-10' },
    requireSignature: true,
  });
  expect((await audits('change')).slice(1)).toEqual([
    {
      action: 'change-integration',
      before: { allowedIps: [], dailyBudgetMicros: null },
      after: { allowedIps: ['203.0.113.0/24'], dailyBudgetMicros: '50.00' },
    },
    { action: 'change-integration', before: { eventMap: {} }, after: { eventMap: { lvl: 'level-10' } } },
  ]);
});

test('a custom dialect is added undefined, and its definition is saved beside the rest', async () => {
  await addIntegration({ key: 'own', advertiser: 'adv', dialect: 'custom', secret: '' }, ada);
  expect((await readIntegration('own'))!.custom).toBeNull();
  await changeIntegration(at('own'), { eventMap: { lvl: 'level-10' } });
  await changeIntegration(at('own', 2), { custom: FIRST_DEFINITION });
  expect(await readIntegration('own')).toMatchObject({ custom: FIRST_DEFINITION, eventMap: { lvl: 'level-10' } });
});

test('of two admins who save at once the second is told who changed what, and nothing is overwritten', async () => {
  await anIntegration('race');
  const answers = await Promise.all([
    changeIntegration(at('race'), { enabled: false }),
    changeIntegration(at('race'), { enabled: false, requireSignature: false }),
  ]);
  const refused = answers.find((answer) => 'refused' in answer);
  expect(refused).toMatchObject({
    refused: 'version-changed',
    details: { action: 'change-integration', by: 'Ada Admin', version: 2 },
  });
  expect(await readIntegration('race')).toMatchObject({ version: 2, enabled: false });
});

test('a change by API counts as well', async () => {
  await anIntegration('by-api');
  const put = integrationInput.parse({
    advertiser: 'adv',
    dialect: 'native',
    secret: 'secret-of-by-api',
    allowedIps: ['10.0.0.1'],
  });
  await putIntegration('by-api', put, { kind: 'API', id: 'key-1' });
  expect(await changeIntegration(at('by-api'), { enabled: false })).toMatchObject({
    refused: 'version-changed',
    details: { action: 'put-integration', by: null, changed: ['allowedIps'] },
  });
});

test('a rotated secret is current, the old one stays live, and only one rotation at a time', async () => {
  await anIntegration('rotate');
  const rotated = await rotateSecret(at('rotate'), 'the-new-secret');
  expect(rotated).toMatchObject({ version: 2 });
  expect(await secrets('rotate')).toEqual(['the-new-secret', 'secret-of-rotate', null]);
  expect(await rotateSecret(at('rotate', 2), 'one-more-secret')).toMatchObject({ refused: 'conflict' });
  expect(await secrets('rotate')).toEqual(['the-new-secret', 'secret-of-rotate', null]);
});

test('rotating to the secret that it has already changes nothing', async () => {
  await anIntegration('same');
  expect(await rotateSecret(at('same'), 'secret-of-same')).toMatchObject({ refused: 'malformed' });
  expect(await readIntegration('same')).toMatchObject({ version: 1, hasPreviousSecret: false });
});

test('the old secret is retired, and retiring it can be undone', async () => {
  await anIntegration('retire');
  expect(await retireSecret(at('retire'))).toMatchObject({ refused: 'conflict' });
  await rotateSecret(at('retire'), 'the-new-secret');
  await retireSecret(at('retire', 2));
  expect(await secrets('retire')).toEqual(['the-new-secret', null, 'secret-of-retire']);
  expect(await readIntegration('retire')).toMatchObject({ hasPreviousSecret: false, canRestoreSecret: true });
  await restoreSecret(at('retire', 3));
  expect(await secrets('retire')).toEqual(['the-new-secret', 'secret-of-retire', null]);
  expect(await restoreSecret(at('retire', 4))).toMatchObject({ refused: 'conflict' });
});

test('the next rotation forgets the retired one for good', async () => {
  await anIntegration('forget');
  await rotateSecret(at('forget'), 'the-second-secret');
  await retireSecret(at('forget', 2));
  await rotateSecret(at('forget', 3), 'the-third-secret');
  expect(await secrets('forget')).toEqual(['the-third-secret', 'the-second-secret', null]);
});

test('no audit entry holds a secret', async () => {
  const entries = JSON.stringify([...(await audits('retire')), ...(await audits('forget'))]);
  expect(entries).not.toMatch(/secret-of|the-new-secret|the-second|the-third/);
  expect((await audits('retire')).map(({ action }) => action)).toEqual([
    'put-integration',
    'rotate-secret',
    'retire-secret',
    'restore-secret',
  ]);
});

test('a secret is shown for five minutes, to the one who asked, and the asking is on record', async () => {
  await anIntegration('reveal');
  const { slip } = (await revealSecret('reveal', agentId, now)) as { slip: string };
  const shownTo = (agent: string, seconds: number, key = 'reveal') =>
    readRevealedSecrets(key, slip, agent, new Date(now.getTime() + seconds * 1000));
  expect(await shownTo(agentId, 299)).toEqual({ secret: 'secret-of-reveal', previousSecret: null });
  expect(await shownTo(agentId, 300)).toBeNull();
  expect(await shownTo(randomUUID(), 1)).toBeNull();
  expect(await shownTo(agentId, 1, 'adv-native')).toBeNull();
  expect(await readRevealedSecrets('reveal', 'nonsense', agentId, now)).toBeNull();
  expect((await audits('reveal')).map(({ action }) => action)).toEqual(['put-integration', 'reveal-secret']);
});

test('other changes open no secret', async () => {
  await anIntegration('closed');
  await changeIntegration(at('closed'), { enabled: false });
  const [entry] = await db.query<{ id: string }>(
    sql`SELECT id FROM audit_entry WHERE subject = 'integration:closed' AND action = 'change-integration'`,
  );
  expect(await readRevealedSecrets('closed', entry!.id, agentId, new Date())).toBeNull();
});

test('an integration that is not there cannot be changed or revealed', async () => {
  for (const key of ['nobody', 'a\0b', 'x'.repeat(10_000)]) {
    expect(await readIntegration(key)).toBeNull();
    expect(await changeIntegration(at(key), { enabled: false })).toMatchObject({ refused: 'not-found' });
    expect(await revealSecret(key, agentId, now)).toMatchObject({ refused: 'not-found' });
  }
});

async function anIntegration(key: string): Promise<void> {
  const input = integrationInput.parse({ advertiser: 'adv', dialect: 'native', secret: `secret-of-${key}` });
  await putIntegration(key, input, { kind: 'AUTO', id: null });
}

function audits(key: string) {
  return db.query<{ action: string; before: object | null; after: object | null }>(
    sql`SELECT action, before, after FROM audit_entry WHERE subject = ${`integration:${key}`} ORDER BY id`,
  );
}

async function secrets(key: string) {
  const [row] = await db.query<{ live: (string | null)[] }>(
    sql`SELECT ARRAY[secret, previous_secret, retired_secret] AS live FROM integration WHERE key = ${key}`,
  );
  return row!.live;
}

async function hire(name: string): Promise<string> {
  const [agent] = await db.query<{ id: string }>(sql`
    INSERT INTO agent (email, name, role, password_hash, created_at)
    VALUES (${`${randomUUID()}@example.com`}, ${name}, 'admin', 'x', ${now}) RETURNING id`);
  return agent!.id;
}

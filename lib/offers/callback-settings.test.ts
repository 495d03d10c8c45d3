import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import { smallWorld } from '@/e2e/support/operator';
import type { Actor } from '@/lib/foundation/audit';
import { db, sql } from '@/lib/foundation/db';
import { appInput } from '@/lib/offers/app-schema';
import { type CallbackConfig, readCallbackSetup } from '@/lib/offers/callback-setup';
import { restoreCallbackSecret, retireCallbackSecret, rotateCallbackSecret } from '@/lib/offers/change-callback-secret';
import { putApp } from '@/lib/offers/put-app';
import { readRevealedCallbackSecrets, revealCallbackSecret } from '@/lib/offers/reveal-callback-secret';
import { saveCallback } from '@/lib/offers/save-callback';
import { type SimulationOrder, simulateCallback } from '@/lib/offers/simulate-callback';
import { switchCallback } from '@/lib/offers/switch-callback';
import { isRefusal } from '@/lib/rules/refusal';

await freshDatabase();
await smallWorld();

const now = new Date('2026-11-20T12:00:00Z');
const agentId = await hire('Ada Admin');
const ada: Actor = { kind: 'AGENT', id: agentId };
const IRON: CallbackConfig = {
  dialect: 'ironsource',
  urlTemplate: 'https://game.example/pay?user=[USER_ID]&rewards=[REWARDS]&event=[EVENT_ID]',
  reversalUrlTemplate: null,
  options: {},
};
const INPUT = { name: 'Gem Quest', publisher: 'quest', currency: { name: 'Gems', perUsd: '1000' } };
const STANDARD: CallbackConfig = { ...IRON, dialect: 'standard', urlTemplate: 'https://game.example/hook' };

test('a first set-up is off, with a secret of our making in the form that its dialect wants', async () => {
  const iron = await anApp();
  expect(await saveCallback(await look(iron), IRON)).toEqual({ version: 2, off: false });
  expect(await readCallbackSetup(iron)).toMatchObject({ config: IRON, enabled: false, liveSecrets: 1, testedAt: null });
  expect((await secrets(iron))[0]).toMatch(/^[A-Za-z0-9_-]{43}$/);
  const standard = await anApp();
  await saveCallback(await look(standard), STANDARD);
  expect((await secrets(standard))[0]).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
});

test('a template with a fault is refused with the place of the fault, and nothing is saved', async () => {
  const app = await anApp();
  const urlTemplate = IRON.urlTemplate.replace('[REWARDS]', '[COINS]');
  const refused = await saveCallback(await look(app), { ...IRON, urlTemplate });
  expect(refused).toMatchObject({
    refused: 'malformed',
    details: { faults: [{ field: 'urlTemplate', position: urlTemplate.indexOf('[COINS]') }] },
  });
  expect(await readCallbackSetup(app)).toMatchObject({ config: null, version: 1 });
});

test('it cannot be switched on before a reward was acknowledged, and then it can', async () => {
  const app = await anApp();
  await saveCallback(await look(app), IRON);
  expect(await switchCallback(await look(app), true)).toMatchObject({ refused: 'conflict' });
  await tested(app);
  expect(await switchCallback(await look(app), true)).toEqual({ version: 3 });
  expect(await readCallbackSetup(app)).toMatchObject({ enabled: true });
});

test.each([
  ['address', { urlTemplate: `${IRON.urlTemplate}&v=2` }],
  ['reversal address', { reversalUrlTemplate: IRON.urlTemplate }],
  ['protocol', STANDARD],
])('another %s switches it off, and asks for another test', async (_what, change) => {
  const app = await aLiveApp();
  expect(await saveCallback(await look(app), { ...IRON, ...change })).toMatchObject({ off: true });
  expect(await readCallbackSetup(app)).toMatchObject({ enabled: false, testedAt: null });
  expect(await switchCallback(await look(app), true)).toMatchObject({ refused: 'conflict' });
});

test('another option leaves it on; once it is off, the test has to be of that option', async () => {
  const app = await aLiveApp();
  const change = { ...IRON, options: { custom: { source: 'wall' } } };
  expect(await saveCallback(await look(app), change)).toMatchObject({ off: false });
  expect(await readCallbackSetup(app)).toMatchObject({ enabled: true, testedAt: null });
  await switchCallback(await look(app), false);
  expect(await switchCallback(await look(app), true)).toMatchObject({ refused: 'conflict' });
  await saveCallback(await look(app), IRON);
  expect(await switchCallback(await look(app), true)).not.toHaveProperty('refused');
});

test('another secret asks for another test, and leaves a callback that is on as it is', async () => {
  const app = await aLiveApp();
  await rotateCallbackSecret(await look(app), 'another-secret');
  expect(await readCallbackSetup(app)).toMatchObject({ enabled: true, testedAt: null });
});

test('a new address is a new chance for a paused callback; another option is not', async () => {
  const app = await aLiveApp();
  await db.execute(sql`UPDATE app SET callback_paused_at = ${now}, callback_failing_since = ${now} WHERE key = ${app}`);
  await saveCallback(await look(app), { ...IRON, options: { zeroRewards: true } });
  expect(await readCallbackSetup(app)).toMatchObject({ pausedAt: now, failingSince: now });
  await saveCallback(await look(app), { ...IRON, urlTemplate: `${IRON.urlTemplate}&v=2` });
  expect(await readCallbackSetup(app)).toMatchObject({ pausedAt: null, failingSince: null });
});

test('by API a callback is on as soon as it is written, and the page says who was faster', async () => {
  const app = await anApp();
  const before = await look(app);
  const { dialect, urlTemplate } = IRON;
  const input = appInput.parse({ ...INPUT, callback: { dialect, urlTemplate, secret: 'secret-by-api' } });
  await putApp(app, input, { kind: 'API', id: 'key-1' });
  expect(await readCallbackSetup(app)).toMatchObject({ enabled: true, testedAt: null, version: 2 });
  expect(await saveCallback(before, STANDARD)).toMatchObject({
    refused: 'version-changed',
    details: { by: null, changed: ['callback', 'secret'], version: 2 },
  });
});

test('a secret that was replaced by API can be restored in the console', async () => {
  const app = await anApp();
  await saveCallback(await look(app), IRON);
  const [first] = await secrets(app);
  const { dialect, urlTemplate } = IRON;
  const input = appInput.parse({ ...INPUT, callback: { dialect, urlTemplate, secret: 'secret-by-api' } });
  for (const time of ['once', 'and the same again']) {
    await putApp(app, input, { kind: 'API', id: 'key-1' });
    expect(await secrets(app), time).toEqual(['secret-by-api']);
  }
  await restoreCallbackSecret(await look(app));
  expect(await secrets(app)).toEqual([first]);
});

test('of two admins who save at once the second is told who changed what', async () => {
  const app = await anApp();
  const at = await look(app);
  const answers = await Promise.all([saveCallback(at, IRON), saveCallback(at, STANDARD)]);
  expect(answers.filter(isRefusal)).toMatchObject([
    { refused: 'version-changed', details: { action: 'save-callback', by: 'Ada Admin', version: 2 } },
  ]);
});

test('where two signatures travel, two secrets are live until the old one is retired; that can be undone', async () => {
  const app = await anApp();
  await saveCallback(await look(app), STANDARD);
  const [first] = await secrets(app);
  await rotateCallbackSecret(await look(app), 'the-new-secret');
  expect(await secrets(app)).toEqual(['the-new-secret', first]);
  expect(await rotateCallbackSecret(await look(app), 'one-more-secret')).toMatchObject({ refused: 'conflict' });
  await retireCallbackSecret(await look(app));
  expect(await secrets(app)).toEqual(['the-new-secret']);
  expect(await retireCallbackSecret(await look(app))).toMatchObject({ refused: 'conflict' });
  await restoreCallbackSecret(await look(app));
  expect(await secrets(app)).toEqual(['the-new-secret', first]);
});

test('where one signature travels, a new secret takes the place of the old one; that can be undone', async () => {
  const app = await anApp();
  await saveCallback(await look(app), IRON);
  const [first] = await secrets(app);
  await rotateCallbackSecret(await look(app), 'the-new-secret');
  expect(await secrets(app)).toEqual(['the-new-secret']);
  await restoreCallbackSecret(await look(app));
  expect(await secrets(app)).toEqual([first]);
  expect(await rotateCallbackSecret(await look(app), first!)).toMatchObject({ refused: 'malformed' });
});

test('a dialect that signs once goes on with the newer of two secrets', async () => {
  const app = await anApp();
  await saveCallback(await look(app), STANDARD);
  await rotateCallbackSecret(await look(app), 'the-new-secret');
  await saveCallback(await look(app), IRON);
  expect(await secrets(app)).toEqual(['the-new-secret']);
});

test('a secret is shown for five minutes, to the one who asked, and no entry holds one', async () => {
  const app = await aLiveApp();
  const { slip } = (await revealCallbackSecret(app, agentId, now)) as { slip: string };
  const shownTo = (agent: string, seconds: number, key = app) =>
    readRevealedCallbackSecrets(key, slip, agent, new Date(now.getTime() + seconds * 1000));
  const live = await secrets(app);
  expect(await shownTo(agentId, 299)).toEqual(live);
  expect(await shownTo(agentId, 300)).toBeNull();
  expect(await shownTo(randomUUID(), 1)).toBeNull();
  expect(await shownTo(agentId, 1, 'gems')).toBeNull();
  expect(await readRevealedCallbackSecrets(app, 'nonsense', agentId, now)).toBeNull();
  const secretInside = { ...IRON, urlTemplate: `${IRON.urlTemplate}&key=${live[0]}` };
  await saveCallback(await look(app), secretInside);
  const entries = await audits(app);
  expect(entries.map(({ action }) => action)).toEqual([
    'put-app',
    'save-callback',
    'simulate-callback',
    'switch-callback',
    'reveal-callback-secret',
    'save-callback',
  ]);
  expect(JSON.stringify(entries)).not.toContain(live[0]);
});

test('an app that is not there cannot be changed, tried or revealed', async () => {
  for (const key of ['nobody', 'a\0b', 'x'.repeat(10_000)]) {
    const at = { key, version: 1, actor: ada };
    expect(await readCallbackSetup(key)).toBeNull();
    expect(await saveCallback(at, IRON)).toMatchObject({ refused: 'not-found' });
    expect(await switchCallback(at, true)).toMatchObject({ refused: 'not-found' });
    expect(await rotateCallbackSecret(at, null)).toMatchObject({ refused: 'not-found' });
    expect(await revealCallbackSecret(key, agentId, now)).toMatchObject({ refused: 'not-found' });
    const order: SimulationOrder = { key, trial: 'reward', userId: 'test-user' };
    expect(await simulateCallback(order, agentId, now)).toMatchObject({ refused: 'not-found' });
  }
});

async function anApp(): Promise<string> {
  const key = `app-${randomUUID()}`;
  await putApp(key, appInput.parse(INPUT), { kind: 'AUTO', id: null });
  return key;
}

async function aLiveApp(): Promise<string> {
  const app = await anApp();
  await saveCallback(await look(app), IRON);
  await tested(app);
  await switchCallback(await look(app), true);
  return app;
}

/** A game that says yes to everything, in ironSource's words. */
async function tested(key: string): Promise<void> {
  const answered = await simulateCallback(
    { key, trial: 'reward', userId: 'test-user' },
    agentId,
    now,
    async ({ url }) => ({
      status: 200,
      body: `${new URL(url).searchParams.get('event')}:OK`,
      retryAfter: null,
      durationMs: 12,
    }),
  );
  expect(answered).toMatchObject({ steps: [{ verdict: 'acknowledged' }] });
}

async function look(key: string) {
  const app = await readCallbackSetup(key);
  return { key, version: app!.version, actor: ada };
}

async function secrets(key: string): Promise<string[]> {
  const [row] = await db.query<{ secret: string }>(sql`SELECT callback_secret AS secret FROM app WHERE key = ${key}`);
  return row!.secret.split(' ');
}

function audits(key: string) {
  return db.query<{ action: string }>(
    sql`SELECT action, before, after FROM audit_entry WHERE subject = ${`app:${key}`} ORDER BY id`,
  );
}

async function hire(name: string): Promise<string> {
  const [agent] = await db.query<{ id: string }>(sql`
    INSERT INTO agent (email, name, role, password_hash, created_at)
    VALUES (${`${randomUUID()}@example.com`}, ${name}, 'admin', 'x', ${now}) RETURNING id`);
  return agent!.id;
}

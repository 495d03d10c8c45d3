import { randomUUID } from 'node:crypto';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import { acknowledge, type Script, startScriptedPublisher } from '@/e2e/support/scripted-publisher';
import { rewardDialects } from '@/lib/dialects';
import type { Macro } from '@/lib/dialects/rewards';
import { writeMacro } from '@/lib/dialects/template';
import { db, sql } from '@/lib/foundation/db';
import { appInput } from '@/lib/offers/app-schema';
import { readCallbackSetup } from '@/lib/offers/callback-setup';
import { putApp } from '@/lib/offers/put-app';
import { listSimulations, readSimulation } from '@/lib/offers/read-simulation';
import { type SimulatedStep, simulateCallback } from '@/lib/offers/simulate-callback';
import { SIMULATIONS_PER_MINUTE } from '@/lib/offers/simulation-limit';
import { CALLBACK_TRIALS, type CallbackTrial } from '@/lib/rules/callback-trials';
import type { Refusal } from '@/lib/rules/refusal';

await freshDatabase();
const game = await startScriptedPublisher();
afterAll(() => game.stop());
beforeEach(() => {
  game.heard.length = 0;
  game.obey(acknowledge);
});

const now = new Date('2026-11-20T12:00:00Z');
const agentId = randomUUID();
const SECRET = 'private-key-of-gems';

test('a reward goes out as a real one would, about a user and ids that say so, and grants nothing', async () => {
  const app = await anIronApp();
  const [step] = await steps(app, 'reward');
  expect(game.heard).toHaveLength(1);
  const query = game.heard[0]!.query;
  expect([query.get('user'), query.get('eventId')]).toEqual(['test-user', expect.stringMatching(/^test-.{31}$/)]);
  expect(step).toMatchObject({
    says: 'REWARD',
    request: { method: 'GET', url: `${game.url}${game.heard[0]!.path}?${query}`, body: null },
    status: 200,
    verdict: 'acknowledged',
    cause: 'acknowledged',
  });
  expect(step!.signed).toBe(`${query.get('timestamp')}${query.get('eventId')}test-user1500[PRIVATE_KEY]`);
  expect(step!.answer).toContain(':OK');
  const [{ count }] = (await db.query(sql`SELECT count(*)::int AS count FROM reward_grant`)) as [{ count: number }];
  expect(count).toBe(0);
});

test.each<[string, Script, string]>([
  ['the wrong words', (_, response) => response.end('OK'), 'wrong-body'],
  ['another status', (_, response) => response.writeHead(202).end(), 'wrong-status'],
  ['an error of its own', (_, response) => response.writeHead(500).end('oops'), 'server-error'],
  ['no such page', (_, response) => response.writeHead(404).end(), 'not-found'],
  ['a refusal', (_, response) => response.writeHead(403).end('bad signature'), 'refused'],
  ['a redirect', (_, response) => response.writeHead(302, { location: 'https://game.example/' }).end(), 'redirect'],
  ['nothing', () => undefined, 'timeout'],
  ['a hang-up', (_, response) => response.destroy(), 'reset'],
  ['more than anybody reads', (_, response) => response.end('x'.repeat(70_000)), 'too-large'],
])('a game that answers with %s is told what is wrong with it', async (_what, script, cause) => {
  game.obey(script);
  const app = await anIronApp();
  expect(await steps(app, 'reward')).toMatchObject([{ verdict: 'retry', cause }]);
  expect(await readCallbackSetup(app)).toMatchObject({ testedAt: null });
});

test('nobody listens, and an address that must not be called', async () => {
  const away = await anIronApp({ urlTemplate: `http://127.0.0.1:9/${MACROS}` });
  expect(await steps(away, 'reward')).toMatchObject([{ status: null, cause: 'connect' }]);
  const nowhere = await anIronApp({ urlTemplate: `http://169.254.169.254/${MACROS}` }, false);
  expect(await steps(nowhere, 'reward')).toMatchObject([{ status: null, cause: 'refused-address' }]);
});

test('only an acknowledged reward counts as a test', async () => {
  const app = await anIronApp();
  await steps(app, 'duplicate');
  expect(await readCallbackSetup(app)).toMatchObject({ testedAt: null });
  await steps(app, 'reward');
  expect((await readCallbackSetup(app))!.testedAt).toBeInstanceOf(Date);
});

test('a duplicate is the same request twice, under the same id', async () => {
  const app = await anIronApp();
  expect(await steps(app, 'duplicate')).toHaveLength(2);
  expect(String(game.heard[0]!.query)).toBe(String(game.heard[1]!.query));
});

test('a reversal takes back the reward before it, at its own address', async () => {
  const app = await anIronApp({ reversalUrlTemplate: `${game.url}/back${MACROS}` });
  expect(await steps(app, 'reversal')).toMatchObject([
    { says: 'REWARD' },
    { says: 'REVERSAL', verdict: 'acknowledged' },
  ]);
  expect(game.heard.map(({ path }) => path)).toEqual(['/pay', '/back']);
  expect(game.heard[0]!.query.get('eventId')).toBe(game.heard[1]!.query.get('eventId'));
});

test('what would never be sent to this game is not sent as a test either', async () => {
  const app = await anIronApp();
  for (const trial of ['reversal', 'zero', 'ban', 'held'] as const) {
    expect(await simulate(app, trial)).toMatchObject({ refused: 'conflict' });
  }
  expect(game.heard).toEqual([]);
});

test('a forged message is signed with another secret, and should be turned away', async () => {
  const app = await anIronApp();
  await steps(app, 'reward');
  expect(await steps(app, 'forged')).toMatchObject([{ cause: 'believed' }]);
  game.obey((_, response) => response.writeHead(403).end());
  expect(await steps(app, 'forged')).toMatchObject([{ cause: 'turned-away' }]);
});

test('late is a last attempt where the moment of the grant is signed, and an old message where that of the attempt is', async () => {
  const iron = await anIronApp();
  expect(await steps(iron, 'late')).toMatchObject([{ cause: 'acknowledged' }]);
  expect(game.heard[0]!.query.get('timestamp')).toBe('202611182000');
  const standard = await anApp({ dialect: 'standard', urlTemplate: `${game.url}/hook` });
  game.obey((_, response) => response.writeHead(200).end());
  expect(await steps(standard, 'late')).toMatchObject([{ cause: 'believed' }]);
  expect(game.heard[1]!.headers['webhook-timestamp']).toBe(String(now.getTime() / 1000 - 3600));
});

test('the record holds no secret, also where the game repeats it, and is found under its app only', async () => {
  game.obey((_, response) => response.end(`your key is ${SECRET}, is it not?\0`));
  const app = await anIronApp({ urlTemplate: `${game.url}/pay${MACROS}&key=${SECRET}` });
  const { id } = (await simulate(app, 'reward')) as { id: string };
  const kept = await readSimulation(app, id);
  expect(kept).toMatchObject({ trial: 'reward', userId: 'test-user', steps: [{ cause: 'wrong-body' }] });
  expect(JSON.stringify(kept)).not.toContain(SECRET);
  expect(kept!.steps[0]!.answer).toBe('your key is ••••••, is it not?\ufffd');
  expect(await readSimulation('another-app', id)).toBeNull();
  expect(await readSimulation(app, 'nonsense')).toBeNull();
  expect(await listSimulations(app, 10)).toHaveLength(1);
});

test('of a long answer the first 2 KiB are kept', async () => {
  game.obey((_, response) => response.end('x'.repeat(5000)));
  const [step] = await steps(await anIronApp(), 'reward');
  expect(step!.answer).toHaveLength(2048);
});

test('the user of a test says so', async () => {
  const app = await anIronApp();
  for (const userId of ['ann', 'test-', 'test-a b', `test-${'x'.repeat(101)}`]) {
    expect(await simulate(app, 'reward', userId)).toMatchObject({ refused: 'malformed' });
  }
  expect(await simulate(app, 'reward', 'test-ann')).not.toHaveProperty('refused');
});

test('an app is tried so often in a minute, and not once more; others can go on', async () => {
  const app = await anIronApp();
  for (let nth = 1; nth <= SIMULATIONS_PER_MINUTE; nth += 1) await steps(app, 'reward');
  expect(await simulate(app, 'reward')).toMatchObject({
    refused: 'too-many',
    details: { retryAfter: expect.any(Number) },
  });
  expect(game.heard).toHaveLength(SIMULATIONS_PER_MINUTE);
  expect(await steps(await anIronApp(), 'reward')).toHaveLength(1);
});

test.each(rewardDialects().map(({ name, rewards }) => [name, rewards] as const))(
  'every trial that %s has a word for goes out about a test user, and no request holds the secret',
  async (dialect, { macros, mandatoryMacros, brackets, stateMacro }) => {
    const wanted = [...mandatoryMacros, ...(stateMacro ? [stateMacro] : []), ...bansIn(macros)];
    const query = [...new Set(wanted)].map((macro, at) => `p${at}=${writeMacro(macro, brackets)}`).join('&');
    const options = { stateful: true, zeroRewards: true };
    const app = await anApp({ dialect, urlTemplate: `${game.url}/pay?${query}`, options });
    game.obey((_, response) => response.end());
    for (const trial of CALLBACK_TRIALS) {
      const result = await simulate(app, trial);
      if ('refused' in result) {
        expect([trial, result.message]).toEqual([
          expect.not.stringMatching(/^(reward|duplicate|late)$/),
          expect.any(String),
        ]);
      } else {
        for (const { request } of result.steps) expect(JSON.stringify(request)).toContain('test-user');
        expect(JSON.stringify(result)).not.toContain(SECRET);
      }
    }
  },
);

/** Only an address with a place for it is told of a ban. */
function bansIn(macros: readonly Macro[]): string[] {
  return macros.map(({ name }) => name).filter((name) => /ban/i.test(name));
}

const MACROS = '?user=[USER_ID]&rewards=[REWARDS]&eventId=[EVENT_ID]';

function anIronApp(changed: object = {}, checked = true): Promise<string> {
  return anApp({ dialect: 'ironsource', urlTemplate: `${game.url}/pay${MACROS}`, ...changed }, checked);
}

/** Unchecked: as it may have been saved before the guard knew better. */
async function anApp(
  { urlTemplate, ...callback }: { dialect?: string; urlTemplate?: string; options?: object },
  checked = true,
): Promise<string> {
  const key = `app-${randomUUID()}`;
  const input = appInput.parse({
    name: 'Gem Quest',
    publisher: 'quest',
    currency: { name: 'Gems', perUsd: '1000' },
    callback: { ...callback, urlTemplate: checked ? urlTemplate : `${game.url}/pay${MACROS}`, secret: SECRET },
  });
  expect(await putApp(key, input, { kind: 'AUTO', id: null })).not.toHaveProperty('refused');
  if (!checked) await db.execute(sql`UPDATE app SET callback_url = ${urlTemplate} WHERE key = ${key}`);
  return key;
}

function simulate(
  key: string,
  trial: CallbackTrial,
  userId = 'test-user',
): Promise<{ id: string; steps: SimulatedStep[] } | Refusal> {
  return simulateCallback({ key, trial, userId }, agentId, now);
}

async function steps(key: string, trial: CallbackTrial): Promise<SimulatedStep[]> {
  return ((await simulate(key, trial)) as { steps: SimulatedStep[] }).steps;
}

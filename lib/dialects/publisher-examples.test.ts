/**
 * The examples that publishers copy (docs/examples), run as the servers they are and told what we tell: a reward, the same
 * again, a tampered one, and the taking back. What has no interpreter on this machine is named, and only read.
 */
import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { LANGUAGES, type Language, startExample, stopExamples } from '@/e2e/support/publisher-examples';
import { dialectNamed } from '.';
import { exampleEvent } from './example-event';
import type { Endpoint, OutgoingCallback, RewardEvent, Rewards } from './rewards';

const SECRET = 'a-secret-of-the-game';

type Case = {
  dialect: 'ironsource' | 'bitlabs' | 'ayet' | 'tapjoy' | 'standard';
  reward: string;
  reversal?: string;
  options?: Endpoint['options'];
  secret?: string;
};

const CASES: Record<string, Case> = {
  ironSource: {
    dialect: 'ironsource',
    reward: '/reward?userId=[USER_ID]&rewards=[REWARDS]&eventId=[EVENT_ID]',
    reversal: '/reversal?userId=[USER_ID]&rewards=[REWARDS]&eventId=[EVENT_ID]',
  },
  BitLabs: { dialect: 'bitlabs', reward: bitlabsPath() },
  'BitLabs, stateful': { dialect: 'bitlabs', reward: bitlabsPath(), options: { stateful: true } },
  ayeT: {
    dialect: 'ayet',
    reward:
      '/callback?transaction_id={transaction_id}&external_identifier={external_identifier}&currency_amount={currency_amount}&is_chargeback={is_chargeback}',
    options: { custom: { zone: "it's *here*~", Alpha: 'ä & ö' } },
  },
  Tapjoy: { dialect: 'tapjoy', reward: '/reward', reversal: '/reversal' },
  'Standard Webhooks': { dialect: 'standard', reward: '/callback' },
  'Standard Webhooks, while the secret is changed': {
    dialect: 'standard',
    reward: '/callback',
    secret: `whsec_${Buffer.from('the newer secret').toString('base64')} ${SECRET}`,
  },
};

function bitlabsPath(): string {
  return '/callback?uid=[%USER:UID%]&tx=[%TX%]&ref=[%REF%]&val=[%VALUE:CURRENCY%]&raw=[%VALUE:USD%]&offer_state=[%OFFER:TASK:STATE%]';
}

afterEach(stopExamples);

async function tell({ method, url, headers, body }: OutgoingCallback) {
  const answer = await fetch(url, { method, headers, body });
  return { status: answer.status, body: await answer.text() };
}

/** Somebody on the way makes it more. */
function tampered(request: OutgoingCallback, { rewardAmount }: RewardEvent): OutgoingCallback {
  const more = (text: string) => text.replaceAll(String(rewardAmount), String(rewardAmount * 10n));
  return { ...request, url: more(request.url), body: request.body && more(request.body) };
}

async function plays({ dialect, reward, reversal, options = {}, secret = SECRET }: Case, language: Language) {
  const rewards: Rewards = dialectNamed(dialect)!.rewards!;
  const { origin, booked } = await startExample(language, dialect, SECRET);
  const eventId = randomUUID();
  const user = `player-${createHash('md5').update(eventId).digest('hex').slice(0, 6)} ä+&%2B`;
  const told = { eventId, userId: user, rewardAmount: 1500n };
  const endpoint = (path: string): Endpoint => ({ urlTemplate: origin + path, secret, options });
  const compose = (event: RewardEvent, path: string) => rewards.compose(event, endpoint(path), new Date());
  const verdict = async (event: RewardEvent, request: OutgoingCallback) =>
    rewards.acknowledged(await tell(request), event).verdict;

  const given = exampleEvent('REWARD', told);
  const forged = await verdict(given, tampered(compose(given, reward), given));
  expect(forged, 'tampered').not.toBe('acknowledged');
  expect(booked).toEqual([]);
  expect(await verdict(given, compose(given, reward)), 'reward').toBe('acknowledged');
  expect(await verdict(given, compose(given, reward)), 'the same again').toBe('acknowledged');
  const taken = exampleEvent('REVERSAL', told);
  expect(await verdict(taken, compose(taken, reversal ?? reward)), 'reversal').toBe('acknowledged');
  expect(await verdict(taken, compose(taken, reversal ?? reward)), 'the reversal again').toBe('acknowledged');
  if (rewards.stateful && options.stateful) {
    const held = exampleEvent('PENDING', { ...told, eventId: randomUUID() });
    expect(await verdict(held, compose(held, reward)), 'on hold').toBe('acknowledged');
  }
  const lines = booked.map((line) => line.slice(line.indexOf(user)));
  expect(lines).toEqual([`${user} 1500`, `${user} -1500`]);
}

for (const language of LANGUAGES.filter(({ isHere }) => isHere)) {
  describe(`the examples in ${language.name}, running`, () => {
    test.each(Object.entries(CASES))('%s: books once, takes back once, believes no forgery', async (_, one) => {
      await plays(one, language);
    });

    test('an old message is refused, though it is rightly signed', async () => {
      const { origin, booked } = await startExample(language, 'standard', SECRET);
      const endpoint = { urlTemplate: `${origin}/callback`, secret: SECRET, options: {} };
      const longAgo = new Date(Date.now() - 10 * 60_000);
      const request = dialectNamed('standard')!.rewards!.compose(exampleEvent('REWARD'), endpoint, longAgo);
      expect((await tell(request)).status).toBe(401);
      expect(booked).toEqual([]);
    });
  });
}

for (const { name, folder, ending } of LANGUAGES.filter(({ isHere }) => !isHere)) {
  describe(`${name} is not installed here: its examples are read, not run`, () => {
    const COMPARES = { php: 'hash_equals(', go: 'hmac.Equal(', py: 'compare_digest(', mjs: 'same(' }[ending]!;

    test.each([...new Set(Object.values(CASES).map(({ dialect }) => dialect))])(
      '%s compares in constant time and books by the id of the event',
      (dialect) => {
        const text = readFileSync(join('docs/examples', folder, `${dialect}.${ending}`), 'utf8');
        expect(text).toContain(COMPARES);
        expect(text).toMatch(/\bbook\(/);
      },
    );
  });
}

test('every language has every example', () => {
  const dialects = [...new Set(Object.values(CASES).map(({ dialect }) => dialect))];
  for (const { folder, ending } of LANGUAGES) {
    const files = readdirSync(join('docs/examples', folder));
    expect(files, folder).toEqual(expect.arrayContaining(dialects.map((dialect) => `${dialect}.${ending}`)));
  }
});

test('the page for publishers names every protocol and links its examples', () => {
  const page = readFileSync('docs/publishers.md', 'utf8');
  for (const { folder } of LANGUAGES) expect(page).toContain(`examples/${folder}/`);
  for (const { dialect } of Object.values(CASES)) expect(page).toContain(dialectNamed(dialect)!.title);
});

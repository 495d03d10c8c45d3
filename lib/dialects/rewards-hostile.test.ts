/** Whatever users, offers and apps are called: an address stays the publisher's, a value stays a value. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rewardDialects } from '.';
import { exampleBan, exampleEvent } from './example-event';
import type { Rewards } from './rewards';
import { readPairs, writeMacro } from './template';

const NOW = new Date('2026-11-20T12:00:00Z');
const HOST = 'https://game.example/cb';

const text = fc.oneof(
  fc.constantFrom(
    ...['a&admin=1', 'a=b', '100%', '%26', '%2526', '+', ' ', '#', '?', '/../../', '\\', '"', "'", '<b>', '\u0000'],
    ...[
      '\r\nX-Injected: 1',
      '\n\n',
      '[USER_ID]',
      '[SIGNATURE]',
      '[%TX%]',
      '[%HASH%]',
      '{transaction_id}',
      '{verifier}',
    ],
    ...['&hash=0', '&signature=0', '$&', '$1', '\ud800', '日本語', '🎮', '__proto__', 'ﷺ'.repeat(50)],
  ),
  fc.string({ unit: 'binary', maxLength: 60 }),
);
const event = fc.record({
  kind: fc.constantFrom('REWARD', 'REVERSAL', 'PENDING', 'ACTIVITY'),
  userId: text,
  currencyName: text,
  appKey: text,
  appName: text,
  offerKey: text,
  offerTitle: text,
  taskKey: text,
  taskName: text,
  clickId: text,
  reason: text,
  device: fc.dictionary(
    fc.oneof(text, fc.constantFrom('custom_1', 'custom_x', 'custom_hash', 'custom_id', 'id')),
    text,
  ),
});
const options = fc.record({
  stateful: fc.boolean(),
  custom: fc.dictionary(fc.stringMatching(/^[A-Za-z0-9_]{1,12}$/), text, { maxKeys: 4 }),
});

/** Every macro in a parameter of its own, by number. */
function everyMacro({ macros, brackets, proof }: Rewards): string {
  const placeable = macros.filter(({ name }) => proof?.in !== 'parameter' || name !== proof.macro);
  const query = placeable.map(({ name }, index) => `m${index}=${writeMacro(name, brackets)}`).join('&');
  return query === '' ? HOST : `${HOST}?${query}`;
}

function make({ kind, reason, device, ...facts }: typeof event extends fc.Arbitrary<infer T> ? T : never) {
  const click = { at: NOW, ip: null, country: null, device };
  return exampleEvent(kind, { ...facts, click, reversal: { at: NOW, reason } });
}

describe.each(rewardDialects())('$title', ({ rewards }) => {
  const urlTemplate = everyMacro(rewards);

  test('property: the address keeps its host and path, and is written in plain characters', () => {
    fc.assert(
      fc.property(event, options, (given, chosen) => {
        const { url } = rewards.compose(make(given), { urlTemplate, secret: 'test-secret-key', options: chosen }, NOW);
        expect(url).toMatch(/^[\x21-\x7e]+$/);
        expect(url).not.toMatch(/[[\]{}#"<>\\]/);
        const { origin, pathname, hash } = new URL(url);
        expect({ origin, pathname, hash }).toEqual({ origin: 'https://game.example', pathname: '/cb', hash: '' });
      }),
    );
  });

  test('property: no value becomes a parameter, and no parameter comes twice', () => {
    fc.assert(
      fc.property(event, options, (given, chosen) => {
        const endpoint = { urlTemplate, secret: 'test-secret-key', options: chosen };
        const names = readPairs(rewards.compose(make(given), endpoint, NOW).url).map(({ name }) => name);
        expect(new Set(names).size).toBe(names.length);
        const numbered = readPairs(urlTemplate).map(({ name }) => name);
        expect(names.slice(0, numbered.length)).toEqual(numbered);
        expect(names).not.toContain('admin');
      }),
    );
  });

  test('property: a value that looks like a macro is not filled in again', () => {
    fc.assert(
      fc.property(fc.constantFrom(...rewards.macros, { name: 'none', means: '' }), ({ name }) => {
        const userId = writeMacro(name, rewards.brackets);
        const { url } = rewards.compose(
          exampleEvent('REWARD', { userId }),
          { urlTemplate, secret: 'test-secret-key', options: {} },
          NOW,
        );
        const isUser = (value: string) => value === userId;
        if (rewards.macros.length > 0) expect([...new URL(url).searchParams.values()].some(isUser)).toBe(true);
      }),
    );
  });

  test('property: no header is injected, and a body is JSON', () => {
    fc.assert(
      fc.property(event, options, (given, chosen) => {
        const endpoint = { urlTemplate, secret: 'test-secret-key', options: chosen };
        const { headers, body } = rewards.compose(make(given), endpoint, NOW);
        const calm = rewards.compose(exampleEvent(given.kind), { ...endpoint, options: {} }, NOW);
        expect(Object.keys(headers)).toEqual(Object.keys(calm.headers));
        for (const value of Object.values(headers)) expect(value).toMatch(/^[\x20-\x7e]*$/);
        if (body !== null) expect(JSON.parse(body)).toMatchObject({ user: given.userId, offerTitle: given.offerTitle });
      }),
    );
  });

  test('property: the log shows what was signed, and never the secret', () => {
    fc.assert(
      fc.property(event, (given) => {
        const endpoint = { urlTemplate, secret: 'a-secret-nobody-may-see', options: {} };
        expect(JSON.stringify(rewards.compose(make(given), endpoint, NOW))).not.toContain(endpoint.secret);
      }),
    );
  });

  test('property: the same event makes the same request, but for the second in which Standard Webhooks are signed', () => {
    fc.assert(
      fc.property(event, options, (given, chosen) => {
        const endpoint = { urlTemplate, secret: 'test-secret-key', options: chosen };
        const first = rewards.compose(make(given), endpoint, NOW);
        const { url, body, method } = rewards.compose(make(given), endpoint, new Date(NOW.getTime() + 86_400_000));
        expect({ url, body, method }).toEqual({ url: first.url, body: first.body, method: first.method });
      }),
    );
  });
});

describe('a ban', () => {
  test('property: injects nothing either', () => {
    fc.assert(
      fc.property(fc.boolean(), text, text, (isBanned, userId, reason) => {
        for (const { rewards } of rewardDialects()) {
          const endpoint = { urlTemplate: everyMacro(rewards), secret: 'test-secret-key', options: {} };
          const sent = rewards.composeBan?.(exampleBan(isBanned, { userId, reason }), endpoint, NOW);
          if (!sent) continue;
          expect(sent.url).toMatch(/^[\x21-\x7e]+$/);
          expect(sent.url).not.toMatch(/[[\]{}#"<>\\]/);
          expect(readPairs(sent.url).map(({ name }) => name)).not.toContain('admin');
        }
      }),
    );
  });
});

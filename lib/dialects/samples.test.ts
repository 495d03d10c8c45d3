/**
 * Every dialect as its own network: what `sample` writes, our own side believes and reads as it was meant. The loop is over
 * the registry, so that a new dialect is in it from its first day.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mutations } from '@/e2e/support/mutations';
import { confirmDialects } from '.';
import type { Confirms, IntegrationSettings, PostbackRequest, Refused, SampleContent, SignatureCheck } from './dialect';
import { toPostbackRequest } from './sample';

const DOOR = 'https://rewards.example/api/postbacks/acme';
const AT = new Date('2026-11-20T12:00:00Z');
const SECRET = 'sample-secret-0123456789';
const SECRETS = { current: SECRET, previous: null };
/** Networks that name no step by itself name an offer or a game, and the operator says which task that is. */
const SETTINGS: IntegrationSettings = {
  statusMap: {},
  eventMap: { '42': '42', 'level-5': 'level-5' },
  requireSignature: true,
};

/** Who has no such message. */
const NO_REVERSAL = ['tapjoy', 'fyber', 'adgem', 'adjoe', 'unityads', 'branch', 'tune', 'everflow', 'voluum'];
const PENDING = ['native', 'bitlabs', 'adgate', 'affise', 'trackier', 'offer18', 'keitaro'];

/** What a network's messages have no place for, or tell in another form. */
const LOST: Record<string, readonly (keyof SampleContent)[]> = {
  ironsource: ['payoutUsd', 'reason'],
  tapjoy: ['taskKey', 'payoutUsd'],
  fyber: ['taskKey'],
  adgate: ['reason'],
  torox: ['taskKey', 'reason'],
  cpx: ['reason'],
  lootably: ['reason'],
  kiwiwall: ['reason'],
  wannads: ['reason'],
  theoremreach: ['reason'],
  pollfish: ['taskKey', 'reason'],
  adjoe: ['payoutUsd'],
  unityads: ['payoutUsd'],
  appsflyer: ['transaction', 'payoutUsd'],
  adjust: ['transaction', 'payoutUsd'],
  singular: ['transaction', 'payoutUsd'],
  kochava: ['transaction', 'payoutUsd'],
  branch: ['payoutUsd'],
  tune: ['transaction'],
  voluum: ['transaction', 'taskKey'],
  trackier: ['reason'],
  offer18: ['transaction', 'reason'],
  keitaro: ['transaction', 'taskKey', 'reason'],
};
/** Where no event means the install. */
const INSTALLS = ['appsflyer', 'adjust', 'singular', 'kochava', 'branch'];

const micros = (usd: string | null) => (usd === null ? null : Math.round(Number(usd) * 1e6));

const said = fc.record({
  transaction: fc.uuid(),
  clickId: fc.stringMatching(/^[A-Za-z0-9._-]{1,64}$/),
  taskKey: fc.constantFrom('42', 'level-5', null),
  payoutUsd: fc.tuple(fc.nat(5000), fc.nat(999_999)).map(([whole, rest]) => `${whole}.${rest}`),
});
/** Any text but control characters and unpaired surrogates, which no network could send; and no macro. */
const reasons = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter((text) => {
  return !/\p{Cc}/u.test(text) && text.isWellFormed() && !/^[[{($]/.test(text);
});
const contents = fc.oneof(
  said.map((rest): SampleContent => ({ ...rest, state: 'COMPLETED', reason: null })),
  said.map((rest): SampleContent => ({ ...rest, state: 'PENDING', reason: null })),
  fc.tuple(said, reasons).map(([rest, reason]): SampleContent => ({ ...rest, state: 'RECONCILED', reason })),
);

function verdict(check: SignatureCheck | Refused): string {
  return 'refused' in check ? check.refused : check.verdict;
}

function ask(confirms: Confirms, what: SampleContent): PostbackRequest | null {
  const sample = confirms.sample(what, SECRET, DOOR, AT);
  return sample && toPostbackRequest(sample);
}

function check(confirms: Confirms, request: PostbackRequest) {
  return confirms.verify(request, SECRETS, AT, SETTINGS);
}

const COMPLETED: SampleContent = {
  transaction: '9f1c2d3e-0000-4000-8000-000000000001',
  clickId: 'c-1',
  taskKey: '42',
  state: 'COMPLETED',
  payoutUsd: '1.50',
  reason: null,
};

describe.each(confirmDialects().map((dialect) => [dialect.name, dialect.confirms] as const))('%s', (name, confirms) => {
  test('says what it has words for, and nothing else', () => {
    const states = (['COMPLETED', 'PENDING', 'RECONCILED'] as const).filter(
      (state) => ask(confirms, { ...COMPLETED, taskKey: null, state }) !== null,
    );
    expect(states).toEqual([
      'COMPLETED',
      ...(PENDING.includes(name) ? ['PENDING'] : []),
      ...(NO_REVERSAL.includes(name) ? [] : ['RECONCILED']),
    ]);
  });

  test('property: what it would send is believed and read as it was meant', () => {
    fc.assert(
      fc.property(contents, (what) => {
        const request = ask(confirms, what);
        if (request === null) return;
        expect(request.url).toBe(DOOR);
        expect(verdict(check(confirms, request))).toBe(confirms.neverSigned ? 'unsigned' : 'valid');
        const read = confirms.read(request, SETTINGS);
        const lost = LOST[name] ?? [];
        const meant = {
          ...what,
          kind: 'confirmation',
          taskKey: INSTALLS.includes(name) ? (what.taskKey ?? 'install') : what.taskKey,
          payoutUsd: micros(what.payoutUsd),
        };
        if ('refused' in read || read.kind !== 'confirmation') return expect(read).toEqual(meant);
        const known = Object.fromEntries(lost.map((field) => [field, read[field]]));
        expect({ ...read, payoutUsd: micros(read.payoutUsd) }).toEqual({
          ...meant,
          ...known,
          ...(lost.includes('payoutUsd') && { payoutUsd: null }),
        });
      }),
    );
  });

  test('one transaction keeps its id, whenever it is sent and however it ends', () => {
    const later = new Date(AT.getTime() + 3_600_000);
    const idAt = (at: Date, state: SampleContent['state']) => {
      const sample = confirms.sample({ ...COMPLETED, taskKey: null, state }, SECRET, DOOR, at);
      const read = sample && confirms.read(toPostbackRequest(sample), SETTINGS);
      return read && 'kind' in read && read.kind === 'confirmation' ? read.transaction : read;
    };
    expect(idAt(AT, 'COMPLETED')).toMatch(/^[0-9a-f-]{36,64}$/);
    expect(idAt(later, 'COMPLETED')).toBe(idAt(AT, 'COMPLETED'));
    expect(idAt(later, 'RECONCILED') ?? idAt(AT, 'COMPLETED')).toBe(idAt(AT, 'COMPLETED'));
  });

  test('is refused with another secret', () => {
    const request = ask(confirms, COMPLETED)!;
    const other = confirms.verify(request, { current: 'another-secret', previous: null }, AT, SETTINGS);
    expect(verdict(other)).toBe(confirms.neverSigned ? 'unsigned' : 'invalid');
  });

  test('property: one byte changed, added or taken away changes nothing that is covered', () => {
    const request = ask(confirms, COMPLETED)!;
    const before = check(confirms, request);
    if ('refused' in before) throw new Error(before.message);
    const covered = (asked: PostbackRequest) =>
      [...new URLSearchParams(asked.rawQuery)]
        .filter(([key, value]) => !before.notCovered.includes(key) && value.toLowerCase() !== before.received)
        .filter(([, value]) => value !== before.received);
    fc.assert(
      fc.property(mutations(request.rawQuery), (rawQuery) => {
        const mutated = { ...request, rawQuery };
        if (verdict(check(confirms, mutated)) !== 'valid') return;
        for (const pair of covered(request)) expect(covered(mutated)).toContainEqual(pair);
        if (before.notCovered.length === 0) expect(covered(mutated)).toHaveLength(covered(request).length);
      }),
      { numRuns: 500 },
    );
  });

  test('property: one byte of the signature changed, added or taken away is refused', () => {
    const request = ask(confirms, COMPLETED)!;
    const before = check(confirms, request);
    if ('refused' in before) throw new Error(before.message);
    const token = before.received.startsWith('sha256:') ? SECRET : encodeURIComponent(before.received);
    const place = Object.entries(request.headers).find(([, value]) => value === before.received)?.[0];
    expect(place !== undefined || request.rawQuery.includes(token)).toBe(true);
    fc.assert(
      fc.property(mutations(token), (mutant) => {
        const isSame = token === before.received && mutant.toLowerCase() === token;
        const mutated = place
          ? { ...request, headers: { [place]: mutant } }
          : { ...request, rawQuery: request.rawQuery.replace(token, encodeURIComponent(decode(mutant))) };
        expect(verdict(check(confirms, mutated)) === 'valid').toBe(isSame || decode(mutant) === decode(token));
      }),
      { numRuns: 200 },
    );
  });
});

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

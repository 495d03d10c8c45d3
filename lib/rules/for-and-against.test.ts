import { expect, test } from 'vitest';
import { type CaseFacts, type CaseStep, forAndAgainst } from '@/lib/rules/for-and-against';

const OPENED = new Date('2026-11-20T12:00:00Z');
const HOUR = 3600_000;

const step: CaseStep = {
  taskKey: 'level-10',
  name: 'Level 10',
  confirmed: 'none',
  confirmationId: null,
  trusted: true,
  doubt: null,
  rejection: null,
  granted: 'none',
  grantAcknowledgedAt: null,
  confirmedAt: null,
  deadline: null,
  usualDelayMs: null,
};
const completed = { ...step, confirmed: 'completed', confirmedAt: OPENED } as const;

const quiet: CaseFacts = {
  now: OPENED,
  openedAt: OPENED,
  clickedAt: new Date(OPENED.getTime() - 48 * HOUR),
  steps: [completed],
  earlierStep: null,
  country: 'DE',
  countries: [],
  clicks: 1,
  refusedReceipts: 0,
  strayReceipts: 0,
  screenshots: 0,
  seenElsewhere: 0,
  usersWithSameAddress: 0,
  usersOnSameDevice: 0,
  usersInSameRange: 0,
  rewards: 0,
  reversals: 0,
  banned: false,
  denials: { denied: 0, contradicted: 0 },
  similarNow: 0,
};

/** "for confirmed (postbacks)": all but the confirmation that every case below starts with. */
function said(facts: Partial<CaseFacts>): string[] {
  return forAndAgainst({ ...quiet, ...facts })
    .map(({ side, kind, source }) => `${side} ${kind} (${source})`)
    .filter((fact) => facts.steps || fact !== 'for confirmed (postbacks)');
}

test('a ticket of which nothing is known has only the missing confirmation against it', () => {
  expect(said({ steps: [step] })).toEqual(['against no-confirmation (postbacks)']);
});

test('a strong confirmation speaks for it, with the step and the instant', () => {
  expect(forAndAgainst(quiet)).toEqual([
    { kind: 'confirmed', side: 'for', source: 'postbacks', step: 'Level 10', at: OPENED },
  ]);
});

const STEPS: [string, Partial<CaseStep>, string[]][] = [
  ['confirmed at the deadline is in time', { deadline: OPENED }, ['for in-time (clicks)']],
  [
    'confirmed a millisecond after the deadline is late',
    { deadline: new Date(OPENED.getTime() - 1) },
    ['against after-deadline (clicks)'],
  ],
  [
    'a reward that the game acknowledged speaks against a second one',
    { granted: 'acknowledged', grantAcknowledgedAt: OPENED },
    ['against already-rewarded (game)'],
  ],
];

test.each(STEPS)('%s', (_, given, expected) => {
  const found = said({ steps: [{ ...completed, ...given }] });
  expect(found.filter((fact) => fact !== 'for confirmed (postbacks)')).toEqual(expected);
});

const UNPROVEN: [string, Partial<CaseStep>, string[]][] = [
  ['a rejection speaks against it', { confirmed: 'reconciled' }, ['against rejected (postbacks)']],
  ['a held confirmation is open', { confirmed: 'pending' }, ['unclear pending (postbacks)']],
  [
    'a weak confirmation is open: it waits for a person',
    { confirmed: 'completed', trusted: false, doubt: 'no-budget' },
    ['unclear weak-confirmation (postbacks)'],
  ],
  [
    'one of a source whose breaker is open is open too',
    { confirmed: 'completed', trusted: false, doubt: 'breaker' },
    ['unclear breaker (postbacks)'],
  ],
  [
    'a claim in time without a confirmation may be true',
    { deadline: OPENED },
    ['for in-time (clicks)', 'against no-confirmation (postbacks)'],
  ],
  [
    'a confirmation that usually comes later than now is not missing yet',
    { usualDelayMs: 48 * HOUR + 1 },
    ['against no-confirmation (postbacks)', 'unclear too-soon (offer)'],
  ],
  [
    'one that should have come by now is just missing',
    { usualDelayMs: 48 * HOUR },
    ['against no-confirmation (postbacks)'],
  ],
];

test.each(UNPROVEN)('%s', (_, given, expected) => {
  expect(said({ steps: [{ ...step, ...given }] })).toEqual(expected);
});

const CASES: [string, Partial<CaseFacts>, string[]][] = [
  ['a click from a country of the offer', { countries: ['DE'] }, ['for in-country (clicks)']],
  ['a click from another country', { countries: ['US', 'CA'] }, ['against wrong-country (clicks)']],
  ['a click from nobody knows where', { country: null, countries: ['US'] }, ['unclear country-unknown (clicks)']],
  ['an offer for everywhere says nothing about countries', { country: null }, []],
  ['an earlier step', { earlierStep: { name: 'Install', at: OPENED } }, ['for earlier-step (postbacks)']],
  ['pictures of the user’s own', { screenshots: 2 }, ['for has-proof (screenshots)']],
  ['only borrowed pictures', { screenshots: 1, seenElsewhere: 1 }, ['against seen-elsewhere (screenshots)']],
  ['rewards that all held', { rewards: 5 }, ['for clean-history (history)']],
  ['rewards of which one was taken back', { rewards: 5, reversals: 1 }, ['against reversed-before (history)']],
  ['a second click', { clicks: 2 }, ['against clicked-again (clicks)']],
  ['a device of several users', { usersOnSameDevice: 1 }, ['against same-device (people)']],
  ['an address of several users', { usersWithSameAddress: 1 }, ['against same-address (people)']],
  ['a shared network may be a phone company’s', { usersInSameRange: 3 }, ['unclear same-range (people)']],
  [
    'a postback that was turned away must be looked at',
    { refusedReceipts: 1 },
    ['unclear refused-receipts (postbacks)'],
  ],
  ['one with another click too', { strayReceipts: 1 }, ['unclear stray-receipts (postbacks)']],
  ['a ban', { banned: true }, ['against banned (history)']],
  [
    'denials of which a tenth was wrong',
    { denials: { denied: 10, contradicted: 1 } },
    ['for often-denied-wrongly (offer)'],
  ],
  ['denials of which fewer were', { denials: { denied: 11, contradicted: 1 } }, []],
  ['too few denials to tell', { denials: { denied: 9, contradicted: 9 } }, []],
  ['five others at the same time', { similarNow: 5 }, ['unclear similar-now (offer)']],
  ['four others', { similarNow: 4 }, []],
];

test.each(CASES)('%s', (_, given, expected) => {
  expect(said(given)).toEqual(expected);
});

test('what speaks for it comes first, then what against, then what is open', () => {
  const sides = forAndAgainst({
    ...quiet,
    steps: [{ ...step, usualDelayMs: 99 * HOUR }],
    countries: ['DE'],
    clicks: 2,
  }).map(({ side }) => side);
  expect(sides).toEqual(['for', 'against', 'against', 'unclear']);
});

test('facts are counted: clicks beyond the first, and the share of wrong denials in per cent', () => {
  const facts = forAndAgainst({ ...quiet, clicks: 3, denials: { denied: 30, contradicted: 5 } });
  expect(facts).toContainEqual(expect.objectContaining({ kind: 'clicked-again', count: 2 }));
  expect(facts).toContainEqual(expect.objectContaining({ kind: 'often-denied-wrongly', count: 17 }));
});

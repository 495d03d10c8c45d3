import { expect, test } from 'vitest';
import { type CaseFacts, forAndAgainst } from '@/lib/rules/ticket-facts';

const OPENED = new Date('2026-11-20T12:00:00Z');

const step: CaseFacts['steps'][number] = {
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
};

const quiet: CaseFacts = {
  openedAt: OPENED,
  steps: [step],
  country: 'DE',
  countries: [],
  clicks: 1,
  refusedReceipts: 0,
  screenshots: 0,
  seenElsewhere: 0,
  usersWithSameAddress: 0,
  rewards: 0,
  reversals: 0,
  banned: false,
};

function kinds(facts: Partial<CaseFacts>) {
  const { pro, contra } = forAndAgainst({ ...quiet, ...facts });
  return { pro: pro.map(({ kind }) => kind), contra: contra.map(({ kind }) => kind) };
}

test('a ticket of which nothing is known has only the missing confirmation against it', () => {
  expect(kinds({})).toEqual({ pro: [], contra: ['no-confirmation'] });
});

test('a confirmation in time, the right country and own proof speak for it', () => {
  const confirmed = { ...step, confirmed: 'completed', confirmedAt: OPENED, deadline: OPENED } as const;
  expect(kinds({ steps: [confirmed], countries: ['DE'], screenshots: 2, seenElsewhere: 1, rewards: 5 })).toEqual({
    pro: ['confirmed', 'in-time', 'in-country', 'has-proof', 'clean-history'],
    contra: ['seen-elsewhere'],
  });
});

test('a millisecond after the deadline is after the deadline', () => {
  const deadline = new Date(OPENED.getTime() - 1);
  expect(kinds({ steps: [{ ...step, deadline }] }).contra).toContain('after-deadline');
  expect(kinds({ steps: [{ ...step, deadline: OPENED }] }).pro).toContain('in-time');
});

test('a weak confirmation speaks against, not for', () => {
  expect(kinds({ steps: [{ ...step, confirmed: 'completed', trusted: false }] })).toEqual({
    pro: [],
    contra: ['weak-confirmation'],
  });
});

test('what happened before is counted', () => {
  const { contra } = forAndAgainst({ ...quiet, clicks: 3, reversals: 1, rewards: 4, refusedReceipts: 2, banned: true });
  expect(contra).toEqual([
    { kind: 'no-confirmation', step: 'Level 10' },
    { kind: 'refused-receipts', count: 2 },
    { kind: 'clicked-again', count: 2 },
    { kind: 'reversed-before', count: 1 },
    { kind: 'banned' },
  ]);
});

test('another country than the offer is open in is pointed out; an offer for everywhere has none', () => {
  expect(kinds({ countries: ['US', 'CA'] }).contra).toContain('wrong-country');
  expect(kinds({ countries: [] }).contra).not.toContain('wrong-country');
  expect(kinds({ country: null, countries: ['US'] }).contra).not.toContain('wrong-country');
});

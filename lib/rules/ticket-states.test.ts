import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  isUnderReview,
  LATE_CONFIRMATION_WINDOW_MS,
  leastAdvanced,
  mayEscalate,
  mayMove,
  REWARD_STATUSES,
  type RewardFacts,
  rewardStatus,
  TICKET_STATUSES,
  type TicketStatus,
} from '@/lib/rules/ticket-states';

const DAY = 86_400_000;
const deniedAt = new Date('2026-10-20T12:00:00.500Z');
const after = (ms: number) => new Date(deniedAt.getTime() + ms);
const movesFrom = (from: TicketStatus) => TICKET_STATUSES.filter((to) => mayMove(from, to));

test('a ticket moves along this table and no other way', () => {
  expect(Object.fromEntries(TICKET_STATUSES.map((from) => [from, movesFrom(from).join(' ')]))).toEqual({
    AWAITING_24H: 'AWAITING_EMAIL OPEN CLOSED',
    AWAITING_EMAIL: 'OPEN CLOSED',
    OPEN: 'PENDING_CONFIRMATION ESCALATED WITH_ADVERTISER APPROVED DENIED CLOSED',
    PENDING_CONFIRMATION: 'OPEN ESCALATED WITH_ADVERTISER APPROVED DENIED CLOSED',
    ESCALATED: 'WITH_ADVERTISER APPROVED DENIED CLOSED',
    WITH_ADVERTISER: 'ESCALATED APPROVED DENIED CLOSED',
    APPROVED: '',
    DENIED: 'ESCALATED APPROVED',
    CLOSED: 'OPEN PENDING_CONFIRMATION ESCALATED',
  });
});

test('nothing stays where it is by a move, and nothing goes back before its validation', () => {
  for (const status of TICKET_STATUSES) expect(mayMove(status, status)).toBe(false);
  for (const from of TICKET_STATUSES.filter((status) => !status.startsWith('AWAITING'))) {
    expect([mayMove(from, 'AWAITING_24H'), mayMove(from, 'AWAITING_EMAIL')]).toEqual([false, false]);
  }
});

test('every status is reached from a new ticket, and every ticket can end', () => {
  const reached = (from: TicketStatus, seen = new Set<TicketStatus>()): Set<TicketStatus> => {
    for (const to of movesFrom(from)) if (!seen.has(to)) reached(to, seen.add(to));
    return seen;
  };
  expect([...reached('AWAITING_24H')].sort()).toEqual(
    TICKET_STATUSES.filter((status) => status !== 'AWAITING_24H').sort(),
  );
  for (const from of TICKET_STATUSES.filter((status) => !['APPROVED', 'CLOSED'].includes(status))) {
    expect(reached(from).has('APPROVED'), from).toBe(true);
  }
});

test('whatever is tried in whatever order, an approved ticket never moves again, and a closed one is only taken up again', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...TICKET_STATUSES), { maxLength: 30 }), (tried) => {
      let status: TicketStatus = 'AWAITING_24H';
      for (const to of tried) {
        if (!mayMove(status, to)) continue;
        expect(status).not.toBe('APPROVED');
        if (status === 'CLOSED') expect(isUnderReview(to)).toBe(true);
        status = to;
      }
    }),
  );
});

test('a ticket is under review from its validation until its decision', () => {
  expect(TICKET_STATUSES.filter(isUnderReview)).toEqual([
    'OPEN',
    'PENDING_CONFIRMATION',
    'ESCALATED',
    'WITH_ADVERTISER',
  ]);
});

// R19
test.each([
  ['at once', 0, true],
  ['a millisecond before 14 days', 14 * DAY - 1, true],
  ['at 14 days to the millisecond', 14 * DAY, false],
] as const)('%s a denial can be contested: %s ms, %s', (_, ms, may) => {
  expect(mayEscalate({ status: 'DENIED', round: 1, deniedAt }, after(ms))).toBe(may);
});

test('a denial can be contested once, and only a denial', () => {
  expect(mayEscalate({ status: 'DENIED', round: 2, deniedAt }, after(1))).toBe(false);
  expect(mayEscalate({ status: 'DENIED', round: 1, deniedAt: null }, after(1))).toBe(false);
  for (const status of TICKET_STATUSES.filter((other) => other !== 'DENIED')) {
    expect(mayEscalate({ status, round: 1, deniedAt }, after(1)), status).toBe(false);
  }
});

test('a late confirmation approves by itself for 90 days', () => {
  expect(LATE_CONFIRMATION_WINDOW_MS).toBe(90 * DAY);
});

const nothing: RewardFacts = { confirmation: 'none', grant: 'none', callback: 'none', attempts: 0, held: false };
const granted: RewardFacts = {
  confirmation: 'completed',
  grant: 'granted',
  callback: 'PENDING',
  attempts: 0,
  held: false,
};

test.each([
  ['nothing happened yet', nothing, 'NONE'],
  ['the advertiser is checking', { ...nothing, confirmation: 'pending' }, 'PENDING'],
  ['the advertiser rejected it', { ...nothing, confirmation: 'reconciled' }, 'NONE'],
  ['the advertiser said yes', { ...nothing, confirmation: 'completed' }, 'CONFIRMED'],
  ['the game has not been told', granted, 'CONFIRMED'],
  ['it is credited with delay', { ...granted, held: true }, 'PENDING'],
  ['the game was told and has not answered', { ...granted, attempts: 1 }, 'SENT'],
  ['the game has answered', { ...granted, callback: 'ACKNOWLEDGED', attempts: 3 }, 'ACKNOWLEDGED'],
  ['we gave up', { ...granted, callback: 'FAILED', attempts: 40 }, 'FAILED'],
  ['it was taken back', { ...granted, grant: 'reversed', callback: 'ACKNOWLEDGED', attempts: 1 }, 'REVERSED'],
  ['it was taken back before it was sent', { ...granted, grant: 'reversed', callback: 'CANCELLED' }, 'REVERSED'],
] as [string, RewardFacts, string][])('%s: the reward is %s %s', (_, facts, status) => {
  expect(rewardStatus(facts)).toBe(status);
});

test('several steps stand where the least advanced one stands, trouble first', () => {
  expect(leastAdvanced(['ACKNOWLEDGED', 'SENT', 'CONFIRMED'])).toBe('CONFIRMED');
  expect(leastAdvanced(['ACKNOWLEDGED', 'FAILED'])).toBe('FAILED');
  expect(leastAdvanced(['ACKNOWLEDGED', 'ACKNOWLEDGED'])).toBe('ACKNOWLEDGED');
  expect(leastAdvanced([])).toBe('NONE');
  for (const status of REWARD_STATUSES) expect(leastAdvanced([status])).toBe(status);
});

/** Which publishers hear of what, dialect by dialect. */
import { describe, expect, test } from 'vitest';
import { dialectNamed } from '.';
import type { CallbackOptions, RewardKind } from './rewards';
import { whyNotTold } from './tells';

function isTold(dialect: string, kind: RewardKind, options: CallbackOptions, addresses: object = {}): boolean {
  const endpoint = { urlTemplate: 'https://game.example/cb', reversalUrlTemplate: null, options, ...addresses };
  return whyNotTold(kind, dialectNamed(dialect)!.rewards!, endpoint) === null;
}

const ALL = { stateful: true, zeroRewards: true };
const OWN = { reversalUrlTemplate: 'https://game.example/revoke' };
const WITH_STATE = { urlTemplate: 'https://game.example/cb?s={state}' };

describe('a reward is told to everybody', () => {
  test.each(['ironsource', 'bitlabs', 'ayet', 'tapjoy', 'fyber', 'adgem', 'adgate', 'standard'])('%s', (dialect) => {
    expect(isTold(dialect, 'REWARD', {})).toBe(true);
  });
});

test.each([
  ['bitlabs', true],
  ['adgate', true],
  ['standard', true],
  ['ironsource', false],
  ['ayet', false],
  ['tapjoy', false],
  ['fyber', false],
  ['adgem', false],
])('a reward that is held is told to a stateful %s: %s', (dialect, told) => {
  expect(isTold(dialect, 'PENDING', ALL)).toBe(told);
  expect(isTold(dialect, 'PENDING', { zeroRewards: true })).toBe(false);
});

test('a step that pays nothing is told only on request', () => {
  expect(isTold('ironsource', 'ACTIVITY', {})).toBe(false);
  expect(isTold('ironsource', 'ACTIVITY', { zeroRewards: true })).toBe(true);
});

test.each([
  ['bitlabs', true, true],
  ['ayet', true, true],
  ['standard', true, true],
  ['ironsource', false, true],
  ['tapjoy', false, true],
  ['fyber', false, true],
  ['adgem', false, true],
  ['adgate', false, true],
])('a reversal is told to %s at the common address: %s, at its own: %s', (dialect, common, own) => {
  expect(isTold(dialect, 'REVERSAL', {})).toBe(common);
  expect(isTold(dialect, 'REVERSAL', {}, OWN)).toBe(own);
});

test('AdGate hears of a reversal at the common address when {state} says what it is', () => {
  expect(isTold('adgate', 'REVERSAL', {}, WITH_STATE)).toBe(true);
});

test('only the states that are asked for, and all of them when none is', () => {
  const options = { ...ALL, activities: ['COMPLETED', 'PENDING'] as const };
  expect(isTold('bitlabs', 'REWARD', options)).toBe(true);
  expect(isTold('bitlabs', 'PENDING', options)).toBe(true);
  expect(isTold('bitlabs', 'REVERSAL', options)).toBe(false);
  expect(isTold('bitlabs', 'REVERSAL', { activities: [] })).toBe(true);
});

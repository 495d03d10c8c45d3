import { expect, test } from 'vitest';
import { DEFAULT_FLOOR, isUnusual, limitOf } from '@/lib/rules/money-breaker';

const usual = { count: 200, micros: 600_000_000n };

test('a new source is judged by the floor alone', () => {
  expect(limitOf({ count: 0, micros: 0n }, DEFAULT_FLOOR)).toEqual({ count: 500, micros: 2_500_000_000n });
});

test('a busy one by five times what is usual, by number and by money each on its own', () => {
  expect(limitOf(usual, DEFAULT_FLOOR)).toEqual({ count: 1000, micros: 3_000_000_000n });
  expect(limitOf({ ...usual, micros: 1n }, DEFAULT_FLOOR)).toEqual({ count: 1000, micros: 2_500_000_000n });
});

test.each([
  [{ count: 500, micros: 2_500_000_000n }, false],
  [{ count: 501, micros: 1n }, true],
  [{ count: 1, micros: 2_500_000_001n }, true],
])('%o in an hour against the floor: unusual is %s', (hour, unusual) => {
  expect(isUnusual(hour, DEFAULT_FLOOR)).toBe(unusual);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EMAIL_WAITS, keepsTryingUntil, nextAttemptAt } from '@/lib/rules/retry-schedule';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const now = new Date('2026-11-20T12:00:00Z');
const waited = (attempts: number, more?: { jitter?: number; retryAfterMs?: number }) => {
  const next = nextAttemptAt(EMAIL_WAITS, attempts, now, more);
  return next && next.getTime() - now.getTime();
};

test('an e-mail is tried again soon, then every hour, for about five days', () => {
  expect([1, 2, 3, 4, 5, 6].map((attempts) => waited(attempts)! / MINUTE)).toEqual([1, 5, 15, 30, 60, 60]);
  const whole = EMAIL_WAITS.reduce((sum, wait) => sum + wait, 0);
  expect(whole / (24 * HOUR)).toBeGreaterThan(4.5);
  expect(whole / (24 * HOUR)).toBeLessThanOrEqual(5);
});

test('the last wait is taken and after it a person has to look', () => {
  expect(waited(EMAIL_WAITS.length)).toBe(HOUR);
  expect(waited(EMAIL_WAITS.length + 1)).toBeNull();
});

test('somebody who waits is told until when it is tried: the rest of the ladder after the next attempt', () => {
  const waits = [MINUTE, HOUR, 2 * HOUR];
  const next = new Date(now.getTime() + MINUTE);
  expect(keepsTryingUntil(waits, 1, next)).toEqual(new Date(next.getTime() + 3 * HOUR));
  expect(keepsTryingUntil(waits, 2, next)).toEqual(new Date(next.getTime() + 2 * HOUR));
  expect(keepsTryingUntil(waits, 3, next)).toEqual(next);
  expect(keepsTryingUntil(waits, 0, now)).toEqual(new Date(now.getTime() + MINUTE + 3 * HOUR));
});

test('what the other side asked for is honoured up to a day, and never shortens the wait', () => {
  expect(waited(1, { retryAfterMs: 3 * HOUR })).toBe(3 * HOUR);
  expect(waited(1, { retryAfterMs: 24 * HOUR + 1 })).toBe(24 * HOUR);
  expect(waited(5, { retryAfterMs: 1 })).toBe(HOUR);
});

test('retries are spread by a fifth to either side', () => {
  const attempts = fc.integer({ min: 1, max: EMAIL_WAITS.length });
  fc.assert(
    fc.property(attempts, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (attempt, jitter) => {
      const wait = EMAIL_WAITS[attempt - 1]!;
      const spread = waited(attempt, { jitter })!;
      expect(spread).toBeGreaterThanOrEqual(0.8 * wait);
      expect(spread).toBeLessThanOrEqual(1.2 * wait);
    }),
  );
});

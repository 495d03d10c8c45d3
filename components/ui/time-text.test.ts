import { expect, test } from 'vitest';
import { instantText, relativeText } from '@/components/ui/time-text';

const now = new Date('2026-11-20T12:00:00Z');
const later = (ms: number) => new Date(now.getTime() + ms);
const HOUR = 3_600_000;

for (const [ms, told] of [
  [0, 'now'],
  [-59_000, 'now'],
  [-60_000, '1 minute ago'],
  [-59 * 60_000, '59 minutes ago'],
  [-36 * HOUR, '36 hours ago'],
  [-48 * HOUR, '2 days ago'],
  [18 * HOUR, 'in 18 hours'],
] as const) {
  test(`${ms / 1000} seconds are told as "${told}"`, () => {
    expect(relativeText(later(ms), now, 'en')).toBe(told);
  });
}

test('with a time zone the zone is named', () => {
  expect(instantText(now, 'clock', 'en', 'UTC')).toContain('UTC');
});

test('midnight is 00, not 24', () => {
  expect(instantText(new Date('2026-11-20T00:00:00Z'), 'clock', 'en', 'UTC')).toContain('00:00');
});

import { expect, test } from 'vitest';
import { type Snooze, snoozeUntil } from '@/lib/rules/snooze';

// Saturday, 21 November 2026.
test.each([
  ['tomorrow', '2026-11-21T15:00:00Z', 'UTC', '2026-11-22T09:00:00Z'],
  ['three-days', '2026-11-21T15:00:00Z', 'UTC', '2026-11-24T09:00:00Z'],
  ['next-week', '2026-11-21T15:00:00Z', 'UTC', '2026-11-23T09:00:00Z'],
  ['next-week', '2026-11-22T23:59:59Z', 'UTC', '2026-11-23T09:00:00Z'],
  ['next-week', '2026-11-23T00:00:00Z', 'UTC', '2026-11-30T09:00:00Z'],
  ['reply', '2026-11-21T15:00:00Z', 'UTC', '2026-12-05T09:00:00Z'],
  ['tomorrow', '2026-11-21T23:30:00Z', 'Europe/Madrid', '2026-11-23T08:00:00Z'],
  ['tomorrow', '2026-11-21T22:30:00Z', 'Europe/Madrid', '2026-11-22T08:00:00Z'],
] as [Snooze, string, string, string][])('%s of %s in %s', (snooze, now, zone, until) => {
  expect(snoozeUntil(snooze, new Date(now), zone)).toEqual(new Date(until));
});

import { expect, test } from 'vitest';
import { failureStep } from '@/lib/rules/failing-endpoint';

const HOUR = 3_600_000;
const since = new Date('2026-11-20T12:00:00Z');
const after = (ms: number) => failureStep(since, new Date(since.getTime() + ms));

test.each([
  ['a millisecond before an hour', HOUR - 1, null],
  ['after an hour', HOUR, { step: 'warn', hours: 1 }],
  ['a millisecond before a day', 24 * HOUR - 1, { step: 'warn', hours: 1 }],
  ['after a day', 24 * HOUR, { step: 'warn', hours: 24 }],
  ['a millisecond before four days', 96 * HOUR - 1, { step: 'warn', hours: 24 }],
  ['after four days', 96 * HOUR, { step: 'warn', hours: 96 }],
  ['a millisecond before five days', 120 * HOUR - 1, { step: 'warn', hours: 96 }],
  ['after five days', 120 * HOUR, { step: 'pause' }],
] as const)('%s of failing', (_, ms, due) => {
  expect(after(ms)).toEqual(due);
});

import { expect, test } from 'vitest';
import { heldUntil } from '@/lib/rules/delayed-crediting';

const completed = new Date('2026-11-20T12:00:00.000Z');
const later = (ms: number) => new Date(completed.getTime() + ms);
const MINUTE = 60_000;

test.each([
  ['nobody asks for one', null, null, null],
  ['the app asks', 60, null, later(60 * MINUTE)],
  ['the offer asks', null, 30, later(30 * MINUTE)],
  ['both ask and the app for longer', 60, 30, later(60 * MINUTE)],
  ['both ask and the offer for longer', 30, 60, later(60 * MINUTE)],
  ['the offer says none and the app some', 60, 0, later(60 * MINUTE)],
  ['both say none', 0, 0, null],
] as const)('where %s', (_, appMinutes, offerMinutes, until) => {
  expect(heldUntil(completed, { appMinutes, offerMinutes }, completed)).toEqual(until);
});

test('what was decided late is held for the rest of the time only', () => {
  const holds = { appMinutes: 60, offerMinutes: null };
  expect(heldUntil(completed, holds, later(60 * MINUTE - 1))).toEqual(later(60 * MINUTE));
  expect(heldUntil(completed, holds, later(60 * MINUTE))).toBeNull();
});

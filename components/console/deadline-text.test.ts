import { expect, test } from 'vitest';
import { deadlineState, deadlineText } from '@/components/console/deadline-text';

const NOW = new Date('2026-11-21T12:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const words = { later: 'in {time}', left: '{time} left', late: 'late {time}', breached: 'breached {time}' };
const at = (ms: number) => new Date(NOW.getTime() + ms);
const state = (due: number, breach = due + 24 * HOUR) => deadlineState(at(due), at(breach), NOW);
const text = (due: number, locale = 'en') =>
  deadlineText({ dueAt: at(due), breachAt: at(due + 24 * HOUR), now: NOW }, words, locale);

test('what is due within four hours is soon', () => {
  expect(state(4 * HOUR)).toBe('soon');
  expect(state(4 * HOUR + 1)).toBe('later');
});

test('at its target a ticket is late, at its breach it is breached', () => {
  expect(state(1)).toBe('soon');
  expect(state(0)).toBe('late');
  expect(state(-24 * HOUR + 1)).toBe('late');
  expect(state(-24 * HOUR)).toBe('breached');
});

test('a ticket without a breach is never breached', () => {
  expect(deadlineState(at(-100 * HOUR), null, NOW)).toBe('late');
});

test('hours are told as time to come, minutes as time that is left', () => {
  expect(text(3 * HOUR + 59 * MINUTE)).toBe('in 3 hr');
  expect(text(HOUR)).toBe('in 1 hr');
  expect(text(HOUR - 1)).toBe('59 min left');
  expect(text(30_000)).toBe('0 min left');
});

test('36 hours are hours, two days are days', () => {
  expect(text(36 * HOUR)).toBe('in 36 hr');
  expect(text(48 * HOUR)).toBe('in 2 days');
});

test('what is late counts from the target, what is breached from the breach', () => {
  expect(text(-2 * HOUR)).toBe('late 2 hr');
  expect(text(-26 * HOUR)).toBe('breached 2 hr');
});

test('units are in the reader’s language', () => {
  expect(text(-2 * HOUR, 'de')).toBe('late 2 Std.');
});

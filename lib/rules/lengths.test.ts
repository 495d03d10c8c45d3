import { expect, test } from 'vitest';
import { LENGTHS_MS, quantileOf } from '@/lib/rules/lengths';

const HOUR = 3_600_000;
const counts = (given: Record<number, number>) =>
  Array.from({ length: LENGTHS_MS.length + 1 }, (_, place) => given[place] ?? 0);
/** The class that ends at so many hours. */
const until = (hours: number) => LENGTHS_MS.indexOf(hours * HOUR);

test('classes rise', () => {
  expect(LENGTHS_MS).toEqual([...LENGTHS_MS].sort((one, other) => one - other));
});

test('of nothing there is no median', () => {
  expect(quantileOf(counts({}), 0.5)).toBeNull();
});

test('lengths are spread evenly within their class', () => {
  const all = counts({ [until(2)]: 4 });
  expect(quantileOf(all, 0.5)).toBe(1.5 * HOUR);
  expect(quantileOf(all, 1)).toBe(2 * HOUR);
});

test('a quantile lies in the class where so many are reached, and not one class further', () => {
  const all = counts({ [until(1)]: 9, [until(48)]: 1 });
  expect(quantileOf(all, 0.9)).toBe(HOUR);
  expect(quantileOf(all, 0.91)!).toBeGreaterThan(36 * HOUR);
});

test('what is longer than every class counts as its lower end', () => {
  expect(quantileOf(counts({ [LENGTHS_MS.length]: 3 }), 0.5)).toBe(LENGTHS_MS.at(-1));
});

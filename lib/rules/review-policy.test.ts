import { expect, test } from 'vitest';
import { carriedOver, DEFAULT_REVIEW, deadlinesOf, type ReviewPolicy, snapshotOf } from '@/lib/rules/review-policy';

const office = { from: 9 * 60, to: 17 * 60 };
const businessHours: ReviewPolicy = {
  ...DEFAULT_REVIEW,
  targetHours: 8,
  breachHours: 16,
  calendar: {
    id: 'c',
    name: 'Office',
    version: 3,
    timeZone: 'UTC',
    week: [[office], [office], [office], [office], [office], [], []],
    holidays: ['2024-12-25', '2026-12-25', '2027-01-01', '2031-12-25'],
  },
};
const at = (text: string) => new Date(text);

// R20
test('a ticket is due 24 hours after its clock starts and breached after 48', () => {
  expect(deadlinesOf(DEFAULT_REVIEW, at('2026-03-28T12:00:00Z'))).toEqual({
    dueAt: at('2026-03-29T12:00:00Z'),
    breachAt: at('2026-03-30T12:00:00Z'),
  });
});

test('in business hours eight hours are the next working day', () => {
  expect(deadlinesOf(businessHours, at('2026-11-20T12:00:00Z'))).toEqual({
    dueAt: at('2026-11-23T12:00:00Z'),
    breachAt: at('2026-11-24T12:00:00Z'),
  });
});

test('after a pause as much time is left as there was before it', () => {
  const [due, paused, resumed] = [at('2026-11-21T12:00:00Z'), at('2026-11-20T18:00:00Z'), at('2026-11-25T18:00:00Z')];
  expect(carriedOver(due, paused, resumed, null)).toEqual(at('2026-11-26T12:00:00Z'));
  const inHours = carriedOver(at('2026-11-23T12:00:00Z'), at('2026-11-20T16:00:00Z'), resumed, businessHours.calendar);
  // An hour of Friday and three of Monday were left: four hours of Thursday.
  expect(inHours).toEqual(at('2026-11-26T13:00:00Z'));
});

test('what was late when the pause began stays as late as it was', () => {
  const due = at('2026-11-20T12:00:00Z');
  expect(carriedOver(due, due, at('2026-11-25T12:00:00Z'), null)).toEqual(due);
  expect(carriedOver(new Date(due.getTime() + 1), due, at('2026-11-25T12:00:00Z'), null)).toEqual(
    at('2026-11-25T12:00:00.001Z'),
  );
});

test('a clock keeps the holidays that it can meet, and no others', () => {
  expect(snapshotOf(businessHours, at('2026-11-20T12:00:00Z')).calendar!.holidays).toEqual([
    '2026-12-25',
    '2027-01-01',
  ]);
  expect(snapshotOf(DEFAULT_REVIEW, at('2026-11-20T12:00:00Z'))).toBe(DEFAULT_REVIEW);
});

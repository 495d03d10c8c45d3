import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addWorkingTime, type Span, type WorkingCalendar, workingTimeBetween } from '@/lib/rules/working-hours';

const HOUR = 3_600_000;
const hours = (from: number, to: number): Span => ({ from: from * 60, to: to * 60 });
const week = (...days: Span[]): Span[][] => [days, days, days, days, days, [], []];
const always = Array.from({ length: 7 }, () => [hours(0, 24)]);

const office: WorkingCalendar = { timeZone: 'UTC', week: week(hours(9, 12), hours(13, 18)), holidays: [] };
const berlin: WorkingCalendar = { ...office, timeZone: 'Europe/Berlin' };
const add = (start: string, ms: number, calendar = office) =>
  addWorkingTime(new Date(start), ms, calendar).toISOString();
const between = (start: string, end: string, calendar = office) =>
  workingTimeBetween(new Date(start), new Date(end), calendar);

test('no time later is the same instant, open or closed', () => {
  expect(add('2026-11-20T10:00:00.123Z', 0)).toBe('2026-11-20T10:00:00.123Z');
  expect(add('2026-11-21T10:00:00.123Z', 0)).toBe('2026-11-21T10:00:00.123Z');
});

test('lunch does not count', () => {
  expect(add('2026-11-20T11:00:00Z', HOUR)).toBe('2026-11-20T12:00:00.000Z');
  expect(add('2026-11-20T11:00:00Z', HOUR + 1)).toBe('2026-11-20T13:00:00.001Z');
  expect(between('2026-11-20T11:30:00Z', '2026-11-20T13:30:00Z')).toBe(HOUR);
});

test('what comes in the night begins to count when the office opens, and a weekend does not count', () => {
  expect(add('2026-11-20T03:00:00Z', HOUR)).toBe('2026-11-20T10:00:00.000Z');
  expect(add('2026-11-20T17:30:00Z', HOUR)).toBe('2026-11-23T09:30:00.000Z');
  expect(between('2026-11-20T18:00:00Z', '2026-11-23T09:00:00Z')).toBe(0);
});

test('24 working hours of an eight-hour day are three days', () => {
  expect(add('2026-11-17T09:00:00Z', 24 * HOUR)).toBe('2026-11-19T18:00:00.000Z');
  expect(add('2026-11-17T09:00:00Z', 24 * HOUR + 1)).toBe('2026-11-20T09:00:00.001Z');
});

test('a holiday does not count, and one on a weekend costs nothing', () => {
  expect(add('2026-12-24T17:00:00Z', 2 * HOUR, { ...office, holidays: ['2026-12-25'] })).toBe(
    '2026-12-28T10:00:00.000Z',
  );
  expect(add('2026-12-24T17:00:00Z', 2 * HOUR, { ...office, holidays: ['2026-12-26'] })).toBe(
    '2026-12-25T10:00:00.000Z',
  );
});

test('a holiday is a date of the place, not of Greenwich', () => {
  const tokyo = { ...office, timeZone: 'Asia/Tokyo', holidays: ['2026-11-23'] };
  // Friday 18:00 in Tokyo is 09:00 in Greenwich; the Monday is free.
  expect(add('2026-11-20T09:00:00Z', HOUR, tokyo)).toBe('2026-11-24T01:00:00.000Z');
});

test('a leap day is open like any other', () => {
  expect(add('2028-02-28T17:00:00Z', 2 * HOUR)).toBe('2028-02-29T10:00:00.000Z');
  expect(add('2028-02-28T17:00:00Z', 2 * HOUR, { ...office, holidays: ['2028-02-29'] })).toBe(
    '2028-03-01T10:00:00.000Z',
  );
});

test('in Berlin the office opens at nine before and after the clocks change', () => {
  expect(add('2026-03-27T16:00:00Z', 2 * HOUR, berlin)).toBe('2026-03-30T08:00:00.000Z');
  expect(add('2026-10-23T15:00:00Z', 2 * HOUR, berlin)).toBe('2026-10-26T09:00:00.000Z');
});

test('a day that is open from 00:00 to 24:00 has 23 hours in March and 25 in October', () => {
  const calendar = { ...berlin, week: always };
  expect(between('2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z', calendar)).toBe(23 * HOUR);
  expect(between('2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z', calendar)).toBe(25 * HOUR);
});

test('a week that is always open is the wall clock', () => {
  const calendar = { ...berlin, week: always };
  expect(add('2026-03-28T12:00:00Z', 24 * HOUR, calendar)).toBe('2026-03-29T12:00:00.000Z');
  expect(add('2026-10-24T12:00:00Z', 48 * HOUR, calendar)).toBe('2026-10-26T12:00:00.000Z');
});

test('opening at 00:00 counts from midnight, closing at 24:00 to midnight', () => {
  const night = { ...office, week: week(hours(0, 2), hours(22, 24)) };
  expect(add('2026-11-18T23:00:00Z', HOUR, night)).toBe('2026-11-19T00:00:00.000Z');
  expect(add('2026-11-18T23:00:00Z', 2 * HOUR, night)).toBe('2026-11-19T01:00:00.000Z');
  expect(add('2026-11-18T23:00:00Z', 4 * HOUR, night)).toBe('2026-11-19T23:00:00.000Z');
});

test('spans that a change of the clocks pushes onto each other do not count twice', () => {
  const sunday = [[], [], [], [], [], [], [{ from: 120, to: 165 }, hours(3, 5)]];
  // 02:00 to 02:45 does not exist on 29 March 2026: it is taken as 03:00 to 03:45.
  expect(between('2026-03-29T00:00:00Z', '2026-03-29T12:00:00Z', { ...berlin, week: sunday })).toBe(2 * HOUR);
});

test('nothing has passed backwards', () => {
  expect(between('2026-11-20T12:00:00Z', '2026-11-20T10:00:00Z')).toBe(0);
});

test('an empty week, six days, negative time and a zone that is none are refused', () => {
  const closed = { ...office, week: week() };
  expect(() => add('2026-11-20T12:00:00Z', 1, closed)).toThrow(/never ends/);
  expect(() => between('2026-11-20T12:00:00Z', '2026-11-21T12:00:00Z', closed)).toThrow(RangeError);
  expect(() => add('2026-11-20T12:00:00Z', 1, { ...office, week: week().slice(1) })).toThrow(RangeError);
  for (const ms of [-1, Number.NaN, Infinity]) expect(() => add('2026-11-20T12:00:00Z', ms)).toThrow(RangeError);
  expect(() => add('2026-11-20T12:00:00Z', 1, { ...office, timeZone: 'Mars/Olympus' })).toThrow(RangeError);
});

test('a calendar that is all holidays ends in an error, not in an endless search', () => {
  const day = (at: number) => new Date(Date.UTC(2026, 0, 1) + at * 24 * HOUR).toISOString().slice(0, 10);
  const holidays = Array.from({ length: 4100 }, (_, at) => day(at));
  expect(() => add('2026-01-01T12:00:00Z', 1, { ...office, holidays })).toThrow(/ten years/);
});

const anySpans = fc
  .uniqueArray(fc.integer({ min: 0, max: 96 }), { minLength: 2, maxLength: 6 })
  .map((quarters) => [...quarters].sort((a, b) => a - b))
  .map((edges) =>
    Array.from({ length: Math.floor(edges.length / 2) }, (_, at) => ({
      from: edges[2 * at]! * 15,
      to: edges[2 * at + 1]! * 15,
    })),
  );
const anyCalendar = fc
  .record({
    timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/Santiago', 'Australia/Lord_Howe', 'Pacific/Kiritimati'),
    holidays: fc.subarray(['2026-03-29', '2026-04-03', '2026-10-25', '2026-12-25', '2027-01-01']),
    week: fc.array(fc.oneof(fc.constant([]), anySpans), { minLength: 7, maxLength: 7 }),
  })
  .filter(({ week }) => week.some((spans) => spans.length > 0));
const anyInstant = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true });

test('adding and then measuring gives back what was added', () => {
  fc.assert(
    fc.property(anyInstant, fc.nat(80 * HOUR), anyCalendar, (start, ms, calendar) => {
      expect(workingTimeBetween(start, addWorkingTime(start, ms, calendar), calendar)).toBe(ms);
    }),
    { numRuns: 200 },
  );
});

test('more time is never earlier, a later start is never earlier, and two stretches are their sum', () => {
  fc.assert(
    fc.property(anyInstant, fc.nat(40 * HOUR), fc.nat(40 * HOUR), anyCalendar, (start, ms, more, calendar) => {
      const end = addWorkingTime(start, ms, calendar);
      expect(addWorkingTime(start, ms + more, calendar).getTime()).toBeGreaterThanOrEqual(end.getTime());
      const later = new Date(start.getTime() + more);
      expect(addWorkingTime(later, ms, calendar).getTime()).toBeGreaterThanOrEqual(end.getTime());
      const far = new Date(later.getTime() + ms);
      expect(workingTimeBetween(start, later, calendar) + workingTimeBetween(later, far, calendar)).toBe(
        workingTimeBetween(start, far, calendar),
      );
    }),
    { numRuns: 150 },
  );
});

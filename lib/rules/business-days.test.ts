import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addBusinessDays, type BusinessCalendar, businessDaysBetween } from '@/lib/rules/business-days';

const utc: BusinessCalendar = { timeZone: 'UTC', holidays: [] };
const berlin: BusinessCalendar = { timeZone: 'Europe/Berlin', holidays: [] };
const santiago: BusinessCalendar = { timeZone: 'America/Santiago', holidays: [] };
const lordHowe: BusinessCalendar = { timeZone: 'Australia/Lord_Howe', holidays: [] };
const add = (start: string, days: number, calendar = utc) =>
  addBusinessDays(new Date(start), days, calendar).toISOString();
const between = (start: string, end: string, calendar = utc) =>
  businessDaysBetween(new Date(start), new Date(end), calendar);

test('no days later is the same instant', () => {
  expect(add('2026-11-21T15:30:00.123Z', 0)).toBe('2026-11-21T15:30:00.123Z');
});

test('a business day later is the same time on the next working day', () => {
  expect(add('2026-11-18T15:30:00.123Z', 1)).toBe('2026-11-19T15:30:00.123Z');
  expect(add('2026-11-20T15:30:00.123Z', 1)).toBe('2026-11-23T15:30:00.123Z');
});

// R21
test('the goal of 10 business days is two weeks away, the breach at 14 two weeks and four days', () => {
  expect(add('2026-11-20T12:00:00Z', 10)).toBe('2026-12-04T12:00:00.000Z');
  expect(add('2026-11-20T12:00:00Z', 14)).toBe('2026-12-10T12:00:00.000Z');
});

test('the reminders of days 3, 7 and 10 fall on working days', () => {
  expect([3, 7, 10].map((day) => add('2026-11-20T12:00:00Z', day).slice(0, 10))).toEqual([
    '2026-11-25',
    '2026-12-01',
    '2026-12-04',
  ]);
});

test('what begins on a weekend or holiday begins to count on the next working day', () => {
  const calendar = { ...utc, holidays: ['2026-11-23'] };
  for (const start of ['2026-11-20', '2026-11-21', '2026-11-22', '2026-11-23']) {
    expect(add(`${start}T09:00:00Z`, 1, calendar)).toBe('2026-11-24T09:00:00.000Z');
  }
});

test('a holiday is skipped, and one on a weekend costs nothing', () => {
  expect(add('2026-12-23T09:00:00Z', 2, { ...utc, holidays: ['2026-12-25'] })).toBe('2026-12-28T09:00:00.000Z');
  expect(add('2026-12-23T09:00:00Z', 2, { ...utc, holidays: ['2026-12-26'] })).toBe('2026-12-25T09:00:00.000Z');
  expect(add('2026-12-23T09:00:00Z', 2, { ...utc, holidays: ['2026-12-25', '2026-12-25'] })).toBe(
    '2026-12-28T09:00:00.000Z',
  );
});

test('a holiday is a date of the place, not of Greenwich', () => {
  const calendar = { timeZone: 'Asia/Tokyo', holidays: ['2026-11-23'] };
  // Friday 08:00 in Tokyo is Thursday 23:00 in Greenwich; the Monday is free.
  expect(add('2026-11-19T23:00:00Z', 1, calendar)).toBe('2026-11-23T23:00:00.000Z');
  expect(add('2026-11-19T23:00:00Z', 1, utc)).toBe('2026-11-20T23:00:00.000Z');
});

test('a leap day is a day like any other', () => {
  expect(add('2028-02-28T12:00:00Z', 1)).toBe('2028-02-29T12:00:00.000Z');
  expect(add('2028-02-28T12:00:00Z', 2)).toBe('2028-03-01T12:00:00.000Z');
  expect(add('2026-02-27T12:00:00Z', 1)).toBe('2026-03-02T12:00:00.000Z');
  expect(add('2028-02-28T12:00:00Z', 1, { ...utc, holidays: ['2028-02-29'] })).toBe('2028-03-01T12:00:00.000Z');
});

test('a year ends between two business days', () => {
  expect(add('2026-12-31T12:00:00Z', 1, { ...utc, holidays: ['2027-01-01'] })).toBe('2027-01-04T12:00:00.000Z');
});

test('in Berlin it is 10 in the morning before and after the clocks change', () => {
  expect(add('2026-03-27T09:00:00Z', 1, berlin)).toBe('2026-03-30T08:00:00.000Z');
  expect(add('2026-10-23T08:00:00Z', 1, berlin)).toBe('2026-10-26T09:00:00.000Z');
});

test('in Santiago it is 10 in the morning before and after the clocks change, the other way round', () => {
  expect(add('2026-04-03T13:00:00Z', 1, santiago)).toBe('2026-04-06T14:00:00.000Z');
  expect(add('2026-09-04T14:00:00Z', 1, santiago)).toBe('2026-09-07T13:00:00.000Z');
});

test('on Lord Howe Island the clocks change by half an hour', () => {
  expect(add('2026-04-02T23:00:00Z', 1, lordHowe)).toBe('2026-04-05T23:30:00.000Z');
  expect(add('2026-10-01T23:30:00Z', 1, lordHowe)).toBe('2026-10-04T23:00:00.000Z');
});

test('a time that the clocks skip is taken later, and of a time that comes twice the first', () => {
  const everyDay = { ...berlin, workdays: [1, 2, 3, 4, 5, 6, 7] };
  // 02:30 does not exist on 29 March 2026: 03:30 summer time. It comes twice on 25 October: summer time is first.
  expect(add('2026-03-28T01:30:00Z', 1, everyDay)).toBe('2026-03-29T01:30:00.000Z');
  expect(add('2026-10-24T00:30:00Z', 1, everyDay)).toBe('2026-10-25T00:30:00.000Z');
  const island = { ...lordHowe, workdays: [7] };
  // 02:15 is skipped on 4 October 2026: 02:45 at +11.
  expect(add('2026-09-26T15:45:00Z', 1, island)).toBe('2026-10-03T15:45:00.000Z');
});

test('another working week, from Sunday to Thursday', () => {
  const calendar = { ...utc, workdays: [7, 1, 2, 3, 4] };
  expect(add('2026-11-19T12:00:00Z', 1, calendar)).toBe('2026-11-22T12:00:00.000Z');
});

test('a day is over to the millisecond', () => {
  expect(between('2026-11-20T12:00:00.000Z', '2026-11-23T11:59:59.999Z')).toBe(0);
  expect(between('2026-11-20T12:00:00.000Z', '2026-11-23T12:00:00.000Z')).toBe(1);
  expect(between('2026-11-20T12:00:00Z', '2026-12-04T11:59:59.999Z')).toBe(9);
  expect(between('2026-11-20T12:00:00Z', '2026-12-04T12:00:00.000Z')).toBe(10);
});

test('nothing has passed on a weekend, nor backwards', () => {
  expect(between('2026-11-21T00:00:00Z', '2026-11-22T23:59:59Z')).toBe(0);
  expect(between('2026-11-23T12:00:00Z', '2026-11-20T12:00:00Z')).toBe(0);
});

test('an empty week, a day that is none, half a day and a zone that is none are refused', () => {
  expect(() => add('2026-11-20T12:00:00Z', 1, { ...utc, workdays: [] })).toThrow(RangeError);
  expect(() => between('2026-11-20T12:00:00Z', '2026-11-21T12:00:00Z', { ...utc, workdays: [] })).toThrow(RangeError);
  for (const day of [0, 8, 1.5])
    expect(() => add('2026-11-20T12:00:00Z', 1, { ...utc, workdays: [day] })).toThrow(RangeError);
  for (const days of [-1, 0.5, Number.NaN, Infinity])
    expect(() => add('2026-11-20T12:00:00Z', days)).toThrow(RangeError);
  expect(() => add('2026-11-20T12:00:00Z', 1, { ...utc, timeZone: 'Mars/Olympus' })).toThrow(RangeError);
});

test('a calendar that is all holidays ends in an error, not in an endless search', () => {
  const day = (at: number) => new Date(Date.UTC(2026, 0, 1) + at * 86_400_000).toISOString().slice(0, 10);
  const holidays = Array.from({ length: 4100 }, (_, at) => day(at));
  expect(() => add('2026-01-01T12:00:00Z', 1, { ...utc, holidays })).toThrow(/ten years/);
});

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/Santiago',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Kiritimati',
];
const anyCalendar = fc.record({
  timeZone: fc.constantFrom(...zones),
  holidays: fc.subarray(['2026-04-03', '2026-04-06', '2026-10-26', '2026-12-25', '2027-01-01', '2027-03-29']),
  workdays: fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }),
});
const anyInstant = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true });

test('counting and adding agree, in every zone and at every time', () => {
  fc.assert(
    fc.property(anyInstant, fc.nat(40 * 86_400_000), anyCalendar, (start, later, calendar) => {
      const end = new Date(start.getTime() + later);
      const days = businessDaysBetween(start, end, calendar);
      expect(addBusinessDays(start, days, calendar).getTime()).toBeLessThanOrEqual(end.getTime());
      expect(addBusinessDays(start, days + 1, calendar).getTime()).toBeGreaterThan(end.getTime());
    }),
    { numRuns: 500 },
  );
});

test('more days are always later, and always on a working day of the place', () => {
  fc.assert(
    fc.property(anyInstant, fc.integer({ min: 1, max: 20 }), anyCalendar, (start, days, calendar) => {
      const [before, after] = [addBusinessDays(start, days - 1, calendar), addBusinessDays(start, days, calendar)];
      expect(after.getTime()).toBeGreaterThan(before.getTime());
      const date = new Intl.DateTimeFormat('sv-SE', { timeZone: calendar.timeZone }).format(after);
      expect(calendar.holidays).not.toContain(date);
      expect(calendar.workdays).toContain(new Date(`${date}T00:00:00Z`).getUTCDay() || 7);
    }),
    { numRuns: 500 },
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ICS_BYTES, readHolidays } from '@/lib/rules/holidays-ics';
import { isRefusal } from '@/lib/rules/refusal';

const NOW = new Date('2026-11-21T12:00:00Z');
const event = (...lines: string[]) => ['BEGIN:VEVENT', 'UID:1@example.com', ...lines, 'END:VEVENT'].join('\r\n');
const calendar = (...events: string[]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test', ...events, 'END:VCALENDAR', ''].join('\r\n');
const day = (date: string, name: string, ...more: string[]) =>
  event(`DTSTART;VALUE=DATE:${date}`, `SUMMARY:${name}`, ...more);

function read(...events: string[]) {
  const result = readHolidays(calendar(...events), NOW);
  if (isRefusal(result)) throw new Error(result.message);
  return result;
}
const dates = (...events: string[]) => read(...events).holidays.map(({ date }) => date);
const faultOf = (text: string) => {
  const result = readHolidays(text, NOW);
  return isRefusal(result) ? (result.details!.faults as { ics: string }).ics : 'none';
};

test('a whole day is a holiday, with its name', () => {
  expect(read(day('20261225', 'Christmas\\, first day'))).toEqual({
    holidays: [{ date: '2026-12-25', name: 'Christmas, first day' }],
    ignored: 0,
  });
});

test('a long line that the file folds is one name, and a byte order mark is no fault', () => {
  const folded = calendar(day('20261225', `Christ\r\n mas`));
  expect(readHolidays(`\uFEFF${folded}`, NOW)).toMatchObject({ holidays: [{ name: 'Christmas' }] });
});

test('several days on end are each a holiday; the end is the day after', () => {
  expect(dates(day('20261224', 'Closed', 'DTEND;VALUE=DATE:20261227'))).toEqual([
    '2026-12-24',
    '2026-12-25',
    '2026-12-26',
  ]);
  expect(dates(day('20261231', 'Closed', 'DURATION:P2D'))).toEqual(['2026-12-31', '2027-01-01']);
});

test('what comes every year is expanded from a year ago to three years ahead, to the day', () => {
  expect(dates(day('20101121', 'Founding day', 'RRULE:FREQ=YEARLY'))).toEqual([
    '2025-11-21',
    '2026-11-21',
    '2027-11-21',
    '2028-11-21',
    '2029-11-21',
  ]);
  expect(dates(day('20101120', 'The day before', 'RRULE:FREQ=YEARLY'))).toHaveLength(4);
});

test('the fourth Thursday of November, a leap day, a rule that ends, and a year that is left out', () => {
  expect(dates(day('20201126', 'Thanksgiving', 'RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH'))).toEqual([
    '2025-11-27',
    '2026-11-26',
    '2027-11-25',
    '2028-11-23',
  ]);
  expect(dates(day('20200229', 'Leap day', 'RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29'))).toEqual(['2028-02-29']);
  expect(dates(day('20251225', 'Christmas', 'RRULE:FREQ=YEARLY;UNTIL=20261231'))).toEqual(['2025-12-25', '2026-12-25']);
  expect(dates(day('20251225', 'Christmas', 'RRULE:FREQ=YEARLY;COUNT=3', 'EXDATE;VALUE=DATE:20261225'))).toEqual([
    '2025-12-25',
    '2027-12-25',
  ]);
});

test('one year that was moved counts where it was moved to', () => {
  const moved = event('RECURRENCE-ID;VALUE=DATE:20261225', 'DTSTART;VALUE=DATE:20261228', 'SUMMARY:Christmas, moved');
  expect(dates(day('20251225', 'Christmas', 'RRULE:FREQ=YEARLY;COUNT=2'), moved)).toEqual(['2025-12-25', '2026-12-28']);
});

test('meetings, weekly days, cancelled days and nonsense are counted and left out', () => {
  const read4 = read(
    day('20261225', 'Christmas'),
    event('DTSTART:20261225T090000Z', 'SUMMARY:Meeting'),
    day('20261122', 'Sunday', 'RRULE:FREQ=WEEKLY'),
    day('20261226', 'Not this time', 'STATUS:CANCELLED'),
    day('20261227', 'Nonsense', 'RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=5SU;BYMONTHDAY=1'),
  );
  expect(read4).toEqual({ holidays: [{ date: '2026-12-25', name: 'Christmas' }], ignored: 4 });
});

test('a date that stands in two events has the first name', () => {
  expect(read(day('20261225', 'Christmas'), day('20261225', 'Closed')).holidays).toEqual([
    { date: '2026-12-25', name: 'Christmas' },
  ]);
});

test('256 KB are read, a byte more is refused', () => {
  const text = calendar(day('20261225', 'Christmas'));
  const padded = (size: number) => `${text}${'\n'.repeat(size - text.length)}`;
  expect(faultOf(padded(ICS_BYTES))).toBe('none');
  expect(faultOf(padded(ICS_BYTES + 1))).toBe('too-large');
});

test('what is no calendar is refused as broken', () => {
  for (const text of ['', 'hello', '<html></html>', 'BEGIN:VCALENDAR', 'BEGIN:VEVENT\r\nEND:VEVENT', '\u0000\u0001']) {
    expect(faultOf(text), text).toBe('broken');
  }
});

test('a calendar without a day that counts, or of more than a thousand, is refused', () => {
  expect(faultOf(calendar())).toBe('no-events');
  expect(faultOf(calendar(day('19990101', 'Long ago')))).toBe('no-events');
  expect(faultOf(calendar(event('DTSTART:20261225T090000Z', 'SUMMARY:Meeting')))).toBe('no-events');
  const many = (count: number) =>
    calendar(
      ...Array.from({ length: count }, (_, at) =>
        day(new Date(Date.UTC(2026, 0, 1 + at)).toISOString().slice(0, 10).replaceAll('-', ''), `Day ${at}`),
      ),
    );
  expect(faultOf(many(1_000))).toBe('none');
  expect(faultOf(many(1_001))).toBe('too-many');
});

test('a file of rules that have gone on for centuries is refused, not worked through', () => {
  const old = Array.from({ length: 40 }, (_, at) => day(`10${10 + at}0101`, `Rule ${at}`, 'RRULE:FREQ=YEARLY'));
  expect(faultOf(calendar(...old))).toBe('too-many');
});

test('no text, however strange, takes long or throws', () => {
  const rule = fc.constantFrom(
    'INTERVAL=0',
    'INTERVAL=99999999',
    'BYMONTHDAY=30;BYMONTH=2',
    'BYEASTER=0',
    'BYSETPOS=400',
    'COUNT=-1',
  );
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), rule, (noise, part) => {
      readHolidays(noise, NOW);
      readHolidays(calendar(day('16000101', noise, `RRULE:FREQ=YEARLY;${part}`)), NOW);
    }),
    { numRuns: 50 },
  );
});

import { expect, test } from 'vitest';
import {
  readCalendarForm,
  readHolidayLines,
  readSpans,
  writeHolidayLines,
  writeSpans,
} from '@/lib/rules/calendar-form';

const form =
  (fields: Record<string, string>) =>
  (name: string): string =>
    ({ name: 'Office', timeZone: 'Europe/Berlin', day1: '09:00-17:00', ...fields })[name] ?? '';

test('hours are read as people write them, and written in one way', () => {
  expect(readSpans(' 9-12 , 13:00 – 17:30')).toEqual([
    { from: 540, to: 720 },
    { from: 780, to: 1050 },
  ]);
  expect(writeSpans(readSpans('9-12,13:00–17:30')!)).toBe('09:00-12:00, 13:00-17:30');
  expect(readSpans('')).toEqual([]);
});

test('a day may be open from 00:00 to 24:00, and not a minute longer', () => {
  expect(readSpans('00:00-24:00')).toEqual([{ from: 0, to: 1440 }]);
  for (const text of ['00:00-24:01', '00:00-25:00', '24:00-24:00']) expect(readSpans(text), text).toBeNull();
});

test('spans may touch and may not overlap, run backwards or be seven', () => {
  expect(readSpans('09:00-12:00, 12:00-13:00')).toHaveLength(2);
  const wrong = [
    '09:00-12:00, 11:59-13:00',
    '17:00-09:00',
    '09:00-09:00',
    '9:60-10',
    'nine to five',
    '9-',
    '1-2,3-4,5-6,7-8,9-10,11-12,13-14',
  ];
  for (const text of wrong) expect(readSpans(text), text).toBeNull();
});

test('holidays are a date and a name a line, sorted, and each fault has its line', () => {
  const { holidays, lines } = readHolidayLines(
    '2027-01-01 New Year\n\n2026-12-25\r\n2026-02-29 none\n25.12.2026\n2027-01-01 again',
  );
  expect(writeHolidayLines(holidays)).toBe('2026-12-25\n2027-01-01 New Year');
  expect(lines).toEqual([
    { line: 4, text: '2026-02-29 none', fault: 'date' },
    { line: 5, text: '25.12.2026', fault: 'date' },
    { line: 6, text: '2027-01-01 again', fault: 'twice' },
  ]);
  expect(readHolidayLines('2028-02-29 leap day').lines).toEqual([]);
});

test('a form that is right is a calendar', () => {
  expect(readCalendarForm(form({ holidays: '2026-12-25 Christmas' }))).toEqual({
    name: 'Office',
    timeZone: 'Europe/Berlin',
    week: [[{ from: 540, to: 1020 }], [], [], [], [], [], []],
    holidays: [{ date: '2026-12-25', name: 'Christmas' }],
  });
});

test('an empty week, a zone that is none, no name and bad hours are refused, each by its field', () => {
  const faults = (fields: Record<string, string>) =>
    (readCalendarForm(form(fields)) as { details?: { faults: object } }).details?.faults;
  expect(faults({ day1: '' })).toEqual({ week: 'week' });
  expect(faults({ timeZone: 'Mars/Olympus', name: ' ' })).toEqual({ name: 'name', timeZone: 'zone' });
  expect(faults({ day3: 'noon' })).toEqual({ day3: 'hours-3' });
  expect(faults({ name: 'x'.repeat(60) })).toBeUndefined();
  expect(faults({ name: 'x'.repeat(61) })).toEqual({ name: 'name' });
});

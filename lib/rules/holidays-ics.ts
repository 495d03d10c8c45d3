/**
 * Holidays out of an iCalendar file (RFC 5545), as calendars of countries and companies are published: whole days, several
 * days on end, and rules that come every year, from a year ago to three years ahead. What has a time of day is no holiday.
 */
import ICAL from 'ical.js';
import { type Refusal, refuse } from '@/lib/rules/refusal';

export type Holiday = { date: string; name: string };
/** `ignored`: events with a time of day, of other rhythms than a year, cancelled, or that could not be read. */
export type ReadHolidays = { holidays: Holiday[]; ignored: number };
export type IcsFault = 'too-large' | 'broken' | 'no-events' | 'too-many';

export const ICS_BYTES = 256 * 1024;
const YEARS_BACK = 1;
const YEARS_AHEAD = 3;
const MOST_HOLIDAYS = 1_000;
/** Looked at in the whole file: forty holidays that began in 1900. The library takes up to a millisecond for each. */
const MOST_REPEATS = 6_000;
const LONGEST_DAYS = 60;
const LONGEST_NAME = 100;
const DAY = 86_400_000;

const MESSAGES: Record<IcsFault, string> = {
  'too-large': 'This calendar is larger than 256 KB.',
  broken: 'This is not a calendar file that can be read.',
  'no-events': 'There are no whole days in this calendar from a year ago to three years ahead.',
  'too-many': 'There are more than 1,000 days in this calendar. It is not a list of holidays.',
};

/** In order of date, one name per date. Refused: `too-large`, and `malformed` with the fault in the details. */
export function readHolidays(text: string, now: Date): ReadHolidays | Refusal {
  if (text.length > ICS_BYTES || Buffer.byteLength(text) > ICS_BYTES) return fault('too-large');
  const events = parseEvents(text);
  if (!events) return fault('broken');
  const window = { from: yearsFrom(now, -YEARS_BACK), to: yearsFrom(now, YEARS_AHEAD) };
  const byDate = new Map<string, string>();
  const budget = { repeats: MOST_REPEATS };
  let ignored = 0;
  for (const event of events) {
    const days = daysOf(event, window, budget);
    if (!days) ignored += 1;
    const name = (event.summary ?? '').replace(/\s+/g, ' ').trim().slice(0, LONGEST_NAME);
    for (const day of days ?? []) if (!byDate.has(day)) byDate.set(day, name || day);
    if (byDate.size > MOST_HOLIDAYS || budget.repeats === 0) return fault('too-many');
  }
  if (byDate.size === 0) return fault('no-events');
  const holidays = [...byDate].map(([date, name]) => ({ date, name })).sort((a, b) => (a.date < b.date ? -1 : 1));
  return { holidays, ignored };
}

function fault(name: IcsFault): Refusal {
  const code = name === 'too-large' ? 'too-large' : 'malformed';
  return refuse(code, MESSAGES[name], { details: { faults: { ics: name } } });
}

/** Null when it is no calendar. Events that only change one date of another are read with that other one. */
function parseEvents(text: string): ICAL.Event[] | null {
  try {
    const calendar = new ICAL.Component(ICAL.parse(text.replace(/^\uFEFF/, '').trim()) as [string, never[], never[]]);
    if (calendar.name !== 'vcalendar') return null;
    return calendar
      .getAllSubcomponents('vevent')
      .filter((event) => !event.hasProperty('recurrence-id'))
      .map((event) => new ICAL.Event(event));
  } catch {
    return null;
  }
}

type Window = { from: string; to: string };
type Budget = { repeats: number };

/** Null for what is no holiday. */
function daysOf(event: ICAL.Event, window: Window, budget: Budget): string[] | null {
  try {
    if (event.component.getFirstPropertyValue('status') === 'CANCELLED' || !event.startDate.isDate) return null;
    if (!event.isRecurring()) return stretch(event.startDate, event.endDate, window);
    return isYearly(event) ? repeated(event, window, budget) : null;
  } catch {
    // A rule or a date that says nothing; the rest of the file may be good.
    return null;
  }
}

/** A date, or a weekday of a month. What mixes the two is searched for centuries by the library and is no holiday of anybody's. */
function isYearly(event: ICAL.Event): boolean {
  const rules = event.component.getAllProperties('rrule').map((rule) => rule.getFirstValue() as ICAL.Recur);
  return rules.every(({ freq, interval, parts }) => {
    const kinds = Object.keys(parts).sort().join();
    return freq === 'YEARLY' && interval <= 50 && YEARLY_PARTS.includes(kinds);
  });
}

const YEARLY_PARTS = ['', 'BYMONTH', 'BYMONTH,BYMONTHDAY', 'BYDAY,BYMONTH'];

function repeated(event: ICAL.Event, window: Window, budget: Budget): string[] {
  const days: string[] = [];
  const dates = event.iterator();
  for (; budget.repeats > 0; budget.repeats -= 1) {
    const next = dates.next();
    if (!next || next.toString() > window.to) break;
    const { startDate, endDate } = event.getOccurrenceDetails(next);
    days.push(...stretch(startDate, endDate, window));
  }
  return days;
}

/** `end` is the day after the last one; an event without an end is its one day. */
function stretch(start: ICAL.Time, end: ICAL.Time | null, { from, to }: Window): string[] {
  const first = dayOf(start);
  const length = Math.max(1, Math.round(((end ? dayOf(end) : first) - first) / DAY));
  if (length > LONGEST_DAYS) return [];
  const days = Array.from({ length }, (_, at) => isoDay(first + at * DAY));
  return days.filter((day) => day >= from && day <= to);
}

function dayOf({ year, month, day }: ICAL.Time): number {
  return Date.UTC(year, month - 1, day);
}

function isoDay(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}

function yearsFrom(now: Date, years: number): string {
  return isoDay(Date.UTC(now.getUTCFullYear() + years, now.getUTCMonth(), now.getUTCDate()));
}

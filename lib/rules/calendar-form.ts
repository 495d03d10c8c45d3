/**
 * A calendar as people type it: hours as `09:00-12:00, 13:00-17:00`, one line a day of the week, and holidays as one date a
 * line with its name. Every fault is named where it stands.
 */
import type { Holiday } from '@/lib/rules/holidays-ics';
import { type Refusal, refuse } from '@/lib/rules/refusal';
import { MINUTES_A_DAY, type Span } from '@/lib/rules/working-hours';
import { isTimeZone } from '@/lib/rules/zone-clock';

export type CalendarInput = { name: string; timeZone: string; week: Span[][]; holidays: Holiday[] };

export const LONGEST_CALENDAR_NAME = 60;
export const MOST_CALENDAR_HOLIDAYS = 1_000;
const LONGEST_HOLIDAY_NAME = 100;
const MOST_SPANS = 6;
const MOST_FAULTS_SHOWN = 10;

export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;

/** Fields: `name`, `timeZone`, `day1` (Monday) to `day7`, `holidays`. `details.faults` by field, `details.lines` by line. */
export function readCalendarForm(text: (name: string) => string): CalendarInput | Refusal {
  const faults: Record<string, string> = {};
  const name = text('name').trim();
  if (name === '' || name.length > LONGEST_CALENDAR_NAME) faults.name = 'name';
  const timeZone = text('timeZone').trim();
  if (!isTimeZone(timeZone)) faults.timeZone = 'zone';
  const week = WEEKDAYS.map((day) => {
    const spans = readSpans(text(`day${day}`));
    if (!spans) faults[`day${day}`] = `hours-${day}`;
    return spans ?? [];
  });
  if (week.every((spans) => spans.length === 0) && !faults.timeZone && Object.keys(faults).length === 0)
    faults.week = 'week';
  const { holidays, lines } = readHolidayLines(text('holidays'));
  if (Object.keys(faults).length === 0 && lines.length === 0) return { name, timeZone, week, holidays };
  const details = { faults, ...(lines.length > 0 && { lines: { holidays: lines.slice(0, MOST_FAULTS_SHOWN) } }) };
  return refuse('malformed', 'Some of this is not right. Nothing was saved.', { details });
}

/** Null when it says no hours. Nothing is a day off. In order, not overlapping; spans that touch stay as they are. */
export function readSpans(text: string): Span[] | null {
  const parts = text.split(',').flatMap((part) => part.trim() || []);
  if (parts.length > MOST_SPANS) return null;
  const spans: Span[] = [];
  for (const part of parts) {
    const [, from, to] = /^(\d{1,2}(?::\d{2})?) *(?:-|–|—) *(\d{1,2}(?::\d{2})?)$/.exec(part) ?? [];
    const span = { from: minutes(from), to: minutes(to) };
    if (!(span.from >= (spans.at(-1)?.to ?? 0) && span.from < span.to && span.to <= MINUTES_A_DAY)) return null;
    spans.push(span);
  }
  return spans;
}

export function writeSpans(spans: readonly Span[]): string {
  return spans.map(({ from, to }) => `${clock(from)}-${clock(to)}`).join(', ');
}

/** Minutes after midnight; not a number for what is no time of day. */
function minutes(text: string | undefined): number {
  const [hour, minute = '0'] = (text ?? '').split(':');
  return hour && Number(hour) <= 24 && Number(minute) < 60 ? Number(hour) * 60 + Number(minute) : Number.NaN;
}

function clock(minutes: number): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

type HolidayFault = { line: number; text: string; fault: 'date' | 'twice' | 'too-many' };

/** `2026-12-25 Christmas`, one a line; the name may be missing. */
export function readHolidayLines(text: string): { holidays: Holiday[]; lines: HolidayFault[] } {
  const byDate = new Map<string, string>();
  const lines: HolidayFault[] = [];
  for (const [at, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const entry = raw.trim();
    if (entry === '') continue;
    const fault = (kind: HolidayFault['fault']) => lines.push({ line: at + 1, text: entry.slice(0, 60), fault: kind });
    const [, date, name = ''] = /^(\d{4}-\d{2}-\d{2})(?:\s+(.*))?$/.exec(entry) ?? [];
    if (!date || !isDate(date) || name.length > LONGEST_HOLIDAY_NAME) fault('date');
    else if (byDate.has(date)) fault('twice');
    else if (byDate.size >= MOST_CALENDAR_HOLIDAYS) {
      fault('too-many');
      break;
    } else byDate.set(date, name || date);
  }
  const holidays = [...byDate].map(([date, name]) => ({ date, name })).sort((a, b) => (a.date < b.date ? -1 : 1));
  return { holidays, lines };
}

export function writeHolidayLines(holidays: readonly Holiday[]): string {
  return holidays.map(({ date, name }) => (name === date ? date : `${date} ${name}`)).join('\n');
}

/** 31 February is none. */
function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

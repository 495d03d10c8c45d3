/**
 * Working time in a place: its zone, its opening hours for each day of the week, and the days it is closed. R20 counts 24 and
 * 48 hours by the wall clock unless the operator chooses hours like these.
 *
 * A span is a stretch of wall time; what counts is the real time in it, so that a night shift over a change of the clocks is
 * an hour shorter or longer. `24:00` is the next midnight: a day that is open to its end goes over into the next without a gap.
 */
import { DAY, fromWall, toWall, zoneClock } from '@/lib/rules/zone-clock';

/** Minutes after midnight; `to` is at most 1440 and greater than `from`. */
export type Span = { from: number; to: number };

export type WorkingCalendar = {
  /** IANA name: `Europe/Berlin`. */
  timeZone: string;
  /** Seven days, Monday first; each with its spans in order. No span is a day off. */
  week: readonly (readonly Span[])[];
  /** `YYYY-MM-DD`, as dates of that place. */
  holidays: readonly string[];
};

export const MINUTES_A_DAY = 1440;
const MINUTE = 60_000;

/** The instant by which `ms` of working time have passed since `start`. At the end of a span it is that end, not the next opening. */
export function addWorkingTime(start: Date, ms: number, calendar: WorkingCalendar): Date {
  if (!Number.isFinite(ms) || ms < 0) throw new RangeError(`Working time to add is 0 or more, got ${ms}`);
  let left = ms;
  let at = start.getTime();
  if (left === 0) return start;
  for (const open of openFrom(at, calendar)) {
    at = Math.max(at, open.from);
    if (open.to - at >= left) return new Date(at + left);
    left -= Math.max(0, open.to - at);
  }
  throw new RangeError('This calendar does not open for that long within ten years');
}

/** How much working time, in milliseconds, lies between two instants; 0 when `end` is not later. */
export function workingTimeBetween(start: Date, end: Date, calendar: WorkingCalendar): number {
  let passed = 0;
  for (const open of openFrom(start.getTime(), calendar)) {
    if (open.from >= end.getTime()) break;
    passed += Math.max(0, Math.min(open.to, end.getTime()) - Math.max(open.from, start.getTime()));
  }
  return passed;
}

/** Is there any hour in this week at all? */
export function isEverOpen({ week }: Pick<WorkingCalendar, 'week'>): boolean {
  return week.some((spans) => spans.length > 0);
}

/** No calendar is closed for ten years; one that is would be searched for ever. */
const SEARCHED_DAYS = 3660;

type Open = { from: number; to: number };

/** The stretches in which the place is open, from the one before or around this instant on, in order and without overlap. */
function* openFrom(instant: number, { timeZone, week, holidays }: WorkingCalendar): Generator<Open> {
  if (week.length !== 7) throw new RangeError(`A week has seven days, got ${week.length}`);
  if (!isEverOpen({ week })) throw new RangeError('A week without an opening hour never ends');
  const zone = zoneClock(timeZone);
  const closed = new Set(holidays);
  const first = Math.floor(toWall(instant, zone) / DAY) * DAY;
  let until = Number.NEGATIVE_INFINITY;
  for (let day = first - DAY; day < first + SEARCHED_DAYS * DAY; day += DAY) {
    const date = new Date(day);
    if (closed.has(date.toISOString().slice(0, 10))) continue;
    for (const span of week[(date.getUTCDay() + 6) % 7]!) {
      // A span within a skipped hour moves behind it, perhaps onto the next one: no minute counts twice.
      const from = Math.max(until, fromWall(day + span.from * MINUTE, zone));
      const to = fromWall(day + span.to * MINUTE, zone);
      if (to <= from) continue;
      until = to;
      yield { from, to };
    }
  }
}

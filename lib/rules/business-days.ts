/**
 * Business days in somebody else's calendar: the advertiser's time zone, working week and holidays.
 *
 * Seed 000: "The goal is to resolve the issue within 10-14 business days." R21: goal 10 business days, breach 14,
 * reminders on business days 3, 7 and 10, "in the advertiser's calendar with its holidays".
 *
 * A business day later is the same time on the clock of that place, whatever happens to its clocks in between. A time that
 * a change of the clocks skips is taken as much later as the gap is long; of a time that comes twice the first is taken.
 */
import { DAY, fromWall, toWall, type Wall, zoneClock } from '@/lib/rules/zone-clock';

export type BusinessCalendar = {
  /** IANA name: `Europe/Berlin`. */
  timeZone: string;
  /** `YYYY-MM-DD`, as dates of that place. */
  holidays: readonly string[];
  /** 1 is Monday, 7 is Sunday. Monday to Friday unless told otherwise. */
  workdays?: readonly number[];
};

/** The instant `days` business days after `start`. What begins on a free day begins to count on the next business day. */
export function addBusinessDays(start: Date, days: number, calendar: BusinessCalendar): Date {
  if (!Number.isInteger(days) || days < 0) throw new RangeError(`A whole number of days expected, got ${days}`);
  const place = placeOf(calendar);
  const wall = toWall(start.getTime(), place.zone);
  let found = wall;
  for (let left = days; left > 0; left -= 1) found = nextBusinessDay(found, place);
  return days === 0 ? start : new Date(fromWall(found, place.zone));
}

/** How many business days have passed in full from `start` to `end`: the greatest n that `addBusinessDays` does not carry past `end`. */
export function businessDaysBetween(start: Date, end: Date, calendar: BusinessCalendar): number {
  const place = placeOf(calendar);
  let passed = 0;
  let wall = nextBusinessDay(toWall(start.getTime(), place.zone), place);
  for (; fromWall(wall, place.zone) <= end.getTime(); wall = nextBusinessDay(wall, place)) passed += 1;
  return passed;
}

type Place = { zone: Intl.DateTimeFormat; free: Set<string>; workdays: readonly number[] };

function placeOf({ timeZone, holidays, workdays = [1, 2, 3, 4, 5] }: BusinessCalendar): Place {
  if (workdays.length === 0) throw new RangeError('A week without a working day never ends');
  if (!workdays.every((day) => Number.isInteger(day) && day >= 1 && day <= 7)) {
    throw new RangeError(`Working days are 1 (Monday) to 7 (Sunday), got ${workdays.join(', ')}`);
  }
  return { zone: zoneClock(timeZone), free: new Set(holidays), workdays };
}

/** No calendar is free for ten years; one that is would be searched for ever. */
const SEARCHED_DAYS = 3660;

function nextBusinessDay(wall: Wall, { free, workdays }: Place): Wall {
  for (let ahead = 1; ahead <= SEARCHED_DAYS; ahead += 1) {
    const date = new Date(wall + ahead * DAY);
    if (workdays.includes(date.getUTCDay() || 7) && !free.has(date.toISOString().slice(0, 10))) return date.getTime();
  }
  throw new RangeError('This calendar has no business day within ten years');
}

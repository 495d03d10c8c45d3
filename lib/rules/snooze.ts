/** How long a ticket may sleep. Pure; mornings are those of the desk's time zone. */
import { DAY, fromWall, toWall, zoneClock } from '@/lib/rules/zone-clock';

export const SNOOZES = ['tomorrow', 'three-days', 'next-week', 'reply'] as const;
export type Snooze = (typeof SNOOZES)[number];

const NINE = 9 * 3_600_000;
/** Until the user replies, but nothing sleeps for ever. */
const LONGEST_DAYS = 14;

export function isSnooze(value: string): value is Snooze {
  return (SNOOZES as readonly string[]).includes(value);
}

/** At nine in the morning, of tomorrow, of the day after two more, of next Monday, or of the day in two weeks. */
export function snoozeUntil(snooze: Snooze, now: Date, timeZone: string): Date {
  const zone = zoneClock(timeZone);
  const today = Math.floor(toWall(now.getTime(), zone) / DAY);
  return new Date(fromWall((today + daysOf(snooze, today)) * DAY + NINE, zone));
}

/** Day 0 of the clock, 1 January 1970, was a Thursday. */
function daysOf(snooze: Snooze, today: number): number {
  switch (snooze) {
    case 'tomorrow':
      return 1;
    case 'three-days':
      return 3;
    case 'next-week':
      return 7 - ((today + 3) % 7);
    case 'reply':
      return LONGEST_DAYS;
  }
}

/** How instants are written. Pure: the server writes them in UTC, the browser again in its own time zone (local-times.tsx). */
export type TimeStyle = 'exact' | 'clock' | 'second' | 'day' | 'relative';

const STYLES: Record<Exclude<TimeStyle, 'relative'>, Intl.DateTimeFormatOptions> = {
  exact: { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' },
  clock: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
  second: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' },
  day: { weekday: 'short', day: 'numeric', month: 'short' },
};

/** Without a time zone it is the reader's own; with one, the zone is named. */
export function instantText(
  at: Date,
  style: Exclude<TimeStyle, 'relative'>,
  locale: string,
  timeZone?: string,
): string {
  const named = timeZone && style !== 'day' ? { timeZoneName: 'short' as const } : {};
  return new Intl.DateTimeFormat(locale, { ...STYLES[style], timeZone, ...named, hourCycle: 'h23' }).format(at);
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const UNITS: readonly [Intl.RelativeTimeFormatUnit, number, number][] = [
  ['day', DAY, 2 * DAY],
  ['hour', HOUR, HOUR],
  ['minute', MINUTE, MINUTE],
];

/** "in 3 hours", "2 days ago": the largest unit that is not misleading (36 hours are hours, not a day). */
export function relativeText(at: Date, now: Date, locale: string): string {
  const gap = at.getTime() - now.getTime();
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const [unit, size] = UNITS.find(([, , from]) => Math.abs(gap) >= from) ?? ['second', Number.POSITIVE_INFINITY];
  return format.format(unit === 'second' ? 0 : Math.trunc(gap / size), unit);
}

const LENGTHS = [
  ['day', DAY],
  ['hour', HOUR],
  ['minute', MINUTE],
  ['second', 1000],
] as const;

/** In the largest unit of which there is at least one. */
export function durationText(ms: number, locale: string): string {
  const [unit, size] = LENGTHS.find(([, size]) => Math.abs(ms) >= size) ?? LENGTHS[3];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 1 }).format(
    ms / size,
  );
}

/** How near a deadline is, in the fewest words that are true. Pure: the server and the browser write the same. */
export type DeadlineState = 'later' | 'soon' | 'late' | 'breached';

/** Each but `late` and `breached` holds `{time}` only for what is to come. */
export type DeadlineWords = {
  later: string;
  left: string;
  late: string;
  breached: string;
  /** The two instants, for whoever points at the chip: hold `{target}` and `{breach}`. */
  exact: string;
  exactTarget: string;
  nowLate: string;
  nowBreached: string;
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** The same four hours as those of the queue "Due". */
const SOON = 4 * HOUR;

/** R20: `late` from the target on, `breached` from the breach on, each to the millisecond. */
export function deadlineState(dueAt: Date, breachAt: Date | null, now: Date): DeadlineState {
  if (breachAt !== null && breachAt <= now) return 'breached';
  if (dueAt <= now) return 'late';
  return dueAt.getTime() - now.getTime() <= SOON ? 'soon' : 'later';
}

/** "in 3 h", "12 min left", "late 2 h", "breached 3 h": what is late counts from the target, what is breached from the breach. */
export function deadlineText(
  { dueAt, breachAt, now }: { dueAt: Date; breachAt: Date | null; now: Date },
  words: Pick<DeadlineWords, 'later' | 'left' | 'late' | 'breached'>,
  locale: string,
): string {
  const state = deadlineState(dueAt, breachAt, now);
  const from = state === 'breached' ? breachAt! : dueAt;
  const gap = Math.abs(from.getTime() - now.getTime());
  const time = shortTime(gap, locale);
  if (state === 'late' || state === 'breached') return words[state].replace('{time}', time);
  return (gap < HOUR ? words.left : words.later).replace('{time}', time);
}

function shortTime(ms: number, locale: string): string {
  const [unit, size] = ms >= 2 * DAY ? (['day', DAY] as const) : ms >= HOUR ? (['hour', HOUR] as const) : MINUTES;
  const format = new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' });
  return format.format(Math.floor(ms / size));
}

const MINUTES = ['minute', MINUTE] as const;

/**
 * What follows when a publisher's server acknowledges nothing: its owner is told after an hour, a day and four days, and
 * after five days nobody calls it any more until somebody says that it works again. Nothing is deleted.
 */
const HOUR_MS = 3_600_000;

/** In hours since it last was well. */
export const WARN_AFTER_HOURS = [1, 24, 96] as const;
export const PAUSE_AFTER_MS = 120 * HOUR_MS;
/**
 * Longer than any dialect waits between two attempts: after this long without one nobody was asking, and the silence of
 * that time says nothing about the endpoint.
 */
export const SPELL_ENDS_AFTER_MS = 48 * HOUR_MS;

export type FailureStep = { step: 'warn'; hours: (typeof WARN_AFTER_HOURS)[number] } | { step: 'pause' };

/** The furthest step that is due: whoever was away for a day sends one message, not three. Null in the first hour. */
export function failureStep(failingSince: Date, now: Date): FailureStep | null {
  const failingMs = now.getTime() - failingSince.getTime();
  if (failingMs >= PAUSE_AFTER_MS) return { step: 'pause' };
  const hours = WARN_AFTER_HOURS.findLast((after) => failingMs >= after * HOUR_MS);
  return hours === undefined ? null : { step: 'warn', hours };
}

/** When to try again. A table of waits is the policy: its length is the limit. Publishers' tables stand in their dialects. */
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** E-mail (RFC 5321 4.5.4.1 asks for patience over days): soon, then hourly, five days in all. */
export const EMAIL_WAITS: readonly number[] = [1, 5, 15, 30]
  .map((minutes) => minutes * MINUTE)
  .concat(Array(119).fill(HOUR));

/**
 * When the last attempt will be made if all before it fail: `attempts` have failed and the next one is at `nextAt`. Jitter
 * and `Retry-After` may move it by some hours, so it is said as a date and not as a promise.
 */
export function keepsTryingUntil(waits: readonly number[], attempts: number, nextAt: Date): Date {
  const rest = waits.slice(attempts).reduce((sum, wait) => sum + wait, 0);
  return new Date(nextAt.getTime() + rest);
}

/**
 * The instant of the next attempt after `attempts` have failed; null means give up and show it to a person.
 * `jitter` in [0, 1) spreads retries over ±20 %; `retryAfterMs` is what the other side asked for, honoured up to a day.
 */
export function nextAttemptAt(
  waits: readonly number[],
  attempts: number,
  now: Date,
  { jitter = 0.5, retryAfterMs = 0 }: { jitter?: number; retryAfterMs?: number } = {},
): Date | null {
  const wait = waits[attempts - 1];
  if (wait === undefined) return null;
  const spread = Math.round(wait * (0.8 + 0.4 * jitter));
  return new Date(now.getTime() + Math.max(spread, Math.min(retryAfterMs, 24 * HOUR)));
}

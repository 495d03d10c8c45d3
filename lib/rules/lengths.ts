/**
 * Stretches of time in classes, so that days add up to months and still tell a median. The figure is right within its
 * class: at most half as long again, mostly a third.
 */
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Upper ends of the classes, without them, in milliseconds; the last class has none. The tallies hold the class by its place. */
export const LENGTHS_MS: readonly number[] = [
  ...[10 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE],
  ...[1, 2, 3, 4, 6, 8, 12, 18, 24, 36, 48].map((hours) => hours * HOUR),
  ...[3, 5, 7, 10, 14, 21, 30, 60].map((days) => days * DAY),
];

/**
 * The length that `part` of them (0 to 1) do not exceed, evenly spread within its class; null for none. Of the last class,
 * which is open, its lower end.
 */
export function quantileOf(counts: readonly number[], part: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const wanted = total * part;
  let below = 0;
  for (const [place, count] of counts.entries()) {
    if (count > 0 && below + count >= wanted) {
      const from = LENGTHS_MS[place - 1] ?? 0;
      const to = LENGTHS_MS[place] ?? from;
      return Math.round(from + (to - from) * ((wanted - below) / count));
    }
    below += count;
  }
  return LENGTHS_MS.at(-1)!;
}

/** Waits between the attempts of a callback, in milliseconds: what each network publishes, and ours where none does. */
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

export function times(count: number, wait: number): number[] {
  return Array<number>(count).fill(wait);
}

/** Ours: 14 attempts over 100 h 42 min 35 s, close together at first. After the example of Standard Webhooks. */
export const HOUSE_WAITS: readonly number[] = [
  ...[5, 30].map((seconds) => seconds * SECOND),
  ...[2, 10, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 5, 10, 14, 20, 24, 24].map((hours) => hours * HOUR),
];

/** Whole seconds that are left, never fewer than none: what a countdown begins with. */
export function secondsUntil(end: Date, now: Date): number {
  return Math.max(0, Math.ceil((end.getTime() - now.getTime()) / 1000));
}

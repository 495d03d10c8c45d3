/**
 * The only place that asks this process what time it is. Doors call it once and pass the answer down; deadlines and
 * windows use the database's clock instead (`Tx.now` in db.ts), so that two machines cannot disagree about them.
 */
export function now(): Date {
  return new Date();
}

/** Milliseconds of a steady clock, for measuring how long something took. */
export function stopwatch(): () => number {
  const started = performance.now();
  return () => Math.round(performance.now() - started);
}

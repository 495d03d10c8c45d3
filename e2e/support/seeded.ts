/**
 * Random runs that can be had again: what a failure prints as `seed` and `path` is given back as SEED and SEED_PATH. On a busy
 * machine there are as many as the time allows.
 */
import type { Parameters } from 'fast-check';

export function seeded<Given>(numRuns: number, withinMs: number): Parameters<Given> {
  const { SEED, SEED_PATH: path } = process.env;
  const seed = SEED === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(SEED);
  const interruptAfterTimeLimit = withinMs;
  return { seed, numRuns, interruptAfterTimeLimit, ...(path !== undefined && { path, endOnFailure: true }) };
}

/** Random runs that can be had again: what a failure prints as `seed` and `path` is given back as SEED and SEED_PATH. */
import type { Parameters } from 'fast-check';

export function seeded<Given>(numRuns: number): Parameters<Given> {
  const { SEED, SEED_PATH: path } = process.env;
  const seed = SEED === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(SEED);
  return { seed, numRuns, ...(path !== undefined && { path, endOnFailure: true }) };
}

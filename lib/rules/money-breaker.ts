/**
 * The money breaker: completions far above what a source usually sends stop its automatic approvals, never its intake and
 * never the matching. Far above: in one hour more than five times the median of its busy hours of the last seven days, by
 * number or by money, and more than a floor below which nothing is unusual. Nights and weekends, in which nothing came, do
 * not count for the median: a source that sleeps is not judged by its sleep. The floor is a setting.
 */
import type { Micros } from '@/lib/rules/money';

export type Rate = { count: number; micros: Micros };

/** The hour that tripped it, and the limits that it went beyond, as they are kept and shown: money as decimal strings. */
export type BreakerFigures = { hour: string; count: number; usd: string; limitCount: number; limitUsd: string };

export const TIMES_THE_USUAL = 5;

/** A new source has no usual rate yet: until it has one, the floor is its limit. */
export const DEFAULT_FLOOR: Rate = { count: 500, micros: 2_500_000_000n };

export function limitOf(usual: Rate, floor: Rate): Rate {
  const [count, micros] = [usual.count * TIMES_THE_USUAL, usual.micros * BigInt(TIMES_THE_USUAL)];
  return { count: Math.max(floor.count, count), micros: micros > floor.micros ? micros : floor.micros };
}

/** Exactly at the limit is still usual. */
export function isUnusual(hour: Rate, limit: Rate): boolean {
  return hour.count > limit.count || hour.micros > limit.micros;
}

/**
 * Guessing at signatures ends in 429 (03; reference: bad input SG-020). Counted per integration and address, in this
 * process's memory: no wrong guess costs a statement, and a right signature is never held up by somebody's wrong ones.
 */
import { RateLimiterMemory } from 'rate-limiter-flexible';

export const WRONG_PER_MINUTE = 60;

const wrong = new RateLimiterMemory({ points: WRONG_PER_MINUTE, duration: 60 });

/** Seconds to wait when this was one wrong signature too many, else null. */
export async function countWrongSignature(integrationKey: string, remoteIp: string | null): Promise<number | null> {
  try {
    await wrong.consume(`${integrationKey.slice(0, 128)} ${remoteIp ?? ''}`);
    return null;
  } catch (blocked) {
    return Math.ceil((blocked as { msBeforeNext: number }).msBeforeNext / 1000);
  }
}

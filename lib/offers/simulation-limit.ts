/** Somebody else's server is called: often enough to try things out, and never as a load. In this process's memory. */
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { type Refusal, refuse } from '@/lib/rules/refusal';

export const SIMULATIONS_PER_MINUTE = 20;

const tries = new RateLimiterMemory({ points: SIMULATIONS_PER_MINUTE, duration: 60 });

export async function takeSimulation(appKey: string): Promise<Refusal | null> {
  try {
    await tries.consume(appKey);
    return null;
  } catch (blocked) {
    const retryAfter = Math.ceil((blocked as { msBeforeNext: number }).msBeforeNext / 1000);
    return refuse('too-many', `That was a lot for one minute. Try again in ${retryAfter} seconds.`, {
      details: { retryAfter },
    });
  }
}

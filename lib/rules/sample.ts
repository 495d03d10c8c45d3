/** Which automatic decisions a person looks at again: the same ones whenever one asks, and nobody can tell before. */
import { createHash } from 'node:crypto';

export const SAMPLED_PERCENT = 5;
/** The rate of overturned decisions is that of the last thirty days. */
export const SAMPLE_WINDOW_MS = 30 * 86_400_000;

/** By the ticket's id and round; `percent` from 0 to 100, also in parts. */
export function inSample(ticketId: string, round: number, percent: number): boolean {
  const drawn = createHash('sha256').update(`${ticketId}:${round}`).digest().readUInt32BE(0);
  return drawn / 2 ** 32 < percent / 100;
}

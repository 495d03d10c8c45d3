/** What an operator can send to an integration to see that it works, and that it does not believe everything. */
export const TRIALS = ['right', 'duplicate', 'stale', 'forged', 'reversed'] as const;
export type Trial = (typeof TRIALS)[number];

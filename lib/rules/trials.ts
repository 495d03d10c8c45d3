/** What an operator can send to an integration to see that it works, and that it does not believe everything. */
export const TRIALS = ['right', 'duplicate', 'stale', 'forged', 'reversed'] as const;
export type Trial = (typeof TRIALS)[number];

export function isTrial(word: string): word is Trial {
  return (TRIALS as readonly string[]).includes(word);
}

/** What an operator can send to a game to see that it pays once, takes back, and does not believe everything. */
export const CALLBACK_TRIALS = ['reward', 'duplicate', 'reversal', 'late', 'forged', 'held', 'zero', 'ban'] as const;
export type CallbackTrial = (typeof CALLBACK_TRIALS)[number];

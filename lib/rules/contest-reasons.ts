/** Why a user contests a denial, as a few plain choices beside their own words (R19). */
export const CONTEST_REASONS = ['reached', 'in-time', 'first-time', 'right-country', 'other'] as const;
export type ContestReason = (typeof CONTEST_REASONS)[number];

/** Null: nothing was chosen, or nothing that can be. */
export function readContestReason(typed: string): ContestReason | null {
  return CONTEST_REASONS.find((reason) => reason === typed) ?? null;
}

/** What agents decide. Why they do stands in a list that leads keep (lib/rules/reasons.ts). */
export type Outcome = 'approve' | 'deny';

/** Longer words are not read. */
export const LONGEST_NOTE = 1_000;

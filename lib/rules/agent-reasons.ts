/**
 * Why an agent decides as they do: a short table, so that reasons can be counted. The first three denials are the
 * automation's own (lib/rules/decision.ts) and have their own words in the e-mail; the others are told in the agent's.
 */
export const APPROVE_REASONS = ['confirmed', 'confirmed-on-request'] as const;
export const DENY_REASONS = [
  'not-confirmed',
  'rejected',
  'already-rewarded',
  'terms-not-met',
  'not-first-install',
  'after-deadline',
  'proof-not-clear',
  'other',
] as const;

export type ApproveReason = (typeof APPROVE_REASONS)[number];
export type DenyReason = (typeof DENY_REASONS)[number];
export type Outcome = 'approve' | 'deny';

/** Longer words are not read. */
export const LONGEST_NOTE = 1_000;

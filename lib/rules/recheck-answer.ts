/** What an advertiser may answer to a claim, by the portal or by CSV, and what of it the user can be told (R19, R21). */
export const RECHECK_ANSWERS = ['eligible', 'not-eligible', 'need-more'] as const;
export type RecheckAnswer = (typeof RECHECK_ANSWERS)[number];

/** Why a claim is not eligible, as the advertiser may say it; what the user is told stands in the messages. */
export const NOT_ELIGIBLE_REASONS = [
  'no-install',
  'other-source',
  'not-first-install',
  'step-not-reached',
  'too-late',
  'other-country',
  'fraud',
  'other',
] as const;
export type NotEligibleReason = (typeof NOT_ELIGIBLE_REASONS)[number];

/** The code under which lib/rules/rejections.ts has words for the user; null: nothing in particular is said. */
export const REJECTION_OF: Record<NotEligibleReason, string | null> = {
  'no-install': 'RECHECK_NO_INSTALL',
  'other-source': 'REATTRIBUTED',
  'not-first-install': 'VC_USER_ALREADY_CONVERTED',
  'step-not-reached': 'RECHECK_STEP_NOT_SEEN',
  'too-late': 'OFFER_EVENT_EXPIRED',
  'other-country': 'POSTBACK_COUNTRY_MISMATCH',
  fraud: 'HIGH_FRAUD_SCORE',
  other: null,
};

export function isRecheckAnswer(value: unknown): value is RecheckAnswer {
  return (RECHECK_ANSWERS as readonly unknown[]).includes(value);
}

export function isNotEligibleReason(value: unknown): value is NotEligibleReason {
  return (NOT_ELIGIBLE_REASONS as readonly unknown[]).includes(value);
}

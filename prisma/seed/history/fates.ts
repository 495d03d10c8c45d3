/** How a way through an offer can end, how often it does, and for which offers it can be. */
const LIMIT = 5_000_000;

const isSmall = (payout: number) => payout <= LIMIT;
const anything = () => true;
const hasSmall = (payouts: readonly number[]) => payouts.some(isSmall);
const hasLarge = (payouts: readonly number[]) => payouts.some((payout) => !isSmall(payout));

type Row = { weight: number; fits: (payouts: readonly number[]) => boolean };

export const FATES = {
  /** Confirmed in time, without any ticket: what most of the wall is about. */
  rewarded: { weight: 0.335, fits: anything },
  'confirmed-after-pending': { weight: 0.07, fits: anything },
  reversed: { weight: 0.02, fits: anything },
  rejected: { weight: 0.02, fits: hasSmall },
  /** A ticket that was held as pending, then confirmed. */
  'held-then-approved': { weight: 0.04, fits: hasSmall },
  'approved-at-once': { weight: 0.012, fits: hasSmall },
  denied: { weight: 0.055, fits: hasSmall },
  'denied-then-approved': { weight: 0.018, fits: hasSmall },
  'rejected-ticket': { weight: 0.012, fits: hasSmall },
  'already-rewarded': { weight: 0.01, fits: hasSmall },
  'agent-approved': { weight: 0.014, fits: hasLarge },
  'agent-denied': { weight: 0.012, fits: hasLarge },
  'closed-by-reward': { weight: 0.008, fits: hasSmall },
  nothing: { weight: 1, fits: anything },
} satisfies Record<string, Row>;

export type Fate = keyof typeof FATES;

/** The step that a ticket is about. */
export function claimedStep<Step extends { payoutMicros: bigint }>(fate: Fate, steps: readonly Step[]): number {
  const byAgent = fate === 'agent-approved' || fate === 'agent-denied';
  return steps.findIndex(({ payoutMicros }) => isSmall(Number(payoutMicros)) !== byAgent);
}

/**
 * What speaks for a ticket and what against it, as facts with names: an agent decides from them, the words belong to the
 * page. Nothing here decides anything; R5: only an advertiser's confirmation rewards.
 */
import type { StepFacts } from '@/lib/rules/decision';

export type CaseFacts = {
  openedAt: Date;
  steps: readonly (StepFacts & { name: string; confirmedAt: Date | null; deadline: Date | null })[];
  /** Of the click, and where the offer is open; an empty list is everywhere. */
  country: string | null;
  countries: readonly string[];
  clicks: number;
  refusedReceipts: number;
  screenshots: number;
  /** Pictures of this ticket that were seen on other tickets. */
  seenElsewhere: number;
  usersWithSameAddress: number;
  rewards: number;
  reversals: number;
  banned: boolean;
};

export type FactKind =
  | 'confirmed'
  | 'in-country'
  | 'in-time'
  | 'has-proof'
  | 'clean-history'
  | 'no-confirmation'
  | 'pending'
  | 'rejected'
  | 'weak-confirmation'
  | 'breaker'
  | 'already-rewarded'
  | 'wrong-country'
  | 'after-deadline'
  | 'refused-receipts'
  | 'clicked-again'
  | 'seen-elsewhere'
  | 'same-address'
  | 'reversed-before'
  | 'banned';

export type Fact = { kind: FactKind; step?: string; detail?: string; at?: Date; count?: number };

export type CaseForAndAgainst = { pro: Fact[]; contra: Fact[] };

export function forAndAgainst(facts: CaseFacts): CaseForAndAgainst {
  return {
    pro: [
      ...facts.steps.flatMap(stepSpeaksFor),
      ...facts.steps.flatMap((step) => inTime(step, facts)),
      ...caseSpeaksFor(facts),
    ],
    contra: [...facts.steps.flatMap((step) => stepSpeaksAgainst(step, facts)), ...caseSpeaksAgainst(facts)],
  };
}

type Step = CaseFacts['steps'][number];

function stepSpeaksFor({ name, confirmed, trusted, confirmedAt }: Step): Fact[] {
  return confirmed === 'completed' && trusted ? [{ kind: 'confirmed', step: name, at: confirmedAt ?? undefined }] : [];
}

/** Judged by the confirmation; without one by when the user wrote: a claim made in time may be true. */
function inTime({ name, confirmedAt, deadline }: Step, { openedAt }: CaseFacts): Fact[] {
  if (!deadline) return [];
  return (confirmedAt ?? openedAt) <= deadline ? [{ kind: 'in-time', step: name, at: deadline }] : [];
}

function caseSpeaksFor({ country, countries, screenshots, seenElsewhere, rewards, reversals }: CaseFacts): Fact[] {
  const found: (Fact | false)[] = [
    country !== null && countries.includes(country) && { kind: 'in-country', detail: country },
    screenshots > seenElsewhere && { kind: 'has-proof', count: screenshots - seenElsewhere },
    rewards > 0 && reversals === 0 && { kind: 'clean-history', count: rewards },
  ];
  return found.filter((fact) => fact !== false);
}

function stepSpeaksAgainst(step: Step, { openedAt }: CaseFacts): Fact[] {
  const { name, confirmed, trusted, rejection, granted, confirmedAt, deadline, grantAcknowledgedAt } = step;
  const found: (Fact | false)[] = [
    granted === 'acknowledged' && { kind: 'already-rewarded', step: name, at: grantAcknowledgedAt ?? undefined },
    confirmed === 'none' && granted === 'none' && { kind: 'no-confirmation', step: name },
    confirmed === 'pending' && { kind: 'pending', step: name },
    confirmed === 'reconciled' && { kind: 'rejected', step: name, detail: rejection ?? undefined },
    confirmed === 'completed' && !trusted && doubtAbout(step),
    deadline !== null && (confirmedAt ?? openedAt) > deadline && { kind: 'after-deadline', step: name, at: deadline },
  ];
  return found.filter((fact) => fact !== false);
}

/** Why it waits for a person although the advertiser confirmed. */
function doubtAbout({ name, doubt }: Step): Fact {
  return doubt === 'breaker'
    ? { kind: 'breaker', step: name }
    : { kind: 'weak-confirmation', step: name, detail: doubt ?? undefined };
}

function caseSpeaksAgainst(facts: CaseFacts): Fact[] {
  const { country, countries } = facts;
  const elsewhere = country !== null && countries.length > 0 && !countries.includes(country);
  const found: (Fact | false)[] = [
    elsewhere && { kind: 'wrong-country', detail: country },
    ...counted(facts),
    facts.banned && { kind: 'banned' },
  ];
  return found.filter((fact) => fact !== false);
}

function counted(facts: CaseFacts): Fact[] {
  const counts: [FactKind, number][] = [
    ['refused-receipts', facts.refusedReceipts],
    ['clicked-again', facts.clicks - 1],
    ['seen-elsewhere', facts.seenElsewhere],
    ['same-address', facts.usersWithSameAddress],
    ['reversed-before', facts.reversals],
  ];
  return counts.flatMap(([kind, count]) => (count > 0 ? [{ kind, count }] : []));
}

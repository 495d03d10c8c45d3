/**
 * What speaks for a ticket, what against it, and what is open, as facts with names and with where each comes from: an agent
 * decides from them, the words belong to the page. Nothing here decides anything; R5: only an advertiser's confirmation
 * rewards.
 */
import type { StepFacts } from '@/lib/rules/decision';

export type CaseStep = StepFacts & {
  name: string;
  confirmedAt: Date | null;
  deadline: Date | null;
  /** Half of this offer's confirmations come within so long after the click; null when too few are known. */
  usualDelayMs: number | null;
};

export type CaseFacts = {
  now: Date;
  openedAt: Date;
  clickedAt: Date | null;
  steps: readonly CaseStep[];
  /** An earlier step of the offer that the advertiser confirmed, often the install. */
  earlierStep: { name: string; at: Date } | null;
  /** Of the click, and where the offer is open; an empty list is everywhere. */
  country: string | null;
  countries: readonly string[];
  clicks: number;
  /** Postbacks of these clicks that were turned away, and such as name the user or the device with another click. */
  refusedReceipts: number;
  strayReceipts: number;
  screenshots: number;
  /** Pictures of this ticket that were seen on other tickets. */
  seenElsewhere: number;
  usersWithSameAddress: number;
  usersOnSameDevice: number;
  usersInSameRange: number;
  rewards: number;
  reversals: number;
  banned: boolean;
  /** Of this offer: how many tickets were denied, and how many of those approved after all. */
  denials: { denied: number; contradicted: number };
  /** Other tickets of this offer within 48 hours that wait. */
  similarNow: number;
};

export type Side = 'for' | 'against' | 'unclear';

/** Where a fact comes from: which part of the page shows it in full. */
export type FactSource = 'postbacks' | 'clicks' | 'game' | 'user' | 'screenshots' | 'history' | 'people' | 'offer';

const FACTS = {
  confirmed: ['for', 'postbacks'],
  'earlier-step': ['for', 'postbacks'],
  'in-time': ['for', 'clicks'],
  'in-country': ['for', 'clicks'],
  'has-proof': ['for', 'screenshots'],
  'clean-history': ['for', 'history'],
  'often-denied-wrongly': ['for', 'offer'],
  'already-rewarded': ['against', 'game'],
  'no-confirmation': ['against', 'postbacks'],
  rejected: ['against', 'postbacks'],
  'after-deadline': ['against', 'clicks'],
  'wrong-country': ['against', 'clicks'],
  'clicked-again': ['against', 'clicks'],
  'seen-elsewhere': ['against', 'screenshots'],
  'same-device': ['against', 'people'],
  'same-address': ['against', 'people'],
  'reversed-before': ['against', 'history'],
  banned: ['against', 'history'],
  pending: ['unclear', 'postbacks'],
  'weak-confirmation': ['unclear', 'postbacks'],
  breaker: ['unclear', 'postbacks'],
  'too-soon': ['unclear', 'offer'],
  'refused-receipts': ['unclear', 'postbacks'],
  'stray-receipts': ['unclear', 'postbacks'],
  'country-unknown': ['unclear', 'clicks'],
  'same-range': ['unclear', 'people'],
  'similar-now': ['unclear', 'offer'],
} as const satisfies Record<string, readonly [Side, FactSource]>;

export type FactKind = keyof typeof FACTS;

type Found = { step?: string; detail?: string; at?: Date; count?: number };
export type Fact = Found & { kind: FactKind; side: Side; source: FactSource };

/** Fewer denials than this say nothing about how often they are wrong; nor does a share of less than a tenth. */
const TELLING_DENIALS = 10;
const TELLING_SHARE = 0.1;
/** So many others at once are rather a fault of the tracking than so many mistakes. */
const MANY_SIMILAR = 5;

type Look<Subject> = (subject: Subject, facts: CaseFacts) => Found | false;

const OF_A_STEP: Partial<Record<FactKind, Look<CaseStep>>> = {
  confirmed: ({ confirmed, trusted, confirmedAt }) =>
    confirmed === 'completed' && trusted && { at: confirmedAt ?? undefined },
  'in-time': (step, facts) => isInTime(step, facts) === true && { at: step.deadline! },
  'already-rewarded': ({ granted, grantAcknowledgedAt }) =>
    granted === 'acknowledged' && { at: grantAcknowledgedAt ?? undefined },
  'no-confirmation': ({ confirmed, granted }) => confirmed === 'none' && granted === 'none' && {},
  rejected: ({ confirmed, rejection }) => confirmed === 'reconciled' && { detail: rejection ?? undefined },
  'after-deadline': (step, facts) => isInTime(step, facts) === false && { at: step.deadline! },
  pending: ({ confirmed }) => confirmed === 'pending' && {},
  'weak-confirmation': ({ confirmed, trusted, doubt }) =>
    confirmed === 'completed' && !trusted && doubt !== 'breaker' && { detail: doubt ?? undefined },
  breaker: ({ confirmed, trusted, doubt }) => confirmed === 'completed' && !trusted && doubt === 'breaker' && {},
  'too-soon': ({ confirmed, usualDelayMs }, { now, clickedAt }) => {
    if (confirmed !== 'none' || usualDelayMs === null || clickedAt === null) return false;
    const usualAt = new Date(clickedAt.getTime() + usualDelayMs);
    return usualAt > now && { at: usualAt };
  },
};

/** Judged by the confirmation; without one by when the user wrote: a claim made in time may be true. Null: no deadline. */
export function isInTime(
  { confirmedAt, deadline }: Pick<CaseStep, 'confirmedAt' | 'deadline'>,
  { openedAt }: Pick<CaseFacts, 'openedAt'>,
): boolean | null {
  return deadline && (confirmedAt ?? openedAt) <= deadline;
}

const OF_THE_CASE: Partial<Record<FactKind, (facts: CaseFacts) => Found | false>> = {
  'earlier-step': ({ earlierStep }) => earlierStep !== null && { step: earlierStep.name, at: earlierStep.at },
  'in-country': ({ country, countries }) => country !== null && countries.includes(country) && { detail: country },
  'has-proof': ({ screenshots, seenElsewhere }) => counted(screenshots - seenElsewhere),
  'clean-history': ({ rewards, reversals }) => reversals === 0 && counted(rewards),
  'often-denied-wrongly': ({ denials: { denied, contradicted } }) =>
    denied >= TELLING_DENIALS &&
    contradicted / denied >= TELLING_SHARE && { count: Math.round((100 * contradicted) / denied) },
  'wrong-country': ({ country, countries }) =>
    country !== null && countries.length > 0 && !countries.includes(country) && { detail: country },
  'clicked-again': ({ clicks }) => counted(clicks - 1),
  'seen-elsewhere': ({ seenElsewhere }) => counted(seenElsewhere),
  'same-device': ({ usersOnSameDevice }) => counted(usersOnSameDevice),
  'same-address': ({ usersWithSameAddress }) => counted(usersWithSameAddress),
  'reversed-before': ({ reversals }) => counted(reversals),
  banned: (facts) => facts.banned && {},
  'refused-receipts': ({ refusedReceipts }) => counted(refusedReceipts),
  'stray-receipts': ({ strayReceipts }) => counted(strayReceipts),
  'country-unknown': ({ country, countries }) => country === null && countries.length > 0 && {},
  'same-range': ({ usersInSameRange }) => counted(usersInSameRange),
  'similar-now': ({ similarNow }) => similarNow >= MANY_SIMILAR && { count: similarNow },
};

function counted(count: number): Found | false {
  return count > 0 && { count };
}

/** In the order of the table above, the steps of one kind in theirs. */
export function forAndAgainst(facts: CaseFacts): Fact[] {
  return (Object.keys(FACTS) as FactKind[]).flatMap((kind) => {
    const [side, source] = FACTS[kind];
    return lookFor(kind, facts).map((found) => ({ kind, side, source, ...found }));
  });
}

function lookFor(kind: FactKind, facts: CaseFacts): Found[] {
  const ofStep = OF_A_STEP[kind];
  const found = ofStep
    ? facts.steps.map((step) => withName(ofStep(step, facts), step.name))
    : [OF_THE_CASE[kind]?.(facts) ?? false];
  return found.filter((one) => one !== false);
}

function withName(found: Found | false, step: string): Found | false {
  return found && { step, ...found };
}

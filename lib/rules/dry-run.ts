/**
 * What the automation would have done with one ticket (R16): the very rule of the hourly run (lib/rules/decision.ts), at
 * every instant at which its answer could have become another, with what was known by then. The full hours decide (R13); a
 * confirmation approves when it comes (04, decision 3).
 *
 * What is not kept is not replayed: hours that were skipped, a money breaker that was open, and how much of a daily budget
 * was left. A weak confirmation counts as its source stands now: believed with an allow-list and a budget.
 */
import { decide, type Policy, type StepFacts, type TicketFacts, type Verdict } from '@/lib/rules/decision';
import type { Micros } from '@/lib/rules/money';
import type { Doubt } from '@/lib/rules/trust';

export type PastConfirmation = {
  id: string;
  /** The integration's id and its transaction: of one, the furthest state counts. */
  transaction: string;
  state: 'PENDING' | 'COMPLETED' | 'RECONCILED';
  trust: 'strong' | 'weak';
  doubt: Doubt | null;
  reason: string | null;
  receivedAt: Date;
};

/** A reward that did not come of this ticket's own decisions. */
export type PastGrant = { grantedAt: Date; reversedAt: Date | null; acknowledgedAt: Date | null };

export type PastStep = { taskKey: string; confirmations: readonly PastConfirmation[]; grant: PastGrant | null };

export type PastTicket = {
  valueMicros: Micros;
  queuedAt: Date;
  /** By an agent or the user, before it was first decided. */
  touchedAt: Date | null;
  bannedAt: Date | null;
  steps: readonly PastStep[];
};

export type Ruling = {
  verdict: Verdict['verdict'];
  reason: Verdict['reason'];
  /** When it would have been decided; null for what would still be held or left. */
  at: Date | null;
  /** Denied for want of a confirmation, or for a rejection, and now confirmed in every step. */
  contradicted: boolean;
};

const HOUR = 3_600_000;

/** `now`: nothing that came later is looked at. */
export function ruleAgain(ticket: PastTicket, policy: Policy, now: Date): Ruling {
  let last: Verdict = { verdict: 'hold', reason: 'grace' };
  for (const { at, isFullHour } of momentsOf(ticket, policy, now)) {
    const facts = factsAt(ticket, at);
    // A confirmation also settles what a person has touched since; only the full hours deny.
    const verdict = decide(isFullHour ? facts : { ...facts, touched: false }, policy, at);
    if (verdict.verdict === 'approve' || (verdict.verdict === 'deny' && isFullHour))
      return { ...outcomeOf(verdict), at, contradicted: isContradicted(verdict, ticket, now) };
    if (isFullHour) last = verdict;
  }
  return { ...outcomeOf(last), at: null, contradicted: false };
}

function outcomeOf({ verdict, reason }: Verdict): Pick<Ruling, 'verdict' | 'reason'> {
  return { verdict, reason };
}

type Moment = { at: Date; isFullHour: boolean };

/** Between these instants nothing changes that the rule looks at. */
function momentsOf(ticket: PastTicket, { graceMs }: Policy, now: Date): Moment[] {
  const { queuedAt, touchedAt, bannedAt, steps } = ticket;
  const arrivals = steps.flatMap(({ confirmations }) => confirmations.map(({ receivedAt }) => receivedAt));
  const grants = steps.flatMap(({ grant }) => (grant ? [grant.grantedAt, grant.reversedAt, grant.acknowledgedAt] : []));
  const changes = [queuedAt, new Date(queuedAt.getTime() + graceMs), touchedAt, bannedAt, ...arrivals, ...grants];
  const isLater = (at: Date | null): at is Date => at !== null && at >= queuedAt;
  const hours = new Set(changes.filter(isLater).map((at) => Math.ceil(at.getTime() / HOUR) * HOUR));
  return [
    ...arrivals.filter((at) => at > queuedAt).map((at) => ({ at, isFullHour: false })),
    ...[...hours].map((ms) => ({ at: new Date(ms), isFullHour: true })),
  ]
    .filter(({ at }) => at <= now)
    .sort((one, other) => one.at.getTime() - other.at.getTime() || Number(one.isFullHour) - Number(other.isFullHour));
}

/** What was on file at that instant. */
export function factsAt(ticket: PastTicket, at: Date): TicketFacts {
  const { valueMicros, queuedAt, touchedAt, bannedAt, steps } = ticket;
  return {
    valueMicros,
    queuedAt,
    touched: isBy(touchedAt, at),
    banned: isBy(bannedAt, at),
    steps: steps.map((step) => stepAt(step, at)),
  };
}

function isBy(happenedAt: Date | null, at: Date): boolean {
  return happenedAt !== null && happenedAt <= at;
}

const CONFIRMED = { PENDING: 'pending', COMPLETED: 'completed', RECONCILED: 'reconciled' } as const;

function stepAt({ taskKey, confirmations, grant }: PastStep, at: Date): StepFacts {
  const found = thatCounts(confirmations.filter(({ receivedAt }) => receivedAt <= at));
  const doubt = found?.state === 'COMPLETED' ? found.doubt : null;
  return {
    taskKey,
    confirmed: found ? CONFIRMED[found.state] : 'none',
    confirmationId: found?.id ?? null,
    trusted: found !== null && doubt === null,
    doubt,
    rejection: found?.state === 'RECONCILED' ? found.reason : null,
    granted: grantedAt(grant, at),
    grantAcknowledgedAt: grant && isBy(grant.acknowledgedAt, at) ? grant.acknowledgedAt : null,
  };
}

function grantedAt(grant: PastGrant | null, at: Date): StepFacts['granted'] {
  if (!grant || !isBy(grant.grantedAt, at)) return 'none';
  if (isBy(grant.reversedAt, at)) return 'reversed';
  return isBy(grant.acknowledgedAt, at) ? 'acknowledged' : 'granted';
}

const FURTHEST = ['PENDING', 'COMPLETED', 'RECONCILED'] as const;
const FIRST = ['COMPLETED', 'PENDING', 'RECONCILED'] as const;

/** As lib/rewards/step-records.ts chooses: of a transaction the furthest state, of several what is completed, strong before weak. */
function thatCounts(known: readonly PastConfirmation[]): PastConfirmation | null {
  const furthest = known.filter(
    ({ transaction, state }) =>
      !known.some((one) => one.transaction === transaction && FURTHEST.indexOf(one.state) > FURTHEST.indexOf(state)),
  );
  const [first] = furthest.toSorted(
    (one, other) =>
      FIRST.indexOf(one.state) - FIRST.indexOf(other.state) ||
      one.trust.localeCompare(other.trust) ||
      one.receivedAt.getTime() - other.receivedAt.getTime(),
  );
  return first ?? null;
}

function isContradicted(verdict: Verdict, ticket: PastTicket, now: Date): boolean {
  if (verdict.verdict !== 'deny' || verdict.reason === 'already-rewarded') return false;
  return factsAt(ticket, now).steps.every(({ confirmed }) => confirmed === 'completed');
}

// ── against what happened ───────────────────────────────────────────────────

/** What became of it in its first round. */
export const HAPPENED = ['approved-auto', 'approved-person', 'denied-auto', 'denied-person', 'open', 'closed'] as const;
export type Happened = (typeof HAPPENED)[number];

export const VERDICTS = ['approve', 'deny', 'hold', 'leave'] as const;

/** Would it have gone as it went? What is held or left goes to a person, or waits. */
const AS_IT_WENT: Record<Happened, readonly Verdict['verdict'][]> = {
  'approved-auto': ['approve'],
  'approved-person': ['approve', 'hold', 'leave'],
  'denied-auto': ['deny'],
  'denied-person': ['deny', 'hold', 'leave'],
  open: ['hold', 'leave'],
  closed: ['hold', 'leave', 'deny'],
};

/** Worth a line of its own: it would have gone otherwise, it proved wrong, or the policies part here. */
export function isRemarkable(rulings: readonly Ruling[], happened: Happened): boolean {
  return (
    rulings.some(({ verdict, contradicted }) => contradicted || !AS_IT_WENT[happened].includes(verdict)) ||
    new Set(rulings.map(({ verdict }) => verdict)).size > 1
  );
}

/** Counts of tickets and their value, by policy, verdict and what happened; micros as strings, for JSON. */
export type DryRunCounts = Record<string, { count: number; micros: string }>;

export function countRuling(counts: DryRunCounts, policy: number, ruling: Ruling, given: Counted): void {
  add(counts, `${policy}:${ruling.verdict}:${given.happened}`, given.valueMicros);
  if (ruling.contradicted) add(counts, `${policy}:contradicted:${given.happened}`, given.valueMicros);
}

type Counted = { happened: Happened; valueMicros: Micros };

function add(counts: DryRunCounts, key: string, micros: Micros): void {
  const before = counts[key] ?? { count: 0, micros: '0' };
  counts[key] = { count: before.count + 1, micros: String(BigInt(before.micros) + micros) };
}

/** What one policy would have done, with whatever happened, or with one outcome of it. */
export function countOf(
  counts: DryRunCounts,
  policy: number,
  what: (typeof VERDICTS)[number] | 'contradicted',
  happened: readonly Happened[] = HAPPENED,
): { count: number; micros: Micros } {
  const found = happened.flatMap((one) => counts[`${policy}:${what}:${one}`] ?? []);
  return {
    count: found.reduce((sum, { count }) => sum + count, 0),
    micros: found.reduce((sum, { micros }) => sum + BigInt(micros), 0n),
  };
}

/**
 * R9: what the form says before it is submitted, from facts the system has. A warning explains; it never blocks a ticket
 * that R2 and R4 allow. Whether the install was the first one is only known when the operator's click says so.
 */
import type { RewardStatus } from '@/lib/rules/ticket-states';
import type { RewardTimeline } from '@/lib/rules/timeline';

export type Warning = {
  kind: 'already-rewarded' | 'pending' | 'country' | 'not-first-install' | 'deadline-passed' | 'rejected';
  /** A step's name, a country, or the advertiser's rejection code. */
  detail: string | null;
  until: Date | null;
};

export type WarningFacts = {
  timeline: RewardTimeline;
  countries: readonly string[];
  country: string | null;
  device: { firstInstall?: boolean };
  deadlines: readonly { taskKey: string; at: Date }[];
};

export function warningsOf(facts: WarningFacts, now: Date): Warning[] {
  return [...facts.timeline.steps.flatMap(stepWarning), ...circumstances(facts, now)];
}

function stepWarning({ name, status, points }: RewardTimeline['steps'][number]): Warning[] {
  const bad = points.find(({ kind }) => kind === 'rejected');
  if (bad) return [{ kind: 'rejected', detail: bad.reason, until: null }];
  if (stepRewardLabel(status) === 'rewarded') return [{ kind: 'already-rewarded', detail: name, until: null }];
  const pending = points.find(({ kind }) => kind === 'pending' || kind === 'held');
  return pending ? [{ kind: 'pending', detail: name, until: pending.until }] : [];
}

function circumstances({ countries, country, device, deadlines, timeline }: WarningFacts, now: Date): Warning[] {
  const warnings: Warning[] = [];
  const targeted = countries.length === 0 || country === null || countries.includes(country);
  if (!targeted) warnings.push({ kind: 'country', detail: country, until: null });
  if (device.firstInstall === false) warnings.push({ kind: 'not-first-install', detail: null, until: null });
  for (const { taskKey, at } of deadlines) {
    const step = timeline.steps.find((candidate) => candidate.taskKey === taskKey);
    if (step?.status === 'NONE' && at <= now) warnings.push({ kind: 'deadline-passed', detail: step.name, until: at });
  }
  return warnings;
}

const LABELS: Record<RewardStatus, 'missing' | 'on-its-way' | 'rewarded'> = {
  NONE: 'missing',
  PENDING: 'on-its-way',
  CONFIRMED: 'on-its-way',
  SENT: 'on-its-way',
  FAILED: 'missing',
  ACKNOWLEDGED: 'rewarded',
  REVERSED: 'missing',
};

export function stepRewardLabel(status: RewardStatus): 'missing' | 'on-its-way' | 'rewarded' {
  return LABELS[status];
}

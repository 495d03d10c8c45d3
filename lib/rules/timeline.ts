/**
 * "Where is my reward?": the facts of one user's way through one offer, told as a timeline (01, what none of the others
 * has, 1). For every step: confirmed by the advertiser → sent to the game → the game has answered. Pure data; words and
 * formats belong to the pages.
 */
import type { RewardStatus } from '@/lib/rules/ticket-states';
import { leastAdvanced, rewardStatus } from '@/lib/rules/ticket-states';

export type StepProgress = {
  taskKey: string;
  name: string;
  rewardAmount: bigint;
  /** Until when the step had to be done (`ttc_minutes` after the click); null when there is no limit. */
  deadline: Date | null;
  confirmation: { state: 'PENDING' | 'COMPLETED' | 'RECONCILED'; at: Date; reason: string | null } | null;
  grant: { at: Date; reversedAt: Date | null; reversalReason: string | null } | null;
  callback: {
    status: 'PENDING' | 'ACKNOWLEDGED' | 'FAILED' | 'CANCELLED';
    attempts: number;
    firstAttemptAt: Date | null;
    acknowledgedAt: Date | null;
    nextAt: Date | null;
    failedAt: Date | null;
    lastReason: string | null;
    /** While it is credited with delay; null once that is over. */
    heldUntil: Date | null;
    /** When the last attempt will be made; null, like `nextAt`, while the game's server is paused and nobody calls it. */
    triesUntil: Date | null;
  } | null;
};

export type PointState = 'done' | 'current' | 'later' | 'bad';

export type TimelinePoint = {
  kind: 'confirmed' | 'pending' | 'rejected' | 'held' | 'sent' | 'answered' | 'gave-up' | 'reversed';
  state: PointState;
  /** When it happened; null for what is still to come. */
  at: Date | null;
  /** For `current`: when something is expected or tried next, if known. */
  until: Date | null;
  /** For an answer that is waited for: until when the game is asked again; null while its server is paused. */
  givesUpAt: Date | null;
  reason: string | null;
};

export type StepTimeline = {
  taskKey: string;
  name: string;
  rewardAmount: bigint;
  status: RewardStatus;
  points: TimelinePoint[];
};

export type RewardTimeline = {
  startedAt: Date;
  steps: StepTimeline[];
  status: RewardStatus;
  /** Whom the next move belongs to. */
  waitingFor: 'advertiser' | 'game' | 'us' | 'nobody';
};

export function rewardTimeline(startedAt: Date, steps: readonly StepProgress[]): RewardTimeline {
  const told = steps.map((step) => stepTimeline(step));
  return { startedAt, steps: told, ...overall(told) };
}

/** The same timeline, of these steps only: what a ticket about some of them shows. */
export function timelineOf(timeline: RewardTimeline, taskKeys: readonly string[]): RewardTimeline {
  const steps = timeline.steps.filter(({ taskKey }) => taskKeys.includes(taskKey));
  return { ...timeline, steps, ...overall(steps) };
}

/** Steps that reward nothing, often the install, show how far the user came; the reward's status is that of the others. */
function overall(steps: readonly StepTimeline[]): Pick<RewardTimeline, 'status' | 'waitingFor'> {
  const rewarded = steps.filter(({ rewardAmount }) => rewardAmount > 0n);
  const counted = rewarded.length > 0 ? rewarded : steps;
  return { status: leastAdvanced(counted.map(({ status }) => status)), waitingFor: whoIsNext(counted) };
}

function stepTimeline(step: StepProgress): StepTimeline {
  const { taskKey, name, rewardAmount } = step;
  const points =
    rewardAmount > 0n
      ? [confirmationPoint(step), ...heldPoint(step), sentPoint(step), answeredPoint(step)]
      : [confirmationPoint(step)];
  if (step.grant?.reversedAt)
    points.push(point('reversed', 'bad', step.grant.reversedAt, null, step.grant.reversalReason));
  return { taskKey, name, rewardAmount, status: stepRewardStatus(step), points };
}

export function stepRewardStatus({ confirmation, grant, callback }: StepProgress): RewardStatus {
  return rewardStatus({
    confirmation: confirmation ? CONFIRMATION[confirmation.state] : 'none',
    grant: grant ? (grant.reversedAt ? 'reversed' : 'granted') : 'none',
    callback: callback?.status ?? 'none',
    attempts: callback?.attempts ?? 0,
    held: isHeld(callback),
  });
}

const CONFIRMATION = { PENDING: 'pending', COMPLETED: 'completed', RECONCILED: 'reconciled' } as const;

function confirmationPoint({ confirmation, grant }: StepProgress): TimelinePoint {
  if (confirmation?.state === 'COMPLETED') return point('confirmed', 'done', confirmation.at);
  if (confirmation?.state === 'PENDING') return point('pending', 'current', confirmation.at);
  if (confirmation?.state === 'RECONCILED' && !grant)
    return point('rejected', 'bad', confirmation.at, null, confirmation.reason);
  return grant ? point('confirmed', 'done', grant.at) : point('confirmed', 'current', null);
}

/** A person may have ended the hold: then it has been tried. */
function isHeld(callback: StepProgress['callback']): boolean {
  return callback?.status === 'PENDING' && callback.heldUntil !== null && callback.firstAttemptAt === null;
}

function heldPoint({ grant, callback }: StepProgress): TimelinePoint[] {
  return grant && !grant.reversedAt && isHeld(callback) ? [point('held', 'current', null, callback!.heldUntil)] : [];
}

function sentPoint({ confirmation, grant, callback }: StepProgress): TimelinePoint {
  if (isHeld(callback)) return point('sent', 'later', null);
  if (callback?.firstAttemptAt) return point('sent', 'done', callback.firstAttemptAt);
  if (grant && callback) return point('sent', 'current', null, callback.nextAt);
  return point('sent', confirmation?.state === 'COMPLETED' ? 'current' : 'later', null);
}

function answeredPoint({ callback }: StepProgress): TimelinePoint {
  if (callback?.acknowledgedAt) return point('answered', 'done', callback.acknowledgedAt);
  if (callback?.failedAt) return point('gave-up', 'bad', callback.failedAt, null, callback.lastReason);
  if (callback?.firstAttemptAt) {
    const waiting = point('answered', 'current', null, callback.nextAt, callback.lastReason);
    return { ...waiting, givesUpAt: callback.triesUntil };
  }
  return point('answered', 'later', null);
}

function point(
  kind: TimelinePoint['kind'],
  state: PointState,
  at: Date | null,
  until: Date | null = null,
  reason: string | null = null,
): TimelinePoint {
  return { kind, state, at, until, givesUpAt: null, reason };
}

const NEXT: Record<RewardStatus, RewardTimeline['waitingFor']> = {
  NONE: 'advertiser',
  PENDING: 'advertiser',
  CONFIRMED: 'us',
  SENT: 'game',
  ACKNOWLEDGED: 'nobody',
  FAILED: 'us',
  REVERSED: 'nobody',
};

/** A step that was rejected or taken back waits for nobody, nor does a confirmed one that rewards nothing; of the others the least advanced says whose turn it is. */
function whoIsNext(steps: readonly StepTimeline[]): RewardTimeline['waitingFor'] {
  const open = steps.filter(
    ({ points, rewardAmount, status }) =>
      !points.some(({ kind }) => kind === 'rejected' || kind === 'reversed') &&
      !(rewardAmount === 0n && status === 'CONFIRMED'),
  );
  const behind = open.find(({ status }) => status === leastAdvanced(open.map((step) => step.status)));
  if (!behind) return 'nobody';
  return behind.points.some(({ kind }) => kind === 'held') ? 'us' : NEXT[behind.status];
}

/** "Where is my reward?" as JSON. */
import type { RewardTimeline } from '@/lib/rules/timeline';
import type { TimelineOutput } from '@/lib/tickets/ticket-api-schema';

export function timelineForApi({ startedAt, status, waitingFor, steps }: RewardTimeline): TimelineOutput {
  return {
    startedAt: startedAt.toISOString(),
    status,
    waitingFor,
    steps: steps.map(({ taskKey, name, rewardAmount, status: stepStatus, points }) => ({
      task: taskKey,
      name,
      rewardAmount: Number(rewardAmount),
      status: stepStatus,
      points: points.map(({ at, until, givesUpAt, ...point }) => ({
        ...point,
        at: at?.toISOString() ?? null,
        until: until?.toISOString() ?? null,
        givesUpAt: givesUpAt?.toISOString() ?? null,
      })),
    })),
  };
}

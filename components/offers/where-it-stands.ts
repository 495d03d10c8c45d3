/** One line that says where an entry of the In Progress tab stands: the step that is furthest behind speaks for all. */
import type { IconName } from '@/components/ui/icon';
import type { Tone } from '@/components/ui/status-chip';
import type { RewardStatus } from '@/lib/rules/ticket-states';
import type { RewardTimeline, TimelinePoint } from '@/lib/rules/timeline';

export type Standing = { word: RewardStatus | 'REJECTED' | 'HELD'; step: string; tone: Tone; icon: IconName };

const LOOKS: Record<Standing['word'], { tone: Tone; icon: IconName }> = {
  NONE: { tone: 'wait', icon: 'half' },
  PENDING: { tone: 'wait', icon: 'clock' },
  HELD: { tone: 'wait', icon: 'clock' },
  CONFIRMED: { tone: 'info', icon: 'half' },
  SENT: { tone: 'info', icon: 'half' },
  ACKNOWLEDGED: { tone: 'ok', icon: 'check' },
  FAILED: { tone: 'bad', icon: 'warning' },
  REVERSED: { tone: 'bad', icon: 'undo' },
  REJECTED: { tone: 'bad', icon: 'cross' },
};

export function whereItStands({ steps, status }: RewardTimeline): Standing {
  const behind = steps.find((step) => step.status === status);
  const has = (what: TimelinePoint['kind']) => behind?.points.some(({ kind }) => kind === what) ?? false;
  const word = wordOf(status, has);
  return { word, step: behind?.name ?? '', ...LOOKS[word] };
}

function wordOf(status: RewardStatus, has: (kind: TimelinePoint['kind']) => boolean): Standing['word'] {
  if (status === 'NONE' && has('rejected')) return 'REJECTED';
  return status === 'PENDING' && has('held') ? 'HELD' : status;
}

/** Days left, counted as people do: on the last day none is left. */
export function daysLeft(closesAt: Date, now: Date): number {
  return Math.max(0, Math.floor((closesAt.getTime() - now.getTime()) / 86_400_000));
}

/** One point of the story: what it is, and below it what belongs to it. */
import type { ReactNode } from 'react';
import { Icon, type IconName } from '@/components/ui/icon';

export type PointLook = 'done' | 'bad' | 'current' | 'later';

const LOOKS: Record<PointLook, [IconName, string]> = {
  done: ['check', 'text-ok'],
  bad: ['cross', 'text-bad'],
  current: ['dotted', 'text-wait'],
  later: ['circle', 'text-quiet'],
};

type PointProps = { look: PointLook; children: ReactNode };

export function StoryPoint({ look, children }: PointProps) {
  const [icon, tone] = LOOKS[look];
  return (
    <li className="flex gap-2">
      <Icon name={icon} className={`mt-0.5 size-4 ${tone}`} />
      <div className="grid min-w-0 flex-1 gap-1">{children}</div>
    </li>
  );
}

/** A line of facts that breaks where it must. */
export function Facts({ children }: { children: ReactNode }) {
  return <span className="flex flex-wrap items-baseline gap-x-2.5">{children}</span>;
}

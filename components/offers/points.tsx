/** A timeline: what happened, what is happening now and who is being waited for, what is still to come. */
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';
import { Icon, type IconName } from '@/components/ui/icon';
import { Time } from '@/components/ui/time';
import type { PointState } from '@/lib/rules/timeline';

export type Point = { key: string; state: PointState; label: string; at?: Date | null; note?: ReactNode };

const MARKS: Record<PointState, { icon: IconName; colour: string }> = {
  done: { icon: 'check', colour: 'text-ok' },
  current: { icon: 'dotted', colour: 'text-wait' },
  later: { icon: 'circle', colour: 'text-quiet' },
  bad: { icon: 'cross', colour: 'text-bad' },
};

export function Points({ points }: { points: readonly Point[] }) {
  const t = useTranslations('timeline.states');
  const locale = useLocale();
  return (
    <ol className="grid">
      {points.map(({ key, state, label, at, note }, index) => (
        <li key={key} className="relative flex gap-3 pb-4 last:pb-0">
          {index < points.length - 1 && <span className="absolute start-2.5 top-6 -bottom-0.5 border-s border-line" />}
          <Icon name={MARKS[state].icon} className={classNames('mt-0.5', MARKS[state].colour)} />
          <div className="min-w-0 flex-1">
            <div className="flex flex-wrap items-baseline justify-between gap-x-3">
              <span className={classNames(state === 'current' && 'font-medium', state === 'later' && 'text-quiet')}>
                <span className="sr-only">{t(state)}: </span>
                {label}
              </span>
              {at && <Time at={at} style="clock" locale={locale} className="text-sm text-quiet" />}
            </div>
            {note && <p className="text-sm text-quiet">{note}</p>}
          </div>
        </li>
      ))}
    </ol>
  );
}

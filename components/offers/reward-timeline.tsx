/** "Where is my reward?": one list for a one-step offer, one per step otherwise. */
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { type Point, Points } from '@/components/offers/points';
import { Amount } from '@/components/ui/amount';
import { Time } from '@/components/ui/time';
import { writtenLocale } from '@/lib/rules/locales';
import { afterRejection, rejectionWords } from '@/lib/rules/rejections';
import type { RewardTimeline as Facts, StepTimeline, TimelinePoint } from '@/lib/rules/timeline';

type Translate = ReturnType<typeof useTranslations<'timeline'>>;
type RewardTimelineProps = { timeline: Facts; currency: string };

export function RewardTimeline({ timeline, currency }: RewardTimelineProps) {
  const t = useTranslations('timeline');
  const locale = useLocale();
  const start: Point = { key: 'started', state: 'done', label: t('started'), at: timeline.startedAt };
  const [only, ...others] = timeline.steps;
  if (only && others.length === 0)
    return <Points points={[start, ...only.points.map((point) => told(t, locale, only, point))]} />;
  return (
    <div className="grid gap-5">
      <Points points={[start]} />
      {timeline.steps.map((step) => (
        <section key={step.taskKey} className="grid gap-2">
          <h3 className="flex flex-wrap justify-between gap-x-3 font-medium">
            <bdi>{step.name}</bdi>
            <Amount amount={step.rewardAmount} currency={currency} locale={locale} />
          </h3>
          <Points points={step.points.map((point) => told(t, locale, step, point))} />
        </section>
      ))}
    </div>
  );
}

function told(t: Translate, locale: string, { name: step }: StepTimeline, point: TimelinePoint): Point {
  const label = point.kind === 'gave-up' ? t('gaveUp') : t(point.kind, { step });
  return { key: point.kind, state: point.state, label, at: point.at, note: note(t, locale, point) };
}

function note(t: Translate, locale: string, { kind, state, until, reason }: TimelinePoint): ReactNode {
  if (kind === 'gave-up') return t('gaveUpNote');
  const because = rejectionWords(reason, writtenLocale(locale));
  if (state === 'bad' && because)
    return (
      <>
        {t('reason', { reason: because })} {afterRejection(reason, writtenLocale(locale))}
      </>
    );
  if (state !== 'current') return null;
  const waiting = t(WAITING[kind]);
  if (!until) return waiting;
  const date = () => <Time at={until} style="clock" locale={locale} />;
  return (
    <>
      {waiting}, {t.rich(DATED[kind] ?? 'nextTry', { date })}
    </>
  );
}

const WAITING = {
  confirmed: 'waitingAdvertiser',
  pending: 'waitingPending',
  held: 'waitingHold',
  sent: 'waitingUs',
  answered: 'waitingGame',
  rejected: 'waitingAdvertiser',
  reversed: 'waitingAdvertiser',
} as const;

/** What the date of a point means, where it is not the next try. */
const DATED: Partial<Record<TimelinePoint['kind'], 'holdUntil' | 'until'>> = { held: 'holdUntil', pending: 'until' };

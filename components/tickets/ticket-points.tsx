import { useLocale, useTranslations } from 'next-intl';
import { type Point, Points } from '@/components/offers/points';
import type { StoryPoint } from '@/components/tickets/ticket-story';
import { Time } from '@/components/ui/time';

export function TicketPoints({ story }: { story: readonly StoryPoint[] }) {
  const t = useTranslations('timeline.ticket');
  const locale = useLocale();
  const points = story.map(({ kind, state, at, until, wait }, index): Point => {
    if (wait) {
      const label = t(wait.day > wait.of ? 'dayLate' : 'dayOf', { day: wait.day, of: wait.of });
      return { key: kind, state, label, note: <WithAdvertiser wait={wait} /> };
    }
    const date = () => <Time at={until!} style="clock" locale={locale} />;
    const submits = kind === 'review' && story[0]?.kind === 'registered' && state !== 'done';
    const note = until ? (submits ? t.rich('opensBy', { date }) : t.rich('answerBy', { date })) : undefined;
    return { key: `${kind}-${index}`, state, at, label: t(kind), note };
  });
  return <Points points={points} />;
}

/** By when they are expected to answer, and what happens if they do not. */
function WithAdvertiser({ wait: { day, of, targetAt, breachAt, policy } }: { wait: NonNullable<StoryPoint['wait']> }) {
  const t = useTranslations('timeline.ticket');
  const locale = useLocale();
  const target = () => <Time at={targetAt} style="day" locale={locale} />;
  const breach = () => <Time at={breachAt} style="day" locale={locale} />;
  return (
    <>
      {day > of ? t('laterThanExpected') : t.rich('expectedBy', { date: target })}{' '}
      {t.rich(`silence.${policy}`, { date: breach })}
    </>
  );
}

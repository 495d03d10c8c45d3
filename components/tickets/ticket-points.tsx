import { useLocale, useTranslations } from 'next-intl';
import { type Point, Points } from '@/components/offers/points';
import type { StoryPoint } from '@/components/tickets/ticket-story';
import { Time } from '@/components/ui/time';

export function TicketPoints({ story }: { story: readonly StoryPoint[] }) {
  const t = useTranslations('timeline.ticket');
  const locale = useLocale();
  const points = story.map(({ kind, state, at, until }, index): Point => {
    const date = () => <Time at={until!} style="clock" locale={locale} />;
    const submits = kind === 'review' && story[0]?.kind === 'registered' && state !== 'done';
    const note = until ? (submits ? t.rich('opensBy', { date }) : t.rich('answerBy', { date })) : undefined;
    return { key: `${kind}-${index}`, state, at, label: t(kind), note };
  });
  return <Points points={points} />;
}

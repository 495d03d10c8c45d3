/** One sentence above the timeline when the game is concerned: it acknowledged, it has not answered yet, or we hold the reward. */
import { useLocale, useTranslations } from 'next-intl';
import { Time } from '@/components/ui/time';
import type { RewardTimeline, TimelinePoint } from '@/lib/rules/timeline';

type Said = { words: 'acknowledged' | 'waiting' | 'held'; date: Date } | { words: 'paused'; date: null };

export function RewardSummary({ timeline }: { timeline: RewardTimeline }) {
  const t = useTranslations('timeline.summary');
  const locale = useLocale();
  const said = summaryOf(timeline);
  if (!said) return null;
  const { words, date: at } = said;
  return (
    <p className="pb-4">
      {at ? t.rich(words, { date: () => <Time at={at} style="clock" locale={locale} /> }) : t('paused')}
    </p>
  );
}

/** The step that is furthest behind speaks for all; when all have arrived, the one that arrived last. */
export function summaryOf({ steps, status }: RewardTimeline): Said | null {
  const points = steps.filter((step) => step.status === status).flatMap((step) => step.points);
  if (status === 'ACKNOWLEDGED') return said('acknowledged', latest(points.filter(isAnswer).map(({ at }) => at)));
  if (status === 'PENDING') return said('held', latest(points.filter(isHold).map(({ until }) => until)));
  if (status !== 'SENT') return null;
  const until = points.filter(isAnswer).map(({ givesUpAt }) => givesUpAt);
  return until.includes(null) ? { words: 'paused', date: null } : said('waiting', latest(until));
}

function said(words: 'acknowledged' | 'waiting' | 'held', date: Date | null): Said | null {
  return date && { words, date };
}

function latest(dates: readonly (Date | null)[]): Date | null {
  const known = dates.filter((date) => date !== null).map((date) => date.getTime());
  return known.length > 0 ? new Date(Math.max(...known)) : null;
}

const isAnswer = ({ kind }: TimelinePoint) => kind === 'answered';
const isHold = ({ kind }: TimelinePoint) => kind === 'held';

/** Day by day: what comes in, who decides it, how soon, in time or not, and what is left over. */
import { useLocale, useTranslations } from 'next-intl';
import { figureText, NONE } from '@/app/console/reports/figure-text';
import { Lines } from '@/components/charts/lines';
import { type Part, StackedBars } from '@/components/charts/stacked-bars';
import { Pane } from '@/components/console/pane';
import { instantText } from '@/components/ui/time-text';
import type { DayOfReport } from '@/lib/reports/read-report';
import { AGES_MS, type Figures, PROMISES, ratesOf } from '@/lib/rules/figures';

type Chart = { id: string; parts: Part[]; valuesOf: (figures: Figures) => Record<string, number> };

export function DayCharts({ days, isOfAgent }: { days: readonly DayOfReport[]; isOfAgent: boolean }) {
  const t = useTranslations('console.reports.charts');
  const locale = useLocale();
  const charts = useCharts().filter(({ id }) => !(isOfAgent && id === 'opened'));
  return (
    <div className="grid grid-cols-1 items-start gap-3 xl:grid-cols-2">
      {charts.map(({ id, parts, valuesOf }) => (
        <Pane key={id} id={id} title={t(`${id}.title`)}>
          <StackedBars
            title={t(`${id}.title`)}
            head={t('day')}
            tableLabel={t('table')}
            parts={parts}
            bars={days.map(({ day, figures }) => ({
              key: day,
              label: dayText(day, locale),
              values: valuesOf(figures),
            }))}
            locale={locale}
          />
        </Pane>
      ))}
      <FirstDecisions days={days} />
    </div>
  );
}

const PROMISE_FILLS = { kept: 'fill-ok', late: 'fill-wait', breached: 'fill-bad' } as const;
/** From young to old. */
const AGE_FILLS = ['fill-ok-line', 'fill-info-line', 'fill-wait-line', 'fill-wait', 'fill-bad'];

function useCharts(): Chart[] {
  const t = useTranslations('console.reports.charts');
  return [
    {
      id: 'opened',
      parts: [{ key: 'opened', label: t('opened.part'), fill: 'fill-accent' }],
      valuesOf: ({ opened }) => ({ opened }),
    },
    {
      id: 'outcome',
      parts: [
        { key: 'approved', label: t('outcome.approved'), fill: 'fill-ok' },
        { key: 'denied', label: t('outcome.denied'), fill: 'fill-bad' },
      ],
      valuesOf: ({ approved, denied }) => ({ approved, denied }),
    },
    {
      id: 'decider',
      parts: [
        { key: 'automatic', label: t('decider.automatic'), fill: 'fill-info-line' },
        { key: 'byAgents', label: t('decider.byAgents'), fill: 'fill-accent' },
        { key: 'byApi', label: t('decider.byApi'), fill: 'fill-edge' },
      ],
      valuesOf: ({ automatic, byAgents, byApi }) => ({ automatic, byAgents, byApi }),
    },
    {
      id: 'promised',
      parts: PROMISES.map((key) => ({ key, label: t(`promised.${key}`), fill: PROMISE_FILLS[key] })),
      valuesOf: ({ promises }) => promises,
    },
    {
      id: 'backlog',
      parts: AGE_FILLS.map((fill, age) => ({
        key: String(age),
        label: t('backlog.age', { days: ageIn(age), isLast: String(age === AGES_MS.length) }),
        fill,
      })),
      valuesOf: ({ backlog }) => Object.fromEntries(backlog.map((count, age) => [String(age), count])),
    },
  ];
}

/** The upper end in days; of the last class the lower. */
function ageIn(age: number): number {
  return AGES_MS[Math.min(age, AGES_MS.length - 1)]! / 86_400_000;
}

function FirstDecisions({ days }: { days: readonly DayOfReport[] }) {
  const t = useTranslations('console.reports.charts');
  const locale = useLocale();
  return (
    <Pane id="first" title={t('first.title')}>
      <Lines
        title={t('first.title')}
        head={t('day')}
        tableLabel={t('table')}
        lines={[
          { key: 'median', label: t('first.median'), stroke: 'stroke-accent' },
          { key: 'ninetieth', label: t('first.ninetieth'), stroke: 'stroke-bad', dash: true },
        ]}
        points={days.map(({ day, figures }) => {
          const { medianMs: median, ninetiethMs: ninetieth } = ratesOf(figures);
          return { key: day, label: dayText(day, locale), values: { median, ninetieth } };
        })}
        write={figureText(locale).length}
        none={NONE}
      />
    </Pane>
  );
}

function dayText(day: string, locale: string): string {
  return instantText(new Date(`${day}T00:00:00Z`), 'day', locale, 'UTC');
}

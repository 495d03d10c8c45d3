/** The figures of the whole period, with what each is a part of. */
import { useLocale, useTranslations } from 'next-intl';
import { figureText } from '@/app/console/reports/figure-text';
import { type Figures, ratesOf } from '@/lib/rules/figures';

export function Headline({ figures, isOfAgent }: { figures: Figures; isOfAgent: boolean }) {
  const t = useTranslations('console.reports.headline');
  const text = figureText(useLocale());
  const rates = ratesOf(figures);
  const waiting = figures.backlog.reduce((sum, count) => sum + count, 0);
  const tiles: [string, string, string][] = [
    ...(isOfAgent
      ? []
      : [[t('opened'), text.count(figures.opened), text.money(figures.openedMicros)] as [string, string, string]]),
    [t('decided'), text.count(rates.decided), t('byWhom', { automatic: text.part(rates.automatic) })],
    [t('first'), text.length(rates.medianMs), t('ninetieth', { time: text.length(rates.ninetiethMs) })],
    [
      t('kept'),
      text.part(rates.kept),
      t('notKept', { late: figures.promises.late, breached: figures.promises.breached }),
    ],
    [t('approval'), text.part(rates.approval), t('ofDecided', { approved: figures.approved, decided: rates.decided })],
    [
      t('overturn'),
      text.part(rates.overturn),
      t('ofDenied', { overturned: figures.overturned, denied: figures.denied }),
    ],
    [t('approvedUsd'), text.money(figures.approvedMicros), t('deniedUsd', { money: text.money(figures.deniedMicros) })],
    [t('waiting'), text.count(waiting), text.money(figures.backlogMicros)],
  ];
  return (
    <dl className="grid grid-cols-2 gap-2 sm:grid-cols-4">
      {tiles.map(([label, figure, more]) => (
        <div key={label} className="rounded-box border border-line bg-raised px-3 py-2">
          <dt className="text-quiet">{label}</dt>
          <dd className="text-lg font-semibold tabular-nums">
            <bdi>{figure}</bdi>
          </dd>
          <dd className="text-quiet tabular-nums">
            <bdi>{more}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}

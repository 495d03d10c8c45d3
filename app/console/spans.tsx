/** Which stretch of time the charts of a page show: links, so that each has an address. */
import { getTranslations } from 'next-intl/server';
import { classNames } from '@/components/ui/class-names';
import { SPANS, type Span } from '@/lib/reports/receipt-charts';

export async function Spans({ current }: { current: Span }) {
  const t = await getTranslations('console.charts');
  return (
    <nav aria-label={t('spans')}>
      <ul className="flex flex-wrap gap-1">
        {SPANS.map((span) => (
          <li key={span}>
            <a
              href={`?span=${span}`}
              aria-current={span === current ? 'page' : undefined}
              className={classNames(
                'inline-flex min-h-7 items-center rounded-chip px-2.5',
                span === current ? 'bg-accent-fill font-medium text-accent' : 'text-quiet hover:bg-raised',
              )}
            >
              {t(`span.${span}`)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

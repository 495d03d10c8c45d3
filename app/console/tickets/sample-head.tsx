/** How often the automation was wrong, as far as somebody has looked; and what went out that should not have. */
import { getLocale, getTranslations } from 'next-intl/server';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';
import { readSampleFigures } from '@/lib/tickets/check-sample';

export async function SampleHead({ now }: { now: Date }) {
  const t = await getTranslations('console.sample');
  const locale = await getLocale();
  const { checked, overturned, wronglyApproved } = await readSampleFigures(now);
  const rate = checked > 0 ? overturned / checked : 0;
  return (
    <div className="mb-3 grid grid-cols-1 gap-2">
      <p className="tabular-nums">{checked > 0 ? t('rate', { checked, overturned, rate }) : t('noRate')}</p>
      {wronglyApproved.length > 0 && (
        <Notice tone="wait" title={t('wronglyApproved')}>
          <ul className="grid gap-0.5">
            {wronglyApproved.map(({ number, reason, by, at }) => (
              <li key={number}>
                <a href={`/console/tickets/${number}`} className="font-mono text-accent underline">
                  {number}
                </a>{' '}
                <bdi>{reason}</bdi> · <bdi>{by ?? t('somebody')}</bdi> · <Time at={at} now={now} locale={locale} />
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </div>
  );
}

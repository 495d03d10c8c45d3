/** What was tried last, by whom, and how it went; each can be looked at again. */
import { getLocale, getTranslations } from 'next-intl/server';
import { Pane } from '@/components/console/pane';
import { Icon } from '@/components/ui/icon';
import { Time } from '@/components/ui/time';
import type { Simulation } from '@/lib/offers/read-simulation';
import { isAsItShouldBe } from '@/lib/rules/answer-cause';

type LastTrialsProps = { appKey: string; trials: readonly Simulation[]; now: Date };

export async function LastTrials({ appKey, trials, now }: LastTrialsProps) {
  const t = await getTranslations('console.app.try');
  const locale = await getLocale();
  if (trials.length === 0) return null;
  return (
    <Pane id="last" title={t('last')}>
      <ul className="grid gap-1.5">
        {trials.map(({ id, at, by, trial, steps }) => {
          const well = steps.every(({ cause }) => isAsItShouldBe(cause));
          return (
            <li key={id} className="flex items-start gap-1.5">
              <Icon name={well ? 'check' : 'warning'} className={well ? 'mt-0.5 text-ok' : 'mt-0.5 text-wait'} />
              <span className="min-w-0">
                <a
                  href={`/console/apps/${encodeURIComponent(appKey)}/try?shown=${id}#result`}
                  className="text-accent underline"
                >
                  {t(`trial.${trial}`)}
                </a>{' '}
                <span>{t(well ? 'wentWell' : 'wentWrong')}</span>{' '}
                <span className="text-quiet">
                  <Time at={at} now={now} locale={locale} />
                  {by && ` · ${by}`}
                </span>
              </span>
            </li>
          );
        })}
      </ul>
    </Pane>
  );
}

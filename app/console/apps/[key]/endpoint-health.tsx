/** Whether the game's server answers; if not, since when, what follows, and the way back. Nothing to say when all is well. */
import { useLocale, useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';
import type { CallbackSetup } from '@/lib/offers/callback-setup';
import { MOST_WAITING } from '@/lib/rewards/callback-log';
import { PAUSE_AFTER_MS } from '@/lib/rules/failing-endpoint';

type HealthProps = { app: CallbackSetup; waiting: number; mayResume: boolean; now: Date };

export function EndpointHealth({ app, waiting, mayResume, now }: HealthProps) {
  const t = useTranslations('console.callbacks.health');
  const locale = useLocale();
  const { key, config, enabled, failingSince, pausedAt } = app;
  const wait = t('waiting', { count: waiting, most: waiting >= MOST_WAITING ? 'yes' : 'no' });
  const ago = (at: Date) => () => <Time at={at} now={now} locale={locale} />;
  const clock = (at: Date) => () => <Time at={at} style="clock" locale={locale} />;
  if (pausedAt) {
    return (
      <Notice tone="bad" title={t.rich('paused', { when: ago(pausedAt) })}>
        <p>
          {failingSince && t.rich('silentSince', { when: clock(failingSince) })} {wait} {t('pausedBody')}
        </p>
        {mayResume ? (
          <form method="post" action={`/api/console/apps/${encodeURIComponent(key)}/callbacks`} className="mt-2">
            <input type="hidden" name="action" value="resume" />
            <Button size="dense" look="primary">
              {t('resume')}
            </Button>
          </form>
        ) : (
          <p className="text-quiet">{t('whoResumes')}</p>
        )}
      </Notice>
    );
  }
  if (config === null || !enabled) {
    return (
      <Notice tone="wait" title={t(config === null ? 'none' : 'off')}>
        {wait}
      </Notice>
    );
  }
  if (!failingSince) return null;
  return (
    <Notice tone="wait" title={t.rich('silentSince', { when: clock(failingSince) })}>
      {wait} {t.rich('pausesAt', { when: ago(new Date(failingSince.getTime() + PAUSE_AFTER_MS)) })}
    </Notice>
  );
}

/** How far a dry run has come, or how it ended. */
import { useLocale, useTranslations } from 'next-intl';
import { LiveLog } from '@/components/console/live-log';
import { Pane } from '@/components/console/pane';
import { Button } from '@/components/ui/button';
import { Time } from '@/components/ui/time';
import type { DryRun } from '@/lib/reports/read-dry-run';

type RunProgressProps = { run: DryRun; isOwn: boolean; now: Date };

export function RunProgress({ run, isOwn, now }: RunProgressProps) {
  const t = useTranslations('console.reports.dryRun');
  const live = useTranslations('console.callbacks.live');
  const locale = useLocale();
  const { id, status, total, done, startedAt, agentName, ruleVersion } = run;
  const door = `/api/console/reports/dry-run/${id}`;
  return (
    <Pane id="progress" title={t(`status.${status}`)}>
      <div className="grid gap-1">
        {status === 'RUNNING' && (
          <progress
            aria-labelledby="how-far"
            max={Math.max(1, total ?? 1)}
            value={total === null ? undefined : Math.min(done, total)}
            className="h-2 w-full max-w-md accent-accent"
          />
        )}
        <p id="how-far" className="tabular-nums">
          {total === null ? t('counting') : t('progress', { done, total })}
        </p>
        <p className="text-quiet">
          {t.rich('startedBy', { name: agentName, when: () => <Time at={startedAt} now={now} locale={locale} /> })}{' '}
          {t('rule', { version: ruleVersion })}
        </p>
      </div>
      {status === 'RUNNING' && (
        <>
          <LiveLog
            door={`${door}?${new URLSearchParams({ done: String(done), status })}`}
            words={{ on: t('live'), lost: live('lost') }}
          />
          <noscript>{t('noscript')}</noscript>
          {isOwn && (
            <form method="post" action={door}>
              <input type="hidden" name="action" value="cancel" />
              <Button size="dense">{t('cancel')}</Button>
            </form>
          )}
        </>
      )}
    </Pane>
  );
}

/** The latest replayed set: how far it has come, or how it ended. */
import { useLocale, useTranslations } from 'next-intl';
import { LiveLog } from '@/components/console/live-log';
import { Pane } from '@/components/console/pane';
import { Button } from '@/components/ui/button';
import { Time } from '@/components/ui/time';
import type { CallbackSetup } from '@/lib/offers/callback-setup';
import type { Replay } from '@/lib/rewards/replay-callbacks';

type ProgressProps = { replay: Replay; app: CallbackSetup; log: string; now: Date };

export function ReplayProgress({ replay, app, log, now }: ProgressProps) {
  const t = useTranslations('console.callbackReplay');
  const live = useTranslations('console.callbacks.live');
  const locale = useLocale();
  const { status, total, replayed, startedAt, startedBy, filter } = replay;
  const isRunning = status === 'RUNNING';
  const isCalled = app.enabled && app.pausedAt === null;
  const door = `/api${log}/replay?${new URLSearchParams({ replayed: String(replayed), status })}`;
  const passedOver = Math.max(0, total - replayed);
  return (
    <Pane id="progress" title={t(`status.${status}`)}>
      <div className="grid gap-1">
        <progress
          aria-labelledby="how-far"
          max={total}
          value={Math.min(replayed, total)}
          className="h-2 w-full max-w-md accent-accent"
        />
        <p id="how-far" className="tabular-nums">
          {t('progress', { replayed, total })}
        </p>
        {isRunning && !isCalled && <p>{t('waits')}</p>}
        {status === 'DONE' && passedOver > 0 && <p>{t('passedOver', { count: passedOver })}</p>}
        <p className="text-quiet">
          {t.rich('startedBy', { name: startedBy, when: () => <Time at={startedAt} now={now} locale={locale} /> })}{' '}
          <a href={`${log}${filter === '' ? '' : `?${filter}`}`} className="text-accent underline">
            {t('seeSet')}
          </a>
        </p>
      </div>
      {isRunning && (
        <>
          <LiveLog door={door} words={{ on: t('live'), lost: live('lost') }} />
          <noscript>{t('noscript')}</noscript>
          <form method="post" action={`/api${log}/replay`} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <input type="hidden" name="action" value="cancel" />
            <Button size="dense">{t('cancel')}</Button>
            <p className="text-quiet">{t('cancelBody')}</p>
          </form>
        </>
      )}
    </Pane>
  );
}

/** How far an order has come; while it can still be stopped, the button that does. */
import { useTranslations } from 'next-intl';
import { Countdown } from '@/components/console/countdown';
import { LiveLog } from '@/components/console/live-log';
import { Pane } from '@/components/console/pane';
import { Button } from '@/components/ui/button';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';
import { can } from '@/lib/rules/permissions';
import { secondsUntil } from '@/lib/rules/seconds-until';
import type { BulkJob } from '@/lib/tickets/bulk-read';

type ProgressProps = { job: BulkJob; now: Date; agent: SignedInAgent };

export function Progress({ job, now, agent }: ProgressProps) {
  const t = useTranslations('console.bulk');
  const { id, status, total, done, failed, skipped } = job;
  const isOpen = status === 'WAITING' || status === 'RUNNING';
  const mayStop = job.agentId === agent.id || can(agent.role, 'tickets:undo');
  return (
    <Pane id="progress" title={t('progress')}>
      <div className="grid gap-1">
        <progress
          aria-labelledby="how-far"
          max={total}
          value={done + failed + skipped}
          className="h-2 w-full max-w-md accent-accent"
        />
        <p id="how-far" role="status" className="tabular-nums">
          {t('howFar', { done, failed, skipped, total })}
        </p>
      </div>
      {isOpen && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          {status === 'WAITING' ? (
            <p className="text-quiet">
              <Countdown
                seconds={secondsUntil(job.runsAt, now)}
                text={t('beginsIn', { seconds: '{seconds}' })}
                over={t('begins')}
              />
            </p>
          ) : (
            <Following job={job} />
          )}
          {mayStop && (
            <form method="post" action={`/api/console/bulk/${id}`}>
              <input type="hidden" name="act" value="cancel" />
              <Button size="dense" data-command="undo">
                {t(status === 'WAITING' ? 'takeBack' : 'stop')}
              </Button>
            </form>
          )}
        </div>
      )}
    </Pane>
  );
}

/** Without scripts the page asks for itself again. */
function Following({ job: { id, status, done, failed, skipped } }: { job: BulkJob }) {
  const t = useTranslations('console.bulk');
  const seen = `${status}.${done}.${failed}.${skipped}`;
  return (
    <>
      <LiveLog
        door={`/api/console/bulk/${id}?${new URLSearchParams({ seen })}`}
        words={{ on: t('live'), lost: t('lost') }}
      />
      <noscript>
        <meta httpEquiv="refresh" content="5" />
      </noscript>
    </>
  );
}

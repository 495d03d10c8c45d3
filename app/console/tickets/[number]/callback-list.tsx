/** What the game was told, attempt by attempt. */
import { useLocale, useTranslations } from 'next-intl';
import { Part } from '@/components/console/pane';
import type { IconName } from '@/components/ui/icon';
import { StatusChip, type Tone } from '@/components/ui/status-chip';
import { Time } from '@/components/ui/time';
import type { EvidenceAttempt, EvidenceCallback } from '@/lib/tickets/agent-callbacks';

const CHIPS: Record<EvidenceCallback['status'] | 'HELD', [Tone, IconName]> = {
  HELD: ['wait', 'clock'],
  PENDING: ['info', 'half'],
  ACKNOWLEDGED: ['ok', 'check'],
  FAILED: ['bad', 'warning'],
  CANCELLED: ['plain', 'cross'],
};

export function CallbackList({ callbacks, now }: { callbacks: EvidenceCallback[]; now: Date }) {
  const t = useTranslations('console.evidence');
  return (
    <Part title={t('callbacks')}>
      <ul className="grid gap-2">
        {callbacks.map((callback) => (
          <Callback key={callback.id} callback={callback} now={now} />
        ))}
      </ul>
    </Part>
  );
}

function Callback({ callback, now }: { callback: EvidenceCallback; now: Date }) {
  const t = useTranslations('console.evidence');
  const locale = useLocale();
  const held = isHeld(callback, now);
  const status = held ? 'HELD' : callback.status;
  const [tone, icon] = CHIPS[status];
  return (
    <li className="grid gap-1">
      <span className="flex flex-wrap items-center gap-x-3">
        <StatusChip tone={tone} icon={icon} className="px-1.5 py-0">
          {t(`callback.${status}`)}
        </StatusChip>
        <span>
          {t(`kind.${callback.kind}`)} · {callback.taskKey}
        </span>
        <Time at={callback.grantedAt} style="clock" locale={locale} />
        {held && (
          <span className="text-quiet">
            {t.rich('heldUntil', { when: () => <Time at={callback.heldUntil!} style="clock" locale={locale} /> })}
          </span>
        )}
        {callback.status === 'PENDING' && callback.nextAt && !held && (
          <span className="text-quiet">
            {t.rich('nextTry', { when: () => <Time at={callback.nextAt!} now={now} locale={locale} /> })}
          </span>
        )}
        {callback.refires > 0 && <span className="text-quiet">{t('refires', { count: callback.refires })}</span>}
        <a
          href={`/console/apps/${encodeURIComponent(callback.appKey)}/callbacks/${callback.id}`}
          className="inline-flex min-h-6 items-center font-mono text-xs break-all text-accent hover:underline"
        >
          {callback.eventId}
        </a>
      </span>
      {callback.lastReason && callback.status !== 'ACKNOWLEDGED' && <span>{callback.lastReason}</span>}
      <Attempts attempts={callback.attempts} />
    </li>
  );
}

/** Credited with delay, as the app or the offer asks for. */
function isHeld({ status, heldUntil }: EvidenceCallback, now: Date): boolean {
  return status === 'PENDING' && heldUntil !== null && heldUntil > now;
}

function Attempts({ attempts }: { attempts: EvidenceAttempt[] }) {
  const t = useTranslations('console.evidence');
  const locale = useLocale();
  return (
    <details>
      <summary className="w-fit text-quiet">{t('attempts', { count: attempts.length })}</summary>
      <ol className="mt-1 grid gap-0.5 ps-4">
        {attempts.map((attempt) => (
          <li key={attempt.attemptNo} className="flex flex-wrap gap-x-3 tabular-nums">
            <span className="text-quiet">{attempt.attemptNo}</span>
            <Time at={attempt.startedAt} style="exact" locale={locale} />
            <span>{[attempt.httpStatus, attempt.outcome].filter(Boolean).join(' ')}</span>
            {attempt.durationMs !== null && (
              <span className="text-quiet">{t('milliseconds', { count: attempt.durationMs })}</span>
            )}
            {attempt.reason && <span>{attempt.reason}</span>}
          </li>
        ))}
      </ol>
    </details>
  );
}

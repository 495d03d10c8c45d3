/** Every attempt, the latest first: what was sent, how long it took, what came back, and how that was judged. */
import { useLocale, useTranslations } from 'next-intl';
import { Bytes } from '@/components/console/bytes';
import { Nothing, Pane, Part } from '@/components/console/pane';
import type { IconName } from '@/components/ui/icon';
import { StatusChip, type Tone } from '@/components/ui/status-chip';
import { Time } from '@/components/ui/time';
import type { Attempt, CallbackForConsole } from '@/lib/rewards/read-callback';

const OUTCOMES = ['started', 'acknowledged', 'retry', 'failed', 'lost'] as const;
const LOOKS: Record<(typeof OUTCOMES)[number], [Tone, IconName]> = {
  started: ['info', 'half'],
  acknowledged: ['ok', 'check'],
  retry: ['wait', 'clock'],
  failed: ['bad', 'warning'],
  lost: ['plain', 'question'],
};

export function AttemptList({ callback: { tried, hasMore } }: { callback: CallbackForConsole }) {
  const t = useTranslations('console.callback');
  return (
    <Pane id="attempts" title={t('attempts')}>
      {tried.length === 0 && <Nothing>{t('noAttempts')}</Nothing>}
      <ol className="grid gap-3">
        {tried.map((attempt, index) => (
          <li key={attempt.attemptNo} className="border-b border-line pb-3 last:border-0 last:pb-0">
            <OneAttempt attempt={attempt} isOpen={index === 0} />
          </li>
        ))}
      </ol>
      {hasMore && <p className="text-quiet">{t('hasMore', { count: tried.length })}</p>}
    </Pane>
  );
}

function OneAttempt({ attempt, isOpen }: { attempt: Attempt; isOpen: boolean }) {
  const t = useTranslations('console.callback');
  const locale = useLocale();
  const { attemptNo, startedAt, durationMs, request, httpStatus, answer, reason } = attempt;
  const outcome = OUTCOMES.find((known) => known === attempt.outcome) ?? 'lost';
  const [tone, icon] = LOOKS[outcome];
  return (
    <details open={isOpen} className="group">
      <summary className="min-h-6">
        <span className="*:me-3 *:[unicode-bidi:isolate]">
          <span className="text-quiet tabular-nums">{attemptNo}</span>
          <Time at={startedAt} style="second" locale={locale} />
          <StatusChip tone={tone} icon={icon} className="px-1.5 py-0 align-middle">
            {t(`outcome.${outcome}`)}
          </StatusChip>
          {httpStatus !== null && <span className="tabular-nums">{t('status', { status: String(httpStatus) })}</span>}
          {durationMs !== null && (
            <span className="text-quiet tabular-nums">{t('milliseconds', { count: durationMs })}</span>
          )}
        </span>
      </summary>
      <div className="mt-2 grid gap-2 ps-4">
        {reason && <p className="break-words">{reason}</p>}
        <Part title={t('sent')}>
          <Bytes text={request} />
        </Part>
        <Part title={t('answered')}>
          {answer ? (
            <Bytes text={answer} />
          ) : (
            <p className="text-quiet">{t(answer === null ? 'noAnswer' : 'emptyAnswer')}</p>
          )}
        </Part>
      </div>
    </details>
  );
}

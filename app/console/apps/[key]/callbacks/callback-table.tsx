/** The lines of the log of callbacks. */
import { useLocale, useTranslations } from 'next-intl';
import { CallbackStatusChip } from '@/components/console/callback-status';
import { LogLine, LogPart, LogTable } from '@/components/console/log-table';
import { Time } from '@/components/ui/time';
import type { CallbackLine } from '@/lib/rewards/callback-log';

const COLUMNS = ['when', 'status', 'reward', 'user', 'ticket', 'attempts'] as const;

type TableProps = { callbacks: CallbackLine[]; path: string; now: Date };

export function CallbackTable({ callbacks, path, now }: TableProps) {
  const t = useTranslations('console.callbacks');
  return (
    <LogTable caption={t('what')} columns={COLUMNS.map((column) => t(`column.${column}`))}>
      {callbacks.map((callback) => (
        <Line key={callback.id} callback={callback} path={path} now={now} />
      ))}
    </LogTable>
  );
}

function Line({ callback, path, now }: { callback: CallbackLine; path: string; now: Date }) {
  const t = useTranslations('console.callbacks');
  const locale = useLocale();
  const { id, createdAt, status, kind, offerTitle, taskKey, rewardAmount, user, ticket } = callback;
  return (
    <LogLine href={`${path}/${id}`} when={<Time at={createdAt} style="second" locale={locale} />} open={t('open')}>
      <LogPart>
        <CallbackStatusChip status={status} />
      </LogPart>
      <LogPart className="break-words">
        {t(`kind.${kind}`)} · {offerTitle}, {taskKey} ·{' '}
        <span className="tabular-nums">{new Intl.NumberFormat(locale).format(rewardAmount)}</span>
      </LogPart>
      <LogPart className="font-mono text-xs break-all" label={t('column.user')}>
        {user}
      </LogPart>
      <LogPart label={ticket && t('column.ticket')}>
        {ticket && (
          <a
            href={`/console/tickets/${ticket}`}
            className="inline-flex min-h-6 items-center font-mono text-xs whitespace-nowrap text-accent hover:underline"
          >
            {ticket}
          </a>
        )}
      </LogPart>
      <LogPart className="break-words">
        <Tries callback={callback} now={now} />
      </LogPart>
    </LogLine>
  );
}

/** How often, when next, and why not yet. */
function Tries({ callback, now }: { callback: CallbackLine; now: Date }) {
  const t = useTranslations('console.callbacks');
  const locale = useLocale();
  const { status, attempts, refires, nextAt, lastReason } = callback;
  const isQuiet = status === 'ACKNOWLEDGED';
  return (
    <span className="flex flex-wrap gap-x-2">
      <span className="tabular-nums">{t('attempts', { count: attempts })}</span>
      {refires > 0 && <span className="text-quiet">{t('refires', { count: refires })}</span>}
      {status === 'PENDING' && nextAt && (
        <span>{t.rich('next', { when: () => <Time at={nextAt} now={now} locale={locale} /> })}</span>
      )}
      {lastReason && !isQuiet && <span className="wrap-anywhere text-quiet">{lastReason}</span>}
    </span>
  );
}

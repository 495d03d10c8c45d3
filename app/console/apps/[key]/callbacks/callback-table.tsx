/** The lines of the log: a compact table at a desk, cards on a phone. */
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { CallbackStatusChip } from '@/components/console/callback-status';
import { Time } from '@/components/ui/time';
import type { CallbackLine } from '@/lib/rewards/callback-log';

const COLUMNS = ['when', 'status', 'reward', 'user', 'ticket', 'attempts'] as const;

type TableProps = { callbacks: CallbackLine[]; path: string; now: Date };

export function CallbackTable({ callbacks, path, now }: TableProps) {
  const t = useTranslations('console.callbacks');
  return (
    <div className="overflow-hidden rounded-box border border-line bg-raised">
      <table className="block w-full border-collapse text-start md:table">
        <caption className="sr-only">{t('what')}</caption>
        <thead className="max-md:sr-only">
          <tr className="border-b border-line text-quiet">
            {COLUMNS.map((column) => (
              <th key={column} scope="col" className="px-3 py-1.5 text-start font-medium">
                {t(`column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="block md:table-row-group">
          {callbacks.map((callback) => (
            <Line key={callback.id} callback={callback} path={path} now={now} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Line({ callback, path, now }: { callback: CallbackLine; path: string; now: Date }) {
  const t = useTranslations('console.callbacks');
  const locale = useLocale();
  const { id, createdAt, status, kind, offerTitle, taskKey, rewardAmount, user, ticket } = callback;
  return (
    <tr className="grid gap-1 border-b border-line px-3 py-2 last:border-0 focus-within:bg-accent-fill hover:bg-surface md:table-row md:p-0">
      <Part className="whitespace-nowrap">
        <a data-row href={`${path}/${id}`} className="inline-flex min-h-6 items-center text-accent hover:underline">
          <Time at={createdAt} style="second" locale={locale} />
          <span className="sr-only"> {t('open')}</span>
        </a>
      </Part>
      <Part>
        <CallbackStatusChip status={status} />
      </Part>
      <Part className="break-words">
        {t(`kind.${kind}`)} · {offerTitle}, {taskKey} ·{' '}
        <span className="tabular-nums">{new Intl.NumberFormat(locale).format(rewardAmount)}</span>
      </Part>
      <Part className="font-mono text-xs break-all" label={t('column.user')}>
        {user}
      </Part>
      <Part label={ticket && t('column.ticket')}>
        {ticket && (
          <a
            href={`/console/tickets/${ticket}`}
            className="inline-flex min-h-6 items-center font-mono text-xs whitespace-nowrap text-accent hover:underline"
          >
            {ticket}
          </a>
        )}
      </Part>
      <Part className="break-words">
        <Tries callback={callback} now={now} />
      </Part>
    </tr>
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

/** `label` stands before the value on a phone, where there is no head of the column above it. */
function Part({ children, label, className }: { children: ReactNode; label?: string | null; className?: string }) {
  return (
    <td className={`block md:table-cell md:px-3 md:py-1 md:align-middle ${className ?? ''}`}>
      {label && <span className="me-1.5 font-sans text-quiet md:hidden">{label}</span>}
      {children}
    </td>
  );
}

/** The lines of the log: a compact table at a desk, cards on a phone. */
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ReceiptOutcomeChip } from '@/components/console/receipt-outcome';
import { StatusChip } from '@/components/ui/status-chip';
import { Time } from '@/components/ui/time';
import type { ReceiptLine } from '@/lib/postbacks/list-receipts';
import { isSampleClick } from '@/lib/rules/receipt-filter';

const COLUMNS = ['when', 'outcome', 'why', 'click', 'tx'] as const;

type TableProps = { receipts: ReceiptLine[]; path: string };

export function ReceiptTable({ receipts, path }: TableProps) {
  const t = useTranslations('console.receipts');
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
          {receipts.map((receipt) => (
            <Line key={receipt.id} receipt={receipt} path={path} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Line({ receipt, path }: { receipt: ReceiptLine; path: string }) {
  const t = useTranslations('console.receipts');
  const word = useTranslations('console.receipt');
  const locale = useLocale();
  const { id, receivedAt, outcome, code, detail, taskKey, state, clickId, transaction, replayOf } = receipt;
  return (
    <tr className="grid gap-1 border-b border-line px-3 py-2 last:border-0 focus-within:bg-accent-fill hover:bg-surface md:table-row md:p-0">
      <Part className="whitespace-nowrap">
        <a data-row href={`${path}/${id}`} className="inline-flex min-h-6 items-center text-accent hover:underline">
          <Time at={receivedAt} style="second" locale={locale} />
          <span className="sr-only"> {t('open')}</span>
        </a>
      </Part>
      <Part>
        <span className="flex flex-wrap gap-1">
          <ReceiptOutcomeChip outcome={outcome} code={code} />
          {isSampleClick(clickId) && <Mark>{t('sample')}</Mark>}
          {replayOf && <Mark>{t('replay')}</Mark>}
        </span>
      </Part>
      <Part className="break-words">
        {[detail, taskKey, isState(state) && word(`state.${state}`)].filter(Boolean).join(' · ')}
      </Part>
      <Part className="font-mono text-xs break-all" label={clickId && t('column.click')}>
        {clickId}
      </Part>
      <Part className="font-mono text-xs break-all" label={transaction && t('column.tx')}>
        {transaction}
      </Part>
    </tr>
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

function Mark({ children }: { children: string }) {
  return (
    <StatusChip tone="plain" icon="info" className="px-1.5 py-0">
      {children}
    </StatusChip>
  );
}

function isState(state: string | null): state is 'PENDING' | 'COMPLETED' | 'RECONCILED' {
  return state === 'PENDING' || state === 'COMPLETED' || state === 'RECONCILED';
}

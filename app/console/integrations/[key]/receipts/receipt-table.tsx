/** The lines of the log of receipts. */
import { useLocale, useTranslations } from 'next-intl';
import { LogLine, LogPart, LogTable } from '@/components/console/log-table';
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
    <LogTable caption={t('what')} columns={COLUMNS.map((column) => t(`column.${column}`))}>
      {receipts.map((receipt) => (
        <Line key={receipt.id} receipt={receipt} path={path} />
      ))}
    </LogTable>
  );
}

function Line({ receipt, path }: { receipt: ReceiptLine; path: string }) {
  const t = useTranslations('console.receipts');
  const word = useTranslations('console.receipt');
  const locale = useLocale();
  const { id, receivedAt, outcome, code, detail, taskKey, state, clickId, transaction, replayOf } = receipt;
  return (
    <LogLine href={`${path}/${id}`} when={<Time at={receivedAt} style="second" locale={locale} />} open={t('open')}>
      <LogPart>
        <span className="flex flex-wrap gap-1">
          <ReceiptOutcomeChip outcome={outcome} code={code} />
          {isSampleClick(clickId) && <Mark>{t('sample')}</Mark>}
          {replayOf && <Mark>{t('replay')}</Mark>}
        </span>
      </LogPart>
      <LogPart className="break-words">
        {[detail, taskKey, isState(state) && word(`state.${state}`)].filter(Boolean).join(' · ')}
      </LogPart>
      <LogPart className="font-mono text-xs break-all" label={clickId && t('column.click')}>
        {clickId}
      </LogPart>
      <LogPart className="font-mono text-xs break-all" label={transaction && t('column.tx')}>
        {transaction}
      </LogPart>
    </LogLine>
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

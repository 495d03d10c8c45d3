/** The lines of a queue: each readable without opening the ticket. */
import { useTranslations } from 'next-intl';
import { QueueLine } from '@/app/console/tickets/queue-line';
import { Table } from '@/components/console/table';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';
import type { QueueColumn } from '@/lib/rules/queue-columns';
import type { QueueOrder } from '@/lib/rules/queues';
import type { QueueRow } from '@/lib/tickets/queue-row';

export type QueueTableProps = {
  rows: QueueRow[];
  caption: string;
  columns: QueueColumn[];
  dense: boolean;
  order: QueueOrder;
  /** Automatic decisions that are looked at again: each line asks whether it was right. */
  checks: boolean;
  agent: SignedInAgent;
  now: Date;
};

/** What a phone has no room for. */
export const WIDE_ONLY: readonly QueueColumn[] = ['assignee', 'advertiser', 'app', 'user', 'opened', 'tags'];

export function QueueTable({ rows, caption, columns, order, checks, ...line }: QueueTableProps) {
  const t = useTranslations('console');
  const heads = [
    { key: 'select', label: <span className="sr-only">{t('selection.column')}</span> },
    { key: 'number', label: t('table.number') },
    ...columns.map((key) => ({
      key,
      label: key === 'deadline' && order === 'decided' ? t('table.decided') : t(`list.column.${key}`),
      number: key === 'value',
      className: WIDE_ONLY.includes(key) ? 'max-md:hidden' : undefined,
    })),
    ...(checks ? [{ key: 'check', label: t('sample.column') }] : []),
  ];
  return (
    <Table caption={caption} columns={heads}>
      {rows.map((row) => (
        <QueueLine key={row.id} row={row} columns={columns} order={order} checks={checks} {...line} />
      ))}
    </Table>
  );
}

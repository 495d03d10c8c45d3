/** The lines of a queue: each readable without opening the ticket. */
import { useTranslations } from 'next-intl';
import { type LineProps, QueueLine } from '@/app/console/tickets/queue-line';
import { Table } from '@/components/console/table';
import { WIDE_ONLY } from '@/lib/rules/queue-columns';
import type { QueueRow } from '@/lib/tickets/queue-row';

type QueueTableProps = { rows: QueueRow[]; caption: string } & Omit<LineProps, 'row'>;

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

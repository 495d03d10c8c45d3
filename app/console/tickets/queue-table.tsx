/** The lines of a queue: each readable without opening the ticket. */
import { Paperclip } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { Deadline } from '@/components/console/deadline';
import { RowSigns } from '@/components/console/live/row-signs';
import { Cell, Row, Table } from '@/components/console/table';
import { TicketStatusChip } from '@/components/console/ticket-status';
import { Money } from '@/components/ui/amount';
import { Time } from '@/components/ui/time';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';
import type { QueueOrder } from '@/lib/rules/queues';
import type { QueueRow } from '@/lib/tickets/queue-row';

type QueueTableProps = { rows: QueueRow[]; caption: string; order: QueueOrder; agent: SignedInAgent; now: Date };

export function QueueTable({ rows, caption, order, agent, now }: QueueTableProps) {
  const t = useTranslations('console.table');
  const columns = [
    { key: 'number', label: t('number') },
    { key: 'offer', label: t('offer') },
    { key: 'value', label: t('value'), number: true },
    { key: 'status', label: t('status') },
    { key: 'when', label: t(order) },
    { key: 'assignee', label: t('assignee') },
    { key: 'proof', label: t('proof') },
  ];
  return (
    <Table caption={caption} columns={columns}>
      {rows.map((row) => (
        <QueueLine key={row.id} row={row} order={order} agent={agent} now={now} />
      ))}
    </Table>
  );
}

type LineProps = { row: QueueRow } & Pick<QueueTableProps, 'order' | 'agent' | 'now'>;

function QueueLine({ row, order, agent, now }: LineProps) {
  return (
    <Row>
      <Cell className="whitespace-nowrap">
        <a
          data-row
          data-version={row.version}
          href={`/console/tickets/${row.number}`}
          className="inline-flex min-h-6 items-center font-mono text-accent hover:underline"
        >
          {row.number}
        </a>
        <RowSigns number={row.number} />
      </Cell>
      <Cell>
        <OfferAndSteps row={row} />
      </Cell>
      <Cell number>
        <Money micros={row.valueMicros} />
      </Cell>
      <Cell>
        <TicketStatusChip status={row.status} />
      </Cell>
      <Cell className="whitespace-nowrap">
        <When row={row} order={order} now={now} />
      </Cell>
      <Cell className="whitespace-nowrap">
        <Assignee row={row} agent={agent} />
      </Cell>
      <Cell className="whitespace-nowrap">
        <Proof row={row} />
      </Cell>
    </Row>
  );
}

function OfferAndSteps({ row }: { row: QueueRow }) {
  const t = useTranslations('console');
  const what = row.kind === 'ban-appeal' ? t('ticket.appeal') : row.steps.join(', ');
  return (
    <>
      <span className="font-medium">{row.offerTitle}</span>
      <span className="text-quiet"> · {what}</span>
      {row.round > 1 && <span className="text-quiet"> · {t('table.round', { round: row.round })}</span>}
    </>
  );
}

function When({ row, order, now }: Pick<LineProps, 'row' | 'order' | 'now'>) {
  const t = useTranslations('console.table');
  const locale = useLocale();
  const at = { due: row.dueAt, decided: row.decidedAt, opened: row.openedAt }[order];
  if (!at) return <span className="text-quiet">{t('nobody')}</span>;
  if (order === 'due') return <Deadline dueAt={at} breachAt={row.breachAt} now={now} />;
  return <Time at={at} now={now} locale={locale} />;
}

function Assignee({ row, agent }: Pick<LineProps, 'row' | 'agent'>) {
  const t = useTranslations('console.table');
  if (!row.assigneeId) return <span className="text-quiet">{t('nobody')}</span>;
  return row.assigneeId === agent.id ? <span className="font-medium">{t('you')}</span> : row.assigneeName;
}

function Proof({ row }: Pick<LineProps, 'row'>) {
  const t = useTranslations('console.table');
  if (row.screenshots === 0) return <span className="text-quiet">{t('nobody')}</span>;
  return (
    <span className="inline-flex items-center gap-1 tabular-nums" title={t('screenshots', { count: row.screenshots })}>
      <Paperclip aria-hidden="true" className="size-4 text-quiet" />
      <span aria-hidden="true">{row.screenshots}</span>
      <span className="sr-only">{t('screenshots', { count: row.screenshots })}</span>
    </span>
  );
}

/** One line of a queue: number, what it is about, how it stands, until when, who has it. */
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ticketPath } from '@/app/console/tickets/after-decision';
import { QueueSigns } from '@/app/console/tickets/queue-signs';
import { SampleVerdict } from '@/app/console/tickets/sample-verdict';
import { Deadline } from '@/components/console/deadline';
import { RowSigns } from '@/components/console/live/row-signs';
import { Cell, Row } from '@/components/console/table';
import { TicketStatusChip } from '@/components/console/ticket-status';
import { Money } from '@/components/ui/amount';
import { classNames } from '@/components/ui/class-names';
import { Time } from '@/components/ui/time';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';
import { type QueueColumn, WIDE_ONLY } from '@/lib/rules/queue-columns';
import type { QueueOrder } from '@/lib/rules/queues';
import { RECHECK_TARGET_DAYS } from '@/lib/rules/recheck-schedule';
import { advertiserDay } from '@/lib/tickets/advertiser-wait';
import type { QueueRow } from '@/lib/tickets/queue-row';

export type LineProps = {
  row: QueueRow;
  columns: QueueColumn[];
  dense: boolean;
  order: QueueOrder;
  /** Automatic decisions that are looked at again: each line asks whether it was right. */
  checks: boolean;
  agent: SignedInAgent;
  now: Date;
  /** The list's own query: the ticket's page leads back to it, and on to the next of it. */
  from: string;
};

export function QueueLine(props: LineProps) {
  const { row, columns, dense, checks } = props;
  const t = useTranslations('console');
  const tall = !dense && 'py-2';
  return (
    <Row>
      <Cell className={classNames('w-8 pe-0', tall)}>
        <input
          type="checkbox"
          name="ticket"
          value={row.number}
          form="bulk"
          aria-label={t('selection.one', { number: row.number })}
          className="block size-4"
        />
      </Cell>
      <Cell className={classNames('whitespace-nowrap', tall)}>
        <TicketNumber row={row} from={props.from} />
      </Cell>
      {columns.map((column) => (
        <Cell
          key={column}
          number={column === 'value'}
          className={classNames(LOOKS[column], tall, WIDE_ONLY.includes(column) && 'max-md:hidden')}
        >
          {contentOf(column, props)}
        </Cell>
      ))}
      {checks && (
        <Cell className={classNames(tall)}>
          <SampleVerdict row={row} />
        </Cell>
      )}
    </Row>
  );
}

/** The dot: the user has spoken, and nobody has done anything since. Who is at the ticket comes beside it. */
function TicketNumber({ row, from }: Pick<LineProps, 'row' | 'from'>) {
  const t = useTranslations('console.table');
  return (
    <span className="inline-flex items-center gap-1.5">
      <a
        data-row
        data-version={row.version}
        href={ticketPath(row.number, from)}
        className={classNames(
          'inline-flex min-h-6 items-center font-mono text-accent hover:underline',
          row.unread && 'font-semibold',
        )}
      >
        {row.number}
      </a>
      {row.unread && (
        <span className="size-2 rounded-full bg-accent" title={t('unread')}>
          <span className="sr-only">{t('unread')}</span>
        </span>
      )}
      <RowSigns number={row.number} />
    </span>
  );
}

const LOOKS: Record<QueueColumn, string> = {
  offer: 'min-w-40',
  value: 'whitespace-nowrap',
  status: 'whitespace-nowrap',
  deadline: 'whitespace-nowrap',
  assignee: 'max-w-40 truncate',
  signs: 'whitespace-nowrap',
  advertiser: 'max-w-40 truncate',
  app: 'max-w-40 truncate',
  user: 'max-w-40 truncate font-mono',
  opened: 'whitespace-nowrap',
  tags: 'max-w-48 truncate',
};

function contentOf(column: QueueColumn, { row, order, agent, now }: LineProps): ReactNode {
  switch (column) {
    case 'offer':
      return <OfferAndSteps row={row} />;
    case 'value':
      return <Money micros={row.valueMicros} />;
    case 'status':
      return <Status row={row} now={now} />;
    case 'deadline':
      return <When row={row} order={order} now={now} />;
    case 'assignee':
      return <Assignee row={row} agent={agent} />;
    case 'signs':
      return <QueueSigns row={row} now={now} />;
    case 'advertiser':
      return <bdi>{row.advertiserName}</bdi>;
    case 'app':
      return <bdi>{row.appName}</bdi>;
    case 'user':
      return <bdi>{row.externalUserId}</bdi>;
    case 'opened':
      return <Opened row={row} now={now} />;
    case 'tags':
      return row.tags.length > 0 ? <bdi>{row.tags.join(', ')}</bdi> : <None />;
  }
}

function None() {
  return <span className="text-quiet">{useTranslations('console.table')('nobody')}</span>;
}

function OfferAndSteps({ row }: { row: QueueRow }) {
  const t = useTranslations('console');
  const what = row.kind === 'ban-appeal' ? t('ticket.appeal') : row.steps.join(', ');
  return (
    <>
      <bdi className="font-medium">{row.offerTitle}</bdi>
      <span className="text-quiet"> · {what}</span>
      {row.round > 1 && <span className="text-quiet"> · {t('table.round', { round: row.round })}</span>}
    </>
  );
}

/** With the advertiser a row says how far: "day 4 of 10". */
function Status({ row, now }: Pick<LineProps, 'row' | 'now'>) {
  const t = useTranslations('console.table');
  const day = row.asked && advertiserDay(row.asked, now);
  return (
    <span className="inline-flex items-center gap-2">
      <TicketStatusChip status={row.status} />
      {day && (
        <span className="text-quiet tabular-nums">
          {t(day > RECHECK_TARGET_DAYS ? 'advertiserDayLate' : 'advertiserDay', { day, of: RECHECK_TARGET_DAYS })}
        </span>
      )}
    </span>
  );
}

function When({ row, order, now }: Pick<LineProps, 'row' | 'order' | 'now'>) {
  const locale = useLocale();
  if (order === 'decided' && row.decidedAt) return <Time at={row.decidedAt} now={now} locale={locale} />;
  return row.dueAt ? <Deadline dueAt={row.dueAt} breachAt={row.breachAt} now={now} /> : <None />;
}

function Opened({ row, now }: Pick<LineProps, 'row' | 'now'>) {
  return <Time at={row.openedAt} now={now} locale={useLocale()} />;
}

function Assignee({ row, agent }: Pick<LineProps, 'row' | 'agent'>) {
  const t = useTranslations('console.table');
  if (!row.assigneeId) return <None />;
  return row.assigneeId === agent.id ? <span className="font-medium">{t('you')}</span> : <bdi>{row.assigneeName}</bdi>;
}

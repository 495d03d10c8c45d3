/** What came of every ticket: narrowed to those that failed, were done, or needed nothing. */
import { useTranslations } from 'next-intl';
import { Nothing } from '@/components/console/pane';
import { Cell, Row, Table } from '@/components/console/table';
import { LinkButton } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { StatusChip } from '@/components/ui/status-chip';
import { BULK_SHOWS, type BulkItem, type BulkJob, type BulkShow } from '@/lib/tickets/bulk-read';

type ItemsProps = { job: BulkJob; page: { items: BulkItem[]; next: number | null }; show: BulkShow | null };

export function Items({ job, page: { items, next }, show }: ItemsProps) {
  const t = useTranslations('console.bulk');
  const columns = (['number', 'offer', 'outcome', 'why'] as const).map((key) => ({ key, label: t(`column.${key}`) }));
  const query = (more: Record<string, string>) => `?${new URLSearchParams({ ...(show && { show }), ...more })}`;
  return (
    <div className="grid grid-cols-1 gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 id="items" className="font-semibold">
          {t('items')}
        </h2>
        <Narrow job={job} show={show} />
      </div>
      {items.length === 0 ? (
        <Nothing>{t('noItems')}</Nothing>
      ) : (
        <Table caption={t('items')} columns={columns}>
          {items.map((item) => (
            <Item key={item.number} item={item} />
          ))}
        </Table>
      )}
      {next !== null && (
        <nav>
          <LinkButton size="dense" href={query({ after: String(next) })}>
            {t('next')}
          </LinkButton>
        </nav>
      )}
    </div>
  );
}

function Narrow({ job, show }: Pick<ItemsProps, 'job' | 'show'>) {
  const t = useTranslations('console.bulk');
  const { total, done, failed, skipped } = job;
  const counts = { failed, done, skipped, waits: total - done - failed - skipped };
  const tabs = [null, ...BULK_SHOWS.filter((each) => counts[each] > 0 || each === show)];
  return (
    <nav aria-label={t('narrow')} className="flex flex-wrap gap-0.5">
      {tabs.map((each) => (
        <a
          key={each}
          href={each ? `?show=${each}` : '?'}
          aria-current={each === show ? 'true' : undefined}
          className={classNames(
            'inline-flex min-h-7 items-center rounded-chip px-2 tabular-nums',
            each === show ? 'bg-accent-fill font-medium text-accent' : 'text-quiet hover:bg-raised',
          )}
        >
          {t(`show.${each ?? 'all'}`, { count: each ? counts[each] : total })}
        </a>
      ))}
    </nav>
  );
}

const LOOKS = {
  DONE: ['ok', 'check'],
  FAILED: ['bad', 'warning'],
  SKIPPED: ['plain', 'info'],
} as const;

function Item({ item: { number, offerTitle, outcome, code, message } }: { item: BulkItem }) {
  const t = useTranslations('console.bulk');
  const [tone, icon] = outcome ? LOOKS[outcome] : (['wait', 'clock'] as const);
  const known = code !== null && t.has(`because.${code}`);
  return (
    <Row>
      <Cell className="whitespace-nowrap">
        <a
          href={`/console/tickets/${number}`}
          data-row
          className="inline-flex min-h-6 items-center font-mono text-accent hover:underline"
        >
          {number}
        </a>
      </Cell>
      <Cell>
        <bdi>{offerTitle}</bdi>
      </Cell>
      <Cell className="whitespace-nowrap">
        <StatusChip tone={tone} icon={icon}>
          {t(`outcome.${outcome ?? 'WAITS'}`)}
        </StatusChip>
      </Cell>
      <Cell>{known ? t(`because.${code}`) : message}</Cell>
    </Row>
  );
}

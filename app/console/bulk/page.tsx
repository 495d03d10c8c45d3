/** An agent's own orders over many tickets, the latest first. */
import type { Metadata } from 'next';
import { useLocale, useTranslations } from 'next-intl';
import { getTranslations } from 'next-intl/server';
import { useBulkWords } from '@/app/console/bulk/bulk-words';
import { JobStatus } from '@/app/console/bulk/job-status';
import { Frame } from '@/app/console/frame';
import { requireAgent } from '@/app/console/signed-in';
import { Cell, Row, Table } from '@/components/console/table';
import { EmptyState } from '@/components/ui/empty-state';
import { Time } from '@/components/ui/time';
import { type BulkJob, listBulkJobs } from '@/lib/tickets/bulk-read';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('console.bulk'))('list') };
}

export default async function BulkPage() {
  const { agent, now } = await requireAgent('tickets:read');
  const [t, jobs] = [await getTranslations('console.bulk'), await listBulkJobs(agent.id)];
  return (
    <Frame agent={agent} now={now} place={null}>
      <div className="grid grid-cols-1 gap-3">
        <h1 className="text-lg font-semibold">{t('list')}</h1>
        {jobs.length === 0 ? (
          <EmptyState title={t('none')}>{t('noneBody')}</EmptyState>
        ) : (
          <Jobs jobs={jobs} now={now} />
        )}
      </div>
    </Frame>
  );
}

function Jobs({ jobs, now }: { jobs: BulkJob[]; now: Date }) {
  const t = useTranslations('console.bulk');
  const locale = useLocale();
  const words = useBulkWords();
  const columns = [
    { key: 'what', label: t('column.what') },
    { key: 'status', label: t('column.status') },
    ...(['total', 'done', 'failed', 'skipped'] as const).map((key) => ({
      key,
      label: t(`column.${key}`),
      number: true,
    })),
    { key: 'when', label: t('column.when') },
  ];
  return (
    <Table caption={t('list')} columns={columns}>
      {jobs.map((job) => (
        <Row key={job.id}>
          <Cell>
            <a
              href={`/console/bulk/${job.id}`}
              data-row
              className="inline-flex min-h-6 items-center text-accent hover:underline"
            >
              {words(job)}
            </a>
          </Cell>
          <Cell>
            <JobStatus job={job} />
          </Cell>
          <Cell number>{job.total}</Cell>
          <Cell number>{job.done}</Cell>
          <Cell number className={job.failed > 0 ? 'text-bad' : undefined}>
            {job.failed}
          </Cell>
          <Cell number>{job.skipped}</Cell>
          <Cell className="whitespace-nowrap">
            <Time at={job.createdAt} now={now} locale={locale} />
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

/** What was ordered, by whom, about which tickets. */
import { useLocale, useTranslations } from 'next-intl';
import { useBulkWords } from '@/app/console/bulk/bulk-words';
import { JobStatus } from '@/app/console/bulk/job-status';
import { Time } from '@/components/ui/time';
import type { BulkJob } from '@/lib/tickets/bulk-read';

export function JobHeading({ job, now }: { job: BulkJob; now: Date }) {
  const t = useTranslations('console.bulk');
  const locale = useLocale();
  const words = useBulkWords();
  const { tag, why, words: written, note, question, other } = job.payload;
  const said = tag ?? why ?? written ?? note ?? question ?? other;
  return (
    <header className="grid gap-1">
      <a href="/console/bulk" className="inline-flex min-h-6 w-fit items-center text-accent hover:underline">
        {t('list')}
      </a>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h1 className="text-lg font-semibold">{words(job)}</h1>
        <JobStatus job={job} />
      </div>
      {said && (
        <blockquote className="max-w-prose border-s-2 border-line ps-3 break-words whitespace-pre-line">
          <bdi>{said}</bdi>
        </blockquote>
      )}
      <p className="flex flex-wrap gap-x-3 text-quiet">
        <span>
          {t.rich('by', { name: job.agentName, when: () => <Time at={job.createdAt} now={now} locale={locale} /> })}
        </span>
        {job.chosen !== null && (
          <a href={`/console/tickets?${job.chosen}`} className="inline-flex min-h-6 items-center text-accent underline">
            {t('seeList')}
          </a>
        )}
        {job.ofId !== null && (
          <a href={`/console/bulk/${job.ofId}`} className="inline-flex min-h-6 items-center text-accent underline">
            {t('seeFirst')}
          </a>
        )}
      </p>
    </header>
  );
}

/** One order over many tickets: how far it has come, what came of every ticket, and what can still be done about it. */
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { Items } from '@/app/console/bulk/[id]/items';
import { JobHeading } from '@/app/console/bulk/[id]/job-heading';
import { Progress } from '@/app/console/bulk/[id]/progress';
import { Ways } from '@/app/console/bulk/[id]/ways';
import { readFlash } from '@/app/console/flash';
import { Frame } from '@/app/console/frame';
import { requireAgent } from '@/app/console/signed-in';
import { Notice } from '@/components/ui/notice';
import { BULK_SHOWS, readBulkItems, readBulkJob } from '@/lib/tickets/bulk-read';

type Search = Record<string, string | string[] | undefined>;
type Props = { params: Promise<{ id: string }>; searchParams: Promise<Search> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('console.bulk'))('title') };
}

export default async function BulkJobPage({ params, searchParams }: Props) {
  const { agent, now } = await requireAgent('tickets:read');
  const job = (await readBulkJob((await params).id)) ?? notFound();
  const asked = await searchParams;
  const one = (name: string) => [asked[name]].flat()[0] ?? '';
  const show = BULK_SHOWS.find((each) => each === one('show')) ?? null;
  const after = /^\d{1,6}$/.test(one('after')) ? Number(one('after')) : 0;
  const [page, flash, t] = [
    await readBulkItems(job.id, { show, after }),
    await readFlash(one('problem')),
    await getTranslations('console.bulk'),
  ];
  return (
    <Frame agent={agent} now={now} place={null}>
      <div className="grid grid-cols-1 gap-3">
        <JobHeading job={job} now={now} />
        {flash && (
          <Notice tone="bad" title={t('problem')}>
            {flash.message}
          </Notice>
        )}
        <Progress job={job} now={now} agent={agent} />
        <Ways job={job} agent={agent} />
        <Items job={job} page={page} show={show} />
      </div>
    </Frame>
  );
}

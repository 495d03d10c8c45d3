/** What came out of a dry run: the policies side by side against what happened, and the tickets that part from it. */
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getLocale, getTranslations } from 'next-intl/server';
import { RunProgress } from '@/app/console/reports/dry-run/[id]/run-progress';
import { RunRows } from '@/app/console/reports/dry-run/[id]/run-rows';
import { RunTable } from '@/app/console/reports/dry-run/[id]/run-table';
import { ReportFrame } from '@/app/console/reports/report-frame';
import { requireAgent } from '@/app/console/signed-in';
import { instantText } from '@/components/ui/time-text';
import { listDryRunRows, readDryRun } from '@/lib/reports/read-dry-run';

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ after?: string | string[] }> };

const SHOWN = 50;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('console.reports.dryRun');
  return { title: t('title') };
}

export default async function DryRunPage({ params, searchParams }: Props) {
  const { agent, now } = await requireAgent('reports:read');
  const t = await getTranslations('console.reports.dryRun');
  const locale = await getLocale();
  const run = (await readDryRun((await params).id)) ?? notFound();
  const after = placeIn([(await searchParams).after].flat()[0]);
  const rows = await listDryRunRows(run.id, { after, limit: SHOWN + 1 });
  const day = (at: Date) => instantText(at, 'day', locale, 'UTC');
  return (
    <ReportFrame agent={agent} now={now} tab="dry-run">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <a href="/console/reports/dry-run" className="inline-flex min-h-6 items-center text-accent hover:underline">
          {t('back')}
        </a>
        <h2 className="text-base font-semibold">
          {t('heading', { from: day(run.fromAt), to: day(new Date(run.untilAt.getTime() - 1)) })}
        </h2>
        <p className="text-quiet">{[run.appName, run.advertiserName].filter(Boolean).join(' · ') || t('all')}</p>
      </div>
      <RunProgress run={run} isOwn={run.agentId === agent.id} now={now} />
      <RunTable run={run} />
      <RunRows run={run} rows={rows.slice(0, SHOWN)} next={rows.length > SHOWN ? rows[SHOWN - 1]!.place : null} />
      <p className="max-w-prose text-quiet">{t('bounds')}</p>
    </ReportFrame>
  );
}

function placeIn(text: string | undefined): number {
  return text && /^\d{1,9}$/.test(text) ? Number(text) : -1;
}

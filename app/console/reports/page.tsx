/** How the desk is doing: what comes in, what is decided, how soon, how well, and for how much. */
import type { Metadata } from 'next';
import { getLocale, getTranslations } from 'next-intl/server';
import { DayCharts } from '@/app/console/reports/day-charts';
import { GroupTable } from '@/app/console/reports/group-table';
import { Headline } from '@/app/console/reports/headline';
import { ReportFilters } from '@/app/console/reports/report-filters';
import { ReportFrame } from '@/app/console/reports/report-frame';
import { requireAgent } from '@/app/console/signed-in';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { instantText } from '@/components/ui/time-text';
import { type Report, type ReportState, readGroups, readReport, readReportState } from '@/lib/reports/read-report';
import { ratesOf } from '@/lib/rules/figures';
import {
  dayIn,
  groupedBy,
  isTallied,
  onlyOf,
  type ReportQuery,
  readReportQuery,
  reportParams,
} from '@/lib/rules/report-query';

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('console.reports');
  return { title: t('title') };
}

export default async function ReportsPage({ searchParams }: Props) {
  const { agent, now } = await requireAgent('reports:read');
  const t = await getTranslations('console.reports');
  const state = await readReportState();
  const query = readReportQuery(await searchParams, dayIn(now, state.zone));
  const report = isTallied(onlyOf(query)) ? await readReport(query) : null;
  const groups = isTallied(groupedBy(query)) ? await readGroups(query) : null;
  return (
    <ReportFrame agent={agent} now={now} tab="overview">
      <ReportFilters query={query} path="/console/reports" />
      <AsOf state={state} />
      {report ? <Shown report={report} query={query} /> : <Notice tone="info">{t('notApart')}</Notice>}
      <GroupTable groups={groups} query={query} />
      <Downloads query={query} />
      <p className="max-w-prose text-quiet">{t('bounds')}</p>
    </ReportFrame>
  );
}

async function AsOf({ state: { zone, until, backlogAt } }: { state: ReportState }) {
  const t = await getTranslations('console.reports');
  const locale = await getLocale();
  const clock = (at: Date) => instantText(at, 'clock', locale, zone);
  return (
    <p className="text-quiet">
      {t('zone', { zone })} {until ? t('until', { time: clock(until) }) : t('notYet')}{' '}
      {backlogAt && t('backlogAt', { time: clock(backlogAt) })}
    </p>
  );
}

async function Shown({ report: { total, days }, query }: { report: Report; query: ReportQuery }) {
  const t = await getTranslations('console.reports');
  const isOfAgent = query.only.agent !== null;
  const waiting = total.backlog.reduce((sum, count) => sum + count, 0);
  if (total.opened + ratesOf(total).decided + waiting === 0)
    return <EmptyState title={t('empty')}>{t('emptyBody')}</EmptyState>;
  return (
    <>
      <Headline figures={total} isOfAgent={isOfAgent} />
      <DayCharts days={days} isOfAgent={isOfAgent} />
    </>
  );
}

const SHEETS = ['days', 'groups', 'tickets', 'decisions'] as const;

async function Downloads({ query }: { query: ReportQuery }) {
  const t = await getTranslations('console.reports.download');
  return (
    <nav aria-label={t('title')} className="flex flex-wrap items-center gap-x-4 gap-y-1">
      <span className="font-medium">{t('title')}</span>
      {SHEETS.map((what) => (
        <a
          key={what}
          href={`/api/console/reports/csv?${reportParams(query)}&what=${what}`}
          download
          className="inline-flex min-h-6 items-center text-accent hover:underline"
        >
          {t(what)}
        </a>
      ))}
    </nav>
  );
}

/** What would the automation have done? A dry run over past days (R16), and those that were made before. */
import type { Metadata } from 'next';
import { getLocale, getTranslations } from 'next-intl/server';
import { readFlash } from '@/app/console/flash';
import { AskForm } from '@/app/console/reports/dry-run/ask-form';
import { policyText } from '@/app/console/reports/dry-run/policy-text';
import { figureText } from '@/app/console/reports/figure-text';
import { ReportFrame } from '@/app/console/reports/report-frame';
import { requireAgent } from '@/app/console/signed-in';
import { Nothing, Pane } from '@/components/console/pane';
import { Cell, Row, Table } from '@/components/console/table';
import { Time } from '@/components/ui/time';
import { instantText } from '@/components/ui/time-text';
import { listDryRuns, presentPolicy } from '@/lib/reports/read-dry-run';
import { readChoices } from '@/lib/reports/read-report';
import { dayIn } from '@/lib/rules/report-query';

type Props = { searchParams: Promise<{ problem?: string | string[] }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('console.reports.dryRun');
  return { title: t('title') };
}

export default async function DryRunsPage({ searchParams }: Props) {
  const { agent, now } = await requireAgent('reports:read');
  const t = await getTranslations('console.reports.dryRun');
  const flash = await readFlash([(await searchParams).problem].flat()[0]);
  const [policy, apps, advertisers] = await Promise.all([
    presentPolicy(),
    readChoices('app'),
    readChoices('advertiser'),
  ]);
  return (
    <ReportFrame agent={agent} now={now} tab="dry-run">
      <p className="max-w-prose">{t('what')}</p>
      <AskForm flash={flash} policy={policy} today={dayIn(now, 'UTC')} apps={apps} advertisers={advertisers} />
      <Before now={now} />
      <p className="max-w-prose text-quiet">{t('bounds')}</p>
    </ReportFrame>
  );
}

async function Before({ now }: { now: Date }) {
  const t = await getTranslations('console.reports.dryRun');
  const locale = await getLocale();
  const text = figureText(locale);
  const runs = await listDryRuns();
  const columns = [
    { key: 'days', label: t('days') },
    { key: 'whose', label: t('whose') },
    { key: 'policies', label: t('policies') },
    { key: 'tickets', label: t('tickets'), number: true },
    { key: 'state', label: t('state') },
    { key: 'by', label: t('by') },
  ];
  return (
    <Pane id="before" title={t('before')}>
      {runs.length === 0 ? (
        <Nothing>{t('none')}</Nothing>
      ) : (
        <Table caption={t('beforeTable')} columns={columns}>
          {runs.map((run) => (
            <Row key={run.id}>
              <Cell className="whitespace-nowrap">
                <a
                  href={`/console/reports/dry-run/${run.id}`}
                  className="inline-flex min-h-6 items-center text-accent hover:underline"
                >
                  {instantText(run.fromAt, 'day', locale, 'UTC')} –{' '}
                  {instantText(new Date(run.untilAt.getTime() - 1), 'day', locale, 'UTC')}
                </a>
              </Cell>
              <Cell>{[run.appName, run.advertiserName].filter(Boolean).join(' · ') || t('all')}</Cell>
              <Cell className="whitespace-nowrap">
                {run.policies.map((policy, index) => (
                  <div key={index}>{policyText(policy, t, locale)}</div>
                ))}
              </Cell>
              <Cell number>{text.count(run.done)}</Cell>
              <Cell>{t(`status.${run.status}`)}</Cell>
              <Cell className="whitespace-nowrap">
                {run.agentName}, <Time at={run.startedAt} now={now} locale={locale} />
              </Cell>
            </Row>
          ))}
        </Table>
      )}
    </Pane>
  );
}

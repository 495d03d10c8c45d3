/** Who confirms late, whose denials prove wrong, and who answers when asked again. */
import type { Metadata } from 'next';
import { getLocale, getTranslations } from 'next-intl/server';
import { figureText, NONE } from '@/app/console/reports/figure-text';
import { Presets } from '@/app/console/reports/report-filters';
import { ReportFrame } from '@/app/console/reports/report-frame';
import { requireAgent } from '@/app/console/signed-in';
import { Nothing, Pane } from '@/components/console/pane';
import { Cell, Row, Table } from '@/components/console/table';
import { type AdvertiserLine, FEWEST, readAdvertisers, readSources, type SourceLine } from '@/lib/reports/read-board';
import { readReportState } from '@/lib/reports/read-report';
import { dayIn, readReportQuery } from '@/lib/rules/report-query';

const PATH = '/console/reports/advertisers';

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('console.reports.board');
  return { title: t('title') };
}

export default async function AdvertisersPage({ searchParams }: Props) {
  const { agent, now } = await requireAgent('reports:read');
  const t = await getTranslations('console.reports');
  const { zone } = await readReportState();
  const { period } = await searchParams;
  const query = readReportQuery({ period }, dayIn(now, zone));
  const [sources, advertisers] = await Promise.all([readSources(query), readAdvertisers(query)]);
  return (
    <ReportFrame agent={agent} now={now} tab="advertisers">
      <Presets query={query} path={PATH} />
      <p className="text-quiet">{t('zone', { zone })}</p>
      <Sources lines={sources} />
      <Advertisers lines={advertisers} />
    </ReportFrame>
  );
}

async function Sources({ lines }: { lines: readonly SourceLine[] }) {
  const t = await getTranslations('console.reports.board');
  const text = figureText(await getLocale());
  const columns = [
    { key: 'source', label: t('source') },
    { key: 'advertiser', label: t('advertiser') },
    ...['confirmed', 'median', 'ninetieth', 'trend', 'refused'].map((key) => ({ key, label: t(key), number: true })),
  ];
  return (
    <Pane id="sources" title={t('sources')}>
      {lines.length === 0 ? (
        <Nothing>{t('noSources')}</Nothing>
      ) : (
        <Table caption={t('sourcesTable')} columns={columns}>
          {lines.map((line) => (
            <Row key={line.key}>
              <Cell className="whitespace-nowrap">
                <a
                  href={`/console/integrations/${encodeURIComponent(line.key)}/charts`}
                  className="inline-flex min-h-6 items-center text-accent hover:underline"
                >
                  {line.key}
                </a>
                {!line.isRanked && <span className="ms-2 text-quiet">{t('few')}</span>}
              </Cell>
              <Cell>{line.advertiserName}</Cell>
              <Cell number>{text.count(line.confirmed)}</Cell>
              <Cell number>{text.length(line.medianMs)}</Cell>
              <Cell number>{text.length(line.ninetiethMs)}</Cell>
              <Cell number className="whitespace-nowrap">
                {line.isRanked ? trendText(line, text, t) : NONE}
              </Cell>
              <Cell number>{text.part(line.refused)}</Cell>
            </Row>
          ))}
        </Table>
      )}
      <p className="max-w-prose text-quiet">{t('sourcesBounds', { fewest: FEWEST.confirmations })}</p>
    </Pane>
  );
}

type Words = (key: string, values: Record<string, string>) => string;

/** Against the stretch before: slower, quicker or as before (within a tenth). */
function trendText(
  { ninetiethMs, earlierNinetiethMs }: SourceLine,
  text: ReturnType<typeof figureText>,
  t: Words,
): string {
  if (ninetiethMs === null || earlierNinetiethMs === null) return NONE;
  const change = ninetiethMs / Math.max(1, earlierNinetiethMs);
  const was = text.length(earlierNinetiethMs);
  if (change > 1.1) return t('slower', { was });
  return change < 0.9 ? t('quicker', { was }) : t('asBefore', { was });
}

async function Advertisers({ lines }: { lines: readonly AdvertiserLine[] }) {
  const t = await getTranslations('console.reports.board');
  const text = figureText(await getLocale());
  const columns = [
    { key: 'advertiser', label: t('advertiser') },
    ...[
      'denied',
      'wrong',
      'open',
      'asked',
      'answered',
      'answerMedian',
      'answerNinetieth',
      'eligible',
      'unanswered',
    ].map((key) => ({ key, label: t(key), number: true })),
  ];
  return (
    <Pane id="advertisers" title={t('advertisers')}>
      {lines.length === 0 ? (
        <Nothing>{t('noAdvertisers')}</Nothing>
      ) : (
        <Table caption={t('advertisersTable')} columns={columns}>
          {lines.map((line) => (
            <Row key={line.key}>
              <Cell className="whitespace-nowrap">
                <a
                  href={`/console/reports?${new URLSearchParams({ advertiser: line.key, by: 'offer' })}`}
                  className="inline-flex min-h-6 items-center text-accent hover:underline"
                >
                  {line.name}
                </a>
                {!line.isRanked && <span className="ms-2 text-quiet">{t('few')}</span>}
              </Cell>
              <Cell number>{text.count(line.denied)}</Cell>
              <Cell number className="whitespace-nowrap">
                {text.part(line.wrong)} <span className="text-quiet">({text.count(line.takenBack)})</span>
              </Cell>
              <Cell number>{text.count(line.openTickets)}</Cell>
              <Cell number>{text.count(line.asked)}</Cell>
              <Cell number>{text.count(line.answered)}</Cell>
              <Cell number>{text.length(line.answerMedianMs)}</Cell>
              <Cell number>{text.length(line.answerNinetiethMs)}</Cell>
              <Cell number>{text.part(line.eligible)}</Cell>
              <Cell number>{text.count(line.unanswered)}</Cell>
            </Row>
          ))}
        </Table>
      )}
      <p className="max-w-prose text-quiet">
        {t('advertisersBounds', { denials: FEWEST.denials, answers: FEWEST.answers })}
      </p>
    </Pane>
  );
}

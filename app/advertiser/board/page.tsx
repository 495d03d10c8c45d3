/** An advertiser's own figures of the last ninety days: how late confirmations come, which denials prove wrong, how soon it answers. */
import type { Metadata } from 'next';
import { getLocale, getTranslations } from 'next-intl/server';
import { PortalFrame } from '@/app/advertiser/portal-frame';
import { chosenLanguage, type Query } from '@/app/advertiser/query';
import { requireContact } from '@/app/advertiser/visit';
import { figureText } from '@/app/console/reports/figure-text';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { type AdvertiserLine, FEWEST, readAdvertisers, readSources, type SourceLine } from '@/lib/reports/read-board';
import { readReportState } from '@/lib/reports/read-report';
import { dayIn, readReportQuery } from '@/lib/rules/report-query';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('advertiser.board'))('title') };
}

export default async function Board({ searchParams }: { searchParams: Promise<Query> }) {
  const { contact, visit, now } = await requireContact();
  const t = await getTranslations('advertiser.board');
  const { zone } = await readReportState();
  const query = readReportQuery({ period: '90d' }, dayIn(now, zone));
  const [found, [line]] = await Promise.all([
    readSources(query, visit.advertiserId),
    readAdvertisers(query, visit.advertiserId),
  ]);
  // What was answered here is no integration of theirs.
  const sources = found.filter(({ dialect }) => dialect !== 'portal');
  return (
    <PortalFrame
      title={t('title')}
      advertiserName={visit.advertiserName}
      contact={contact}
      lang={chosenLanguage(await searchParams)}
    >
      <p className="max-w-prose text-quiet">{t('what')}</p>
      {line && <Answers line={line} />}
      {sources.length === 0 ? (
        <EmptyState title={t('noSources')} />
      ) : (
        <section className="grid gap-3" aria-labelledby="delays">
          <h2 id="delays" className="font-semibold">
            {t('delays')}
          </h2>
          {sources.map((source) => (
            <Source key={source.key} source={source} />
          ))}
        </section>
      )}
    </PortalFrame>
  );
}

async function Answers({ line }: { line: AdvertiserLine }) {
  const [t, text] = [await getTranslations('advertiser.board'), figureText(await getLocale())];
  return (
    <Card className="grid gap-4">
      <Figures
        list={[
          [t('asked'), text.count(line.asked)],
          [t('unanswered'), text.count(line.unanswered)],
          [t('eligible'), text.part(line.eligible)],
          [t('answerMedian'), text.length(line.answerMedianMs)],
          [t('answerNinetieth'), text.length(line.answerNinetiethMs)],
          [t('denied'), text.count(line.denied)],
          [t('wrong'), text.part(line.wrong)],
        ]}
      />
      <p className="max-w-prose text-sm text-quiet">{t('answersFrom', { fewest: FEWEST.answers })}</p>
    </Card>
  );
}

async function Source({ source }: { source: SourceLine }) {
  const [t, text] = [await getTranslations('advertiser.board'), figureText(await getLocale())];
  return (
    <Card className="grid gap-3">
      <h3 className="font-medium break-all">
        <bdi>{source.key}</bdi>
      </h3>
      <Figures
        list={[
          [t('confirmed'), text.count(source.confirmed)],
          [t('median'), text.length(source.medianMs)],
          [t('ninetieth'), text.length(source.ninetiethMs)],
          [t('refused'), text.part(source.refused)],
        ]}
      />
    </Card>
  );
}

function Figures({ list }: { list: readonly (readonly [string, string])[] }) {
  return (
    <dl className="grid gap-x-6 gap-y-4 sm:grid-cols-2 lg:grid-cols-4">
      {list.map(([name, value]) => (
        <div key={name}>
          <dt className="text-sm text-quiet">{name}</dt>
          <dd className="text-xl font-semibold tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The report on answers that came together, for whoever has the link. */
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { PortalFrame } from '@/app/advertiser/portal-frame';
import { chosenLanguage, type Query } from '@/app/advertiser/query';
import { ReportView } from '@/app/advertiser/report-view';
import { requireLink } from '@/app/advertiser/visit';

type Props = { params: Promise<{ token: string; batch: string }>; searchParams: Promise<Query> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('advertiser.report'))('title') };
}

export default async function ReportByLink({ params, searchParams }: Props) {
  const [at, query, t] = [
    await requireLink((await params).token),
    await searchParams,
    await getTranslations('advertiser.report'),
  ];
  return (
    <PortalFrame title={t('title')} advertiserName={at.visit.advertiserName} lang={chosenLanguage(query)}>
      <ReportView at={at} batch={(await params).batch} query={query} />
    </PortalFrame>
  );
}

/** The report on answers that came together, for a contact. */
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { PortalFrame } from '@/app/advertiser/portal-frame';
import { chosenLanguage, type Query } from '@/app/advertiser/query';
import { ReportView } from '@/app/advertiser/report-view';
import { requireContact } from '@/app/advertiser/visit';

type Props = { params: Promise<{ batch: string }>; searchParams: Promise<Query> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('advertiser.report'))('title') };
}

export default async function ContactReport({ params, searchParams }: Props) {
  const [at, query, t] = [await requireContact(), await searchParams, await getTranslations('advertiser.report')];
  return (
    <PortalFrame
      title={t('title')}
      advertiserName={at.visit.advertiserName}
      contact={at.contact}
      lang={chosenLanguage(query)}
    >
      <ReportView at={at} batch={(await params).batch} query={query} />
    </PortalFrame>
  );
}

/** The claims of one letter, for whoever has its link (03). No account; every use is on record. */
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ClaimsView } from '@/app/advertiser/claims-view';
import { PortalFrame } from '@/app/advertiser/portal-frame';
import { chosenLanguage, type Query } from '@/app/advertiser/query';
import { requireLink } from '@/app/advertiser/visit';

type Props = { params: Promise<{ token: string }>; searchParams: Promise<Query> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('advertiser'))('title') };
}

export default async function ClaimsByLink({ params, searchParams }: Props) {
  const [at, query, t] = [
    await requireLink((await params).token),
    await searchParams,
    await getTranslations('advertiser'),
  ];
  return (
    <PortalFrame title={t('title')} advertiserName={at.visit.advertiserName} lang={chosenLanguage(query)}>
      <ClaimsView at={at} query={query} />
    </PortalFrame>
  );
}

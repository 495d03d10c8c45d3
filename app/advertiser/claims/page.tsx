/** All claims of the contact's advertiser: what waits for an answer, and what was said before. */
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ClaimsView } from '@/app/advertiser/claims-view';
import { PortalFrame } from '@/app/advertiser/portal-frame';
import { chosenLanguage, type Query } from '@/app/advertiser/query';
import { requireContact } from '@/app/advertiser/visit';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('advertiser'))('title') };
}

export default async function ContactClaims({ searchParams }: { searchParams: Promise<Query> }) {
  const [at, query, t] = [await requireContact(), await searchParams, await getTranslations('advertiser')];
  const { contact, visit } = at;
  return (
    <PortalFrame
      title={t('title')}
      advertiserName={visit.advertiserName}
      contact={contact}
      lang={chosenLanguage(query)}
    >
      <ClaimsView at={at} query={query} />
    </PortalFrame>
  );
}

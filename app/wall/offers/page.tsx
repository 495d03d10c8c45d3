import { getLocale, getTranslations } from 'next-intl/server';
import { requireVisitor } from '@/app/wall/visitor';
import { OfferCard } from '@/components/offers/offer-card';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { PageTitle } from '@/components/wall/page-title';
import { listOffers } from '@/lib/offers/list-offers';

export async function generateMetadata() {
  return { title: (await getTranslations('offers'))('title') };
}

type Props = { searchParams: Promise<{ problem?: string }> };

export default async function Offers({ searchParams }: Props) {
  const visitor = await requireVisitor();
  const [t, locale, { problem }] = [await getTranslations('offers'), await getLocale(), await searchParams];
  const offers = await listOffers(visitor);
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      {problem && <Notice tone="bad">{t('failed')}</Notice>}
      {offers.length === 0 && <EmptyState title={t('emptyTitle')}>{t('empty')}</EmptyState>}
      <ul className="grid gap-3">
        {newFirst(offers).map((offer) => (
          <li key={offer.key}>
            <OfferCard offer={offer} currency={visitor.app.currencyName} locale={locale} mayStart={!visitor.banned} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** What was started already stands below what can be started. */
function newFirst(offers: Awaited<ReturnType<typeof listOffers>>) {
  return [...offers].sort((a, b) => Number(a.clickId !== null) - Number(b.clickId !== null));
}

import { getLocale, getTranslations } from 'next-intl/server';
import { requireVisitor } from '@/app/wall/visitor';
import { OfferCard } from '@/components/offers/offer-card';
import { LinkButton } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { PageTitle } from '@/components/wall/page-title';
import { type OfferCard as Card, listOffers } from '@/lib/offers/list-offers';
import { ID_PATTERN } from '@/lib/rules/api-fields';

export async function generateMetadata() {
  return { title: (await getTranslations('offers'))('title') };
}

type Props = { searchParams: Promise<{ problem?: string; after?: string | string[] }> };

export default async function Offers({ searchParams }: Props) {
  const visitor = await requireVisitor();
  const [t, locale, { problem, after }] = [await getTranslations('offers'), await getLocale(), await searchParams];
  const { offers, more } = await listOffers(
    visitor,
    typeof after === 'string' && ID_PATTERN.test(after) ? after : null,
  );
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
      {more && (
        <LinkButton href={`/wall/offers?after=${encodeURIComponent(offers.at(-1)!.key)}`} rel="next">
          {t('more')}
        </LinkButton>
      )}
    </>
  );
}

/** What was started already stands below what can be started. */
function newFirst(offers: Card[]) {
  return [...offers].sort((a, b) => Number(a.clickId !== null) - Number(b.clickId !== null));
}

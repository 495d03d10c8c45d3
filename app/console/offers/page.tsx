import { getTranslations } from 'next-intl/server';
import { Frame } from '@/app/console/frame';
import { type After, ListPage, readAfter } from '@/app/console/list-page';
import { requireAgent } from '@/app/console/signed-in';
import { Cell, Row } from '@/components/console/table';
import { Money } from '@/components/ui/amount';
import { listOffersForConsole, nextAfter } from '@/lib/reports/console-lists';

export default async function OffersPage(props: After) {
  const { agent, now } = await requireAgent('offers:read');
  const t = await getTranslations('console');
  const offers = await listOffersForConsole(await readAfter(props));
  const columns = [
    { key: 'key', label: t('lists.key') },
    { key: 'name', label: t('lists.name') },
    { key: 'advertiser', label: t('lists.advertiser') },
    { key: 'steps', label: t('lists.steps'), number: true },
    { key: 'reward', label: t('lists.reward'), number: true },
    { key: 'countries', label: t('lists.countries') },
    { key: 'state', label: t('lists.state') },
  ];
  return (
    <Frame agent={agent} now={now} place="offers">
      <ListPage
        title={t('nav.offers')}
        path="/console/offers"
        columns={columns}
        empty={offers.length === 0}
        next={nextAfter(offers)}
      >
        {offers.map((offer) => (
          <Row key={offer.key}>
            <Cell className="font-mono">{offer.key}</Cell>
            <Cell className="font-medium">{offer.title}</Cell>
            <Cell>{offer.advertiserName}</Cell>
            <Cell number>{offer.steps}</Cell>
            <Cell number>
              <Money micros={offer.payoutMicros} />
            </Cell>
            <Cell>{offer.countries.join(', ') || t('offerCard.everywhere')}</Cell>
            <Cell>{t(offer.active ? 'lists.active' : 'lists.inactive')}</Cell>
          </Row>
        ))}
      </ListPage>
    </Frame>
  );
}

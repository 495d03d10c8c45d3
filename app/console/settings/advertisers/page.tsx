/** Advertisers: who answers re-checks, and by which rule they are asked. */
import { getTranslations } from 'next-intl/server';
import { SettingsFrame } from '@/app/console/settings/settings-frame';
import { requireAgent } from '@/app/console/signed-in';
import { Cell, Row, Table } from '@/components/console/table';
import { EmptyState } from '@/components/ui/empty-state';
import { type AdvertiserLine, listAdvertisers } from '@/lib/rechecks/advertisers';

export default async function AdvertisersPage() {
  const { agent, now } = await requireAgent('settings:read');
  const advertisers = await listAdvertisers();
  const t = await getTranslations('console.settings.advertisers');
  return (
    <SettingsFrame agent={agent} now={now} section="advertisers">
      {advertisers.length === 0 ? (
        <EmptyState title={t('none')}>{t('noneBody')}</EmptyState>
      ) : (
        <Advertisers advertisers={advertisers} />
      )}
    </SettingsFrame>
  );
}

async function Advertisers({ advertisers }: { advertisers: readonly AdvertiserLine[] }) {
  const t = await getTranslations('console.settings.advertisers');
  const columns = [
    { key: 'name', label: t('name') },
    { key: 'address', label: t('address') },
    { key: 'rule', label: t('who') },
    { key: 'policy', label: t('silence') },
    { key: 'open', label: t('open'), number: true },
  ];
  return (
    <Table caption={t('caption')} columns={columns}>
      {advertisers.map(({ key, name, recheckEmail, rule, policy, open }) => (
        <Row key={key}>
          <Cell>
            <a
              href={`/console/settings/advertisers/${encodeURIComponent(key)}`}
              className="inline-flex min-h-6 items-center text-accent hover:underline"
            >
              <bdi>{name}</bdi>
            </a>
          </Cell>
          <Cell>{recheckEmail ? <bdi>{recheckEmail}</bdi> : <span className="text-wait">{t('noAddress')}</span>}</Cell>
          <Cell>{t(`ruleShort.${rule}`)}</Cell>
          <Cell>{t(`policyShort.${policy}`)}</Cell>
          <Cell number>{open}</Cell>
        </Row>
      ))}
    </Table>
  );
}

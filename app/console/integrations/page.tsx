import { getLocale, getTranslations } from 'next-intl/server';
import { Frame } from '@/app/console/frame';
import { TrustChip } from '@/app/console/integrations/[key]/trust-chip';
import { type After, ListPage, readAfter } from '@/app/console/list-page';
import { requireAgent } from '@/app/console/signed-in';
import { Cell, Row } from '@/components/console/table';
import { LinkButton } from '@/components/ui/button';
import { StatusChip } from '@/components/ui/status-chip';
import { Time } from '@/components/ui/time';
import { dialectNamed } from '@/lib/dialects';
import { trustOf } from '@/lib/dialects/trust';
import { type IntegrationLine, listIntegrationsForConsole, nextAfter } from '@/lib/reports/console-lists';
import { can } from '@/lib/rules/permissions';

export default async function IntegrationsPage(props: After) {
  const { agent, now } = await requireAgent('integrations:read');
  const t = await getTranslations('console');
  const locale = await getLocale();
  const integrations = await listIntegrationsForConsole(await readAfter(props));
  const columns = [
    { key: 'key', label: t('lists.key') },
    { key: 'advertiser', label: t('lists.advertiser') },
    { key: 'dialect', label: t('lists.dialect') },
    { key: 'trust', label: t('lists.trust') },
    { key: 'last', label: t('lists.lastReceipt') },
    { key: 'state', label: t('lists.state') },
  ];
  return (
    <Frame agent={agent} now={now} place="integrations">
      {can(agent.role, 'integrations:write') && (
        <p className="mb-3">
          <LinkButton size="dense" look="primary" href="/console/integrations/new">
            {t('integration.new.link')}
          </LinkButton>
        </p>
      )}
      <ListPage
        title={t('nav.integrations')}
        path="/console/integrations"
        columns={columns}
        empty={integrations.length === 0}
        next={nextAfter(integrations)}
      >
        {integrations.map((integration) => (
          <Row key={integration.key}>
            <Cell className="font-mono">
              <a
                data-row
                href={`/console/integrations/${encodeURIComponent(integration.key)}`}
                className="inline-flex min-h-6 items-center text-accent hover:underline"
              >
                {integration.key}
              </a>
            </Cell>
            <Cell className="font-medium">{integration.advertiserName}</Cell>
            <Cell>{dialectNamed(integration.dialect)?.title ?? integration.dialect}</Cell>
            <Cell>
              <Trust integration={integration} />
            </Cell>
            <Cell>
              {integration.lastReceiptAt ? (
                <Time at={integration.lastReceiptAt} now={now} locale={locale} />
              ) : (
                t('lists.never')
              )}
            </Cell>
            <Cell>{t(integration.enabled ? 'lists.active' : 'lists.inactive')}</Cell>
          </Row>
        ))}
      </ListPage>
    </Frame>
  );
}

/** How far it is believed, why no further, and whether it is believed at all just now. */
async function Trust({ integration }: { integration: IntegrationLine }) {
  const t = await getTranslations('console');
  const belief = trustOf(integration.dialect, integration);
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      {belief && <TrustChip trust={belief.trust} />}
      {integration.breakerTrippedAt && (
        <StatusChip tone="bad" icon="warning">
          {t('lists.breakerOpen')}
        </StatusChip>
      )}
      {belief && (
        <span className="text-quiet">{belief.why.map((reason) => t(`trustReason.${reason}`)).join(', ')}</span>
      )}
    </span>
  );
}

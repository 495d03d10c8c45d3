/** What the pages of one integration stand in: who it is, how far it is believed, and the way to its other pages. */
import { getLocale, getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { Frame } from '@/app/console/frame';
import { TrustChip } from '@/app/console/integrations/[key]/trust-chip';
import { PageTabs } from '@/components/console/page-tabs';
import { StatusChip } from '@/components/ui/status-chip';
import { Time } from '@/components/ui/time';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';
import { dialectNamed } from '@/lib/dialects';
import { trustOf } from '@/lib/dialects/trust';
import type { IntegrationForConsole } from '@/lib/offers/read-integration';

/** The pages of an integration, by the last part of their address; `''` is its own. */
const TABS = [
  ['setup', ''],
  ['definition', '/definition'],
  ['log', '/receipts'],
  ['charts', '/charts'],
  ['try', '/try'],
] as const;
type IntegrationTab = (typeof TABS)[number][0];

type IntegrationFrameProps = {
  integration: IntegrationForConsole;
  agent: SignedInAgent;
  now: Date;
  tab: IntegrationTab;
  children: ReactNode;
};

export async function IntegrationFrame({ integration, agent, now, tab, children }: IntegrationFrameProps) {
  return (
    <Frame agent={agent} now={now} place="integrations">
      <div className="grid grid-cols-1 gap-3">
        <Heading integration={integration} now={now} />
        <Tabs integration={integration} current={tab} />
        {children}
      </div>
    </Frame>
  );
}

async function Heading({ integration, now }: Pick<IntegrationFrameProps, 'integration' | 'now'>) {
  const t = await getTranslations('console.integration');
  const locale = await getLocale();
  const { key, dialect, advertiserName, enabled, lastReceiptAt } = integration;
  const belief = trustOf(dialect, integration);
  return (
    <header className="grid gap-1.5">
      <h1 className="text-lg font-semibold break-all">
        {dialectNamed(dialect)?.title ?? dialect} · {advertiserName}
      </h1>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1.5 text-quiet">
        <span className="font-mono break-all">{key}</span>
        <StatusChip tone={enabled ? 'ok' : 'plain'} icon={enabled ? 'check' : 'circle'}>
          {t(enabled ? 'on' : 'off')}
        </StatusChip>
        {belief && (
          <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <TrustChip trust={belief.trust} />
            <span>{t(`trust.reason.${belief.why[0] ?? 'covers-everything'}`)}</span>
          </span>
        )}
        <span>
          {lastReceiptAt
            ? t.rich('lastReceipt', { when: () => <Time at={lastReceiptAt} now={now} locale={locale} /> })
            : t('noReceipt')}
        </span>
      </p>
    </header>
  );
}

async function Tabs({ integration, current }: { integration: IntegrationForConsole; current: IntegrationTab }) {
  const t = await getTranslations('console.integration');
  const tabs = TABS.filter(([tab]) => tab !== 'definition' || integration.dialect === 'custom');
  const path = `/console/integrations/${encodeURIComponent(integration.key)}`;
  const pages = tabs.map(([tab, end]) => ({ href: path + end, label: t(`tab.${tab}`), isCurrent: tab === current }));
  return <PageTabs label={t('pages')} tabs={pages} />;
}

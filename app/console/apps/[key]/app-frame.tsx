/** What the pages of one app stand in: whose game it is, how it is told, whether that works, and the way to its other pages. */
import { getLocale, getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { Frame } from '@/app/console/frame';
import { PageTabs } from '@/components/console/page-tabs';
import { StatusChip } from '@/components/ui/status-chip';
import { Time } from '@/components/ui/time';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';
import { dialectNamed } from '@/lib/dialects';
import type { CallbackSetup } from '@/lib/offers/callback-setup';

/** The pages of an app, by the last part of their address; `''` is its own. */
const TABS = [
  ['setup', ''],
  ['log', '/callbacks'],
  ['charts', '/charts'],
  ['try', '/try'],
] as const;
type AppTab = (typeof TABS)[number][0];

type AppFrameProps = {
  app: CallbackSetup;
  agent: SignedInAgent;
  now: Date;
  tab: AppTab;
  children: ReactNode;
};

export async function AppFrame({ app, agent, now, tab, children }: AppFrameProps) {
  return (
    <Frame agent={agent} now={now} place="apps">
      <div className="grid grid-cols-1 gap-3">
        <Heading app={app} />
        <Tabs app={app} current={tab} />
        {children}
      </div>
    </Frame>
  );
}

async function Heading({ app }: Pick<AppFrameProps, 'app'>) {
  const t = await getTranslations('console.app');
  const { key, name, publisherName, config, failingSince } = app;
  const locale = await getLocale();
  return (
    <header className="grid gap-1.5">
      <h1 className="text-lg font-semibold wrap-anywhere">
        {name} · {publisherName}
      </h1>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1.5 text-quiet">
        <span className="font-mono break-all">{key}</span>
        <CallbackStateChip app={app} />
        {config && <span>{dialectNamed(config.dialect)?.title ?? config.dialect}</span>}
        {failingSince && (
          <span>
            {t.rich('failingSince', { when: () => <Time at={failingSince} style="clock" locale={locale} /> })}
          </span>
        )}
      </p>
    </header>
  );
}

async function CallbackStateChip({ app }: { app: CallbackSetup }) {
  const t = await getTranslations('console.app.state');
  if (!app.config) {
    return (
      <StatusChip tone="plain" icon="circle">
        {t('none')}
      </StatusChip>
    );
  }
  if (!app.enabled) {
    return (
      <StatusChip tone="wait" icon="circle">
        {t('off')}
      </StatusChip>
    );
  }
  return (
    <StatusChip tone={app.pausedAt ? 'bad' : 'ok'} icon={app.pausedAt ? 'warning' : 'check'}>
      {t(app.pausedAt ? 'paused' : 'on')}
    </StatusChip>
  );
}

async function Tabs({ app, current }: { app: CallbackSetup; current: AppTab }) {
  const t = await getTranslations('console.app');
  const path = `/console/apps/${encodeURIComponent(app.key)}`;
  const pages = TABS.map(([tab, end]) => ({ href: path + end, label: t(`tab.${tab}`), isCurrent: tab === current }));
  return <PageTabs label={t('pages')} tabs={pages} />;
}

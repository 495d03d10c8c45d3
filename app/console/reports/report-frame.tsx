/** What every page of the reports stands in: the heading and the tabs. */
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { Frame } from '@/app/console/frame';
import { PageTabs } from '@/components/console/page-tabs';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';

const TABS = { overview: '', advertisers: '/advertisers', 'dry-run': '/dry-run' } as const;
export type ReportTab = keyof typeof TABS;

type ReportFrameProps = { agent: SignedInAgent; now: Date; tab: ReportTab; children: ReactNode };

export async function ReportFrame({ agent, now, tab, children }: ReportFrameProps) {
  const t = await getTranslations('console.reports');
  const tabs = (Object.keys(TABS) as ReportTab[]).map((name) => ({
    href: `/console/reports${TABS[name]}`,
    label: t(`tab.${name}`),
    isCurrent: name === tab,
  }));
  return (
    <Frame agent={agent} now={now} place="reports">
      <div className="grid grid-cols-1 gap-3">
        <h1 className="text-lg font-semibold">{t('title')}</h1>
        <PageTabs label={t('title')} tabs={tabs} />
        {children}
      </div>
    </Frame>
  );
}

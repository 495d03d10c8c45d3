/** What every page of the settings stands in: the console's frame, the sections beside it, and the section's own heading. */
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { Frame } from '@/app/console/frame';
import { SettingsRail, type SettingsSection } from '@/components/console/settings-rail';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';

type SettingsFrameProps = { agent: SignedInAgent; now: Date; section: SettingsSection; children: ReactNode };

export async function SettingsFrame({ agent, now, section, children }: SettingsFrameProps) {
  const t = await getTranslations('console.settings');
  return (
    <Frame agent={agent} now={now} place="settings">
      <div className="grid grid-cols-1 gap-4 lg:grid-cols-[11rem_minmax(0,1fr)]">
        <SettingsRail role={agent.role} current={section} />
        <div className="grid grid-cols-1 content-start gap-3">
          <div>
            <h1 className="text-lg font-semibold">{t(`section.${section}`)}</h1>
            <p className="max-w-prose text-quiet">{t(`about.${section}`)}</p>
          </div>
          {children}
        </div>
      </div>
    </Frame>
  );
}

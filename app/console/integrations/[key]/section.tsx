/** A part of an integration's page: its pane, what became of the last change, and its form for those who may change. */
import { getLocale, getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import type { Flash } from '@/app/console/flash';
import { settingsWords } from '@/app/console/integrations/[key]/settings-words';
import { Pane } from '@/components/console/pane';
import { SettingsForm } from '@/components/console/settings-form';
import { Notice } from '@/components/ui/notice';
import type { IntegrationForConsole } from '@/lib/offers/read-integration';
import type { Secrets } from '@/lib/offers/reveal-secret';

/** What every part of the page is given. */
export type SectionProps = {
  integration: IntegrationForConsole;
  mayChange: boolean;
  flash: Flash | null;
  /** The section that has just been saved. */
  done: string | undefined;
  /** Only for the admin who has asked for them, for a few minutes. */
  revealed: Secrets | null;
  now: Date;
};

type Props = Pick<SectionProps, 'done'> & { name: string; title: string; what?: ReactNode; children: ReactNode };

export async function Section({ name, title, what, done, children }: Props) {
  const t = await getTranslations('console.integration');
  return (
    <div id={name} className="scroll-mt-4">
      <Pane id={`${name}-title`} title={title}>
        {done === name && <Notice tone="ok">{t('saved')}</Notice>}
        {what && <p className="max-w-prose text-quiet">{what}</p>}
        {children}
      </Pane>
    </div>
  );
}

type FormProps = Pick<SectionProps, 'integration' | 'flash'> & {
  section: string;
  door: string;
  /** One page can hold several forms of a section: only this one shows what was wrong. */
  showsProblem?: boolean;
  className?: string;
  children: ReactNode;
};

export async function SectionForm({
  integration,
  section,
  door,
  flash,
  showsProblem = true,
  className,
  children,
}: FormProps) {
  return (
    <SettingsForm
      action={`/api/console/integrations/${encodeURIComponent(integration.key)}/${door}`}
      version={integration.version}
      words={await settingsWords()}
      locale={await getLocale()}
      problem={showsProblem && flash?.typed.section === section ? flash : null}
      className={className}
    >
      {children}
    </SettingsForm>
  );
}

/** What a form without JavaScript had been filled with, if it was this one. */
export function typedIn(flash: Flash | null, section: string, field: string): string | undefined {
  return flash?.typed.section === section ? flash.typed[field] : undefined;
}

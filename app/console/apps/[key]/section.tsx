/** What the parts of an app's page are given, and their form for those who may change. */
import { getLocale, getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import type { Flash } from '@/app/console/flash';
import { settingsWords } from '@/app/console/integrations/[key]/settings-words';
import { SettingsForm, type SettingsWords } from '@/components/console/settings-form';
import type { CallbackSetup } from '@/lib/offers/callback-setup';

export type AppSectionProps = {
  app: CallbackSetup;
  mayChange: boolean;
  flash: Flash | null;
  /** The section that has just been saved. */
  done: string | undefined;
  /** Live secrets, the newest first: only for the admin who has asked for them, for a few minutes. */
  revealed: readonly string[] | null;
  now: Date;
};

type FormProps = Pick<AppSectionProps, 'app' | 'flash'> & {
  section: string;
  door: string;
  /** One page can hold several forms of a section: only this one shows what was wrong. */
  showsProblem?: boolean;
  className?: string;
  children: ReactNode;
};

export async function AppForm({ app, section, door, flash, showsProblem = true, className, children }: FormProps) {
  return (
    <SettingsForm
      action={`/api/console/apps/${encodeURIComponent(app.key)}/${door}`}
      version={app.version}
      words={await appWords()}
      locale={await getLocale()}
      problem={showsProblem && flash?.typed.section === section ? flash : null}
      className={className}
    >
      {children}
    </SettingsForm>
  );
}

const CHANGES = [
  'dialect',
  'urlTemplate',
  'reversalUrlTemplate',
  'options',
  'enabled',
  'callback',
  'name',
  'publisher',
  'contact',
  'currency',
  'liveSecrets',
  'secret',
  'paused',
  'again',
] as const;

async function appWords(): Promise<SettingsWords> {
  const t = await getTranslations('console.app');
  const words = await settingsWords();
  return {
    ...words,
    changed: t('changed'),
    reload: t('reload'),
    names: Object.fromEntries(CHANGES.map((name) => [name, t(`change.${name}`)])),
    fault: { ...words.fault, untested: t('switch.untested') },
  };
}

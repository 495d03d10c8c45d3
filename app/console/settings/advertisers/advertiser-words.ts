/** The words that the forms about advertisers need when they are refused. */
import { getTranslations } from 'next-intl/server';
import { settingsWords } from '@/app/console/integrations/[key]/settings-words';
import type { SettingsWords } from '@/components/console/settings-form';

const FAULTS = ['address', 'zone', 'choice', 'name', 'taken'] as const;
const NAMES = [
  'recheckEmail',
  'escalationEmail',
  'timeZone',
  'gather',
  'rule',
  'policy',
  'locale',
  'holidays',
] as const;

export async function advertiserWords(): Promise<SettingsWords> {
  const t = await getTranslations('console.settings.advertisers');
  return {
    ...(await settingsWords()),
    changed: t('changed'),
    names: Object.fromEntries(NAMES.map((name) => [name, t(`change.${name}`)])),
    fault: Object.fromEntries(FAULTS.map((fault) => [fault, t(`fault.${fault}`)])),
  };
}

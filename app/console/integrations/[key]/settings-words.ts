/** The words that a form of settings needs when it is refused, in the language of the page. */
import { getTranslations } from 'next-intl/server';
import type { SettingsWords } from '@/components/console/settings-form';

const CHANGES = [
  'enabled',
  'requireSignature',
  'allowedIps',
  'statusMap',
  'eventMap',
  'dailyBudgetMicros',
  'dailyBudgetUsd',
  'liveSecrets',
  'secret',
  'dialect',
  'advertiser',
] as const;
const LINE_FAULTS = ['address', 'no-meaning', 'word', 'meaning', 'twice', 'too-many'] as const;
const FIELD_FAULTS = ['missing', 'key', 'taken', 'advertiser', 'dialect', 'secret', 'budget'] as const;

export async function settingsWords(): Promise<SettingsWords> {
  const t = await getTranslations('console.integration');
  return {
    failed: t('failed'),
    offline: t('offline'),
    changed: t('changed'),
    lastByAgent: t('lastByAgent', { what: '{what}', who: '{who}', when: '{when}' }),
    lastByApi: t('lastByApi', { what: '{what}', when: '{when}' }),
    names: Object.fromEntries(CHANGES.map((name) => [name, t(`change.${name}`)])),
    kept: t('kept'),
    reload: t('reload'),
    line: Object.fromEntries(
      LINE_FAULTS.map((fault) => [fault, t(`line.${fault}`, { line: '{line}', text: '{text}' })]),
    ),
    fault: Object.fromEntries(FIELD_FAULTS.map((fault) => [fault, t(`fault.${fault}`)])),
  };
}

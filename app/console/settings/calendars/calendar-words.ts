/** The words that the forms about calendars need when they are refused. */
import { getLocale, getTranslations } from 'next-intl/server';
import { settingsWords } from '@/app/console/integrations/[key]/settings-words';
import type { SettingsWords } from '@/components/console/settings-form';
import { WEEKDAYS } from '@/lib/rules/calendar-form';

const FAULTS = ['name', 'zone', 'week', 'taken', 'seldom', 'used', 'hours', 'order', 'calendar'] as const;
const FILE_FAULTS = ['too-large', 'broken', 'no-events', 'too-many'] as const;
const LINES = ['date', 'twice', 'too-many'] as const;
const NAMES = ['name', 'timeZone', 'week', 'holidays'] as const;

export async function calendarWords(): Promise<SettingsWords> {
  const t = await getTranslations('console.settings.calendars');
  const days = await weekdayNames();
  const badHours = WEEKDAYS.map((day) => [`hours-${day}`, t('fault.day', { day: days[day - 1]! })]);
  return {
    ...(await settingsWords()),
    changed: t('changed'),
    reload: t('reload'),
    names: Object.fromEntries(NAMES.map((name) => [name, t(`change.${name}`)])),
    line: Object.fromEntries(LINES.map((name) => [name, t(`line.${name}`, { line: '{line}', text: '{text}' })])),
    fault: Object.fromEntries([...badHours, ...[...FAULTS, ...FILE_FAULTS].map((name) => [name, t(`fault.${name}`)])]),
  };
}

/** Monday first. */
export async function weekdayNames(): Promise<string[]> {
  const format = new Intl.DateTimeFormat(await getLocale(), { weekday: 'long', timeZone: 'UTC' });
  return WEEKDAYS.map((day) => format.format(Date.UTC(2024, 0, day)));
}

/** One calendar: its hours and holidays, and holidays from a file. */
import { notFound } from 'next/navigation';
import { getLocale, getTranslations } from 'next-intl/server';
import { readFlash } from '@/app/console/flash';
import { CalendarFields } from '@/app/console/settings/calendars/calendar-fields';
import { calendarWords } from '@/app/console/settings/calendars/calendar-words';
import { ImportSection } from '@/app/console/settings/calendars/import-section';
import { SettingsFrame } from '@/app/console/settings/settings-frame';
import { requireAgent } from '@/app/console/signed-in';
import { SettingsForm } from '@/components/console/settings-form';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { WEEKDAYS, writeHolidayLines, writeSpans } from '@/lib/rules/calendar-form';
import { can } from '@/lib/rules/permissions';
import { type Calendar, readCalendar } from '@/lib/tickets/calendars';

type CalendarPageProps = {
  params: Promise<{ key: string }>;
  searchParams: Promise<{ done?: string | string[]; problem?: string | string[] }>;
};

export default async function CalendarPage({ params, searchParams }: CalendarPageProps) {
  const { agent, now } = await requireAgent('settings:read');
  const calendar = await readCalendar((await params).key);
  if (!calendar) notFound();
  const search = await searchParams;
  const [flash, done] = [await readFlash([search.problem].flat()[0]), [search.done].flat()[0]];
  const t = await getTranslations('console.settings.calendars');
  const mayChange = can(agent.role, 'policies:write');
  const about = (section: string) => (flash?.typed.section === section ? flash : null);
  const values = { ...valuesOf(calendar), ...about('calendar')?.typed };
  return (
    <SettingsFrame agent={agent} now={now} section="calendars">
      <p>
        <a href="/console/settings/calendars" className="text-accent underline">
          {t('all')}
        </a>{' '}
        · <span className="font-semibold">{calendar.name}</span>{' '}
        <span className="text-quiet">{t('version', { version: calendar.version })}</span>
        {calendar.used && <span> · {t('review')}</span>}
      </p>
      {done === 'calendar' && !flash && <Notice tone="ok">{t('saved')}</Notice>}
      {about('remove') && <Notice tone="bad">{t('fault.used')}</Notice>}
      <Card id="calendar" className="grid gap-3">
        {mayChange ? (
          <SettingsForm
            action={`/api/console/calendars/${calendar.id}`}
            version={calendar.version}
            words={await calendarWords()}
            locale={await getLocale()}
            problem={about('calendar')}
          >
            <CalendarFields values={values} />
            <p className="max-w-prose text-quiet">{t('keeps')}</p>
            <Button size="dense" look="primary" className="justify-self-start">
              {t('save')}
            </Button>
          </SettingsForm>
        ) : (
          <CalendarFields values={values} readOnly />
        )}
      </Card>
      {mayChange && (
        <ImportSection
          target={{ kind: 'calendar', key: calendar.id }}
          known={calendar.holidays.map(({ date }) => date)}
          flash={flash}
          done={done}
        />
      )}
      {mayChange && !calendar.used && <Remove id={calendar.id} />}
    </SettingsFrame>
  );
}

function valuesOf({ name, timeZone, week, holidays }: Calendar): Record<string, string> {
  const days = WEEKDAYS.map((day) => [`day${day}`, writeSpans(week[day - 1] ?? [])]);
  return { name, timeZone, holidays: writeHolidayLines(holidays), ...Object.fromEntries(days) };
}

async function Remove({ id }: { id: string }) {
  const t = await getTranslations('console.settings.calendars');
  return (
    <form id="remove" method="post" action={`/api/console/calendars/${id}/remove`}>
      <Button size="dense" look="danger">
        {t('remove')}
      </Button>
    </form>
  );
}

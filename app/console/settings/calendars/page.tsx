/** By when tickets are to be reviewed, the calendars that hours are counted by, and the advertisers' holidays (R20, R21). */
import { getLocale, getTranslations } from 'next-intl/server';
import { type Flash, readFlash } from '@/app/console/flash';
import { CalendarFields } from '@/app/console/settings/calendars/calendar-fields';
import { calendarWords } from '@/app/console/settings/calendars/calendar-words';
import { PolicySection } from '@/app/console/settings/calendars/policy-section';
import { SettingsFrame } from '@/app/console/settings/settings-frame';
import { requireAgent } from '@/app/console/signed-in';
import { SettingsForm } from '@/components/console/settings-form';
import { Cell, Row, Table } from '@/components/console/table';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { can } from '@/lib/rules/permissions';
import {
  type AdvertiserCalendar,
  type Calendar,
  listAdvertiserCalendars,
  listCalendars,
} from '@/lib/tickets/calendars';
import { readReviewPolicy } from '@/lib/tickets/review-policy';

type Search = { searchParams: Promise<{ done?: string | string[]; problem?: string | string[] }> };

export default async function CalendarsPage({ searchParams }: Search) {
  const { agent, now } = await requireAgent('settings:read');
  const { done, problem } = await searchParams;
  const flash = await readFlash([problem].flat()[0]);
  const t = await getTranslations('console.settings.calendars');
  const calendars = await listCalendars();
  const mayChange = can(agent.role, 'policies:write');
  const about = (section: string) => (flash?.typed.section === section ? flash : null);
  return (
    <SettingsFrame agent={agent} now={now} section="calendars">
      {done && !flash && <Notice tone="ok">{t('saved')}</Notice>}
      <PolicySection
        policy={await readReviewPolicy()}
        calendars={calendars}
        mayChange={mayChange}
        flash={about('policy')}
      />
      <Calendars calendars={calendars} now={now} />
      {mayChange && <NewCalendar flash={about('new')} />}
      <Advertisers advertisers={await listAdvertiserCalendars()} now={now} />
      {!mayChange && <p className="text-quiet">{t('readOnly')}</p>}
    </SettingsFrame>
  );
}

async function Calendars({ calendars, now }: { calendars: readonly Calendar[]; now: Date }) {
  const t = await getTranslations('console.settings.calendars');
  if (calendars.length === 0) return <EmptyState title={t('none')}>{t('noneBody')}</EmptyState>;
  const columns = [
    { key: 'name', label: t('name') },
    { key: 'zone', label: t('zone') },
    { key: 'week', label: t('perWeek'), number: true },
    { key: 'next', label: t('next') },
    { key: 'used', label: t('usedBy') },
  ];
  return (
    <Table caption={t('calendars')} columns={columns}>
      {calendars.map(({ id, name, timeZone, week, holidays, used }) => (
        <Row key={id}>
          <Cell>
            <a
              href={`/console/settings/calendars/${id}`}
              className="inline-flex min-h-6 items-center text-accent underline"
            >
              {name}
            </a>
          </Cell>
          <Cell>{timeZone}</Cell>
          <Cell number>{t('hoursCount', { hours: hoursOf(week) })}</Cell>
          <Cell>
            {nextDay(
              holidays.map(({ date }) => date),
              now,
            ) ?? t('noHoliday')}
          </Cell>
          <Cell>{used ? t('review') : <span className="text-quiet">{t('unused')}</span>}</Cell>
        </Row>
      ))}
    </Table>
  );
}

function hoursOf(week: Calendar['week']): number {
  return Math.round(week.flat().reduce((sum, { from, to }) => sum + to - from, 0) / 6) / 10;
}

function nextDay(dates: readonly string[], now: Date): string | undefined {
  return dates.find((date) => date >= now.toISOString().slice(0, 10));
}

async function NewCalendar({ flash }: { flash: Flash | null }) {
  const t = await getTranslations('console.settings.calendars');
  const values = flash?.typed ?? { timeZone: 'UTC', ...USUAL_WEEK };
  return (
    <section id="new">
      <Card>
        <details open={flash !== null}>
          <summary className="cursor-pointer font-semibold">{t('new')}</summary>
          <SettingsForm
            action="/api/console/calendars"
            words={await calendarWords()}
            locale={await getLocale()}
            problem={flash}
            className="mt-3 grid gap-3"
          >
            <CalendarFields values={values} />
            <Button size="dense" look="primary" className="justify-self-start">
              {t('add')}
            </Button>
          </SettingsForm>
        </details>
      </Card>
    </section>
  );
}

const USUAL_WEEK = Object.fromEntries([1, 2, 3, 4, 5].map((day) => [`day${day}`, '09:00-17:00']));

async function Advertisers({ advertisers, now }: { advertisers: readonly AdvertiserCalendar[]; now: Date }) {
  const t = await getTranslations('console.settings.calendars');
  if (advertisers.length === 0) return null;
  const columns = [
    { key: 'name', label: t('advertiser') },
    { key: 'zone', label: t('zone') },
    { key: 'count', label: t('holidays'), number: true },
    { key: 'next', label: t('next') },
  ];
  return (
    <section className="grid gap-2">
      <h2 className="font-semibold">{t('advertisers')}</h2>
      <p className="max-w-prose text-quiet">{t('advertisersWhat')}</p>
      <Table caption={t('advertisers')} columns={columns}>
        {advertisers.map(({ key, name, timeZone, holidays }) => (
          <Row key={key}>
            <Cell>
              <a
                href={`/console/settings/calendars/advertisers/${encodeURIComponent(key)}`}
                className="inline-flex min-h-6 items-center text-accent underline"
              >
                {name}
              </a>
            </Cell>
            <Cell>{timeZone}</Cell>
            <Cell number>{holidays.length}</Cell>
            <Cell>{nextDay(holidays, now) ?? t('noHoliday')}</Cell>
          </Row>
        ))}
      </Table>
    </section>
  );
}

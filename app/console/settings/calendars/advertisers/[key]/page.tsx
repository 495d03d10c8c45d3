/** An advertiser's holidays: days on which the goal of a re-check does not come nearer (R21). */
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { readFlash } from '@/app/console/flash';
import { ImportSection } from '@/app/console/settings/calendars/import-section';
import { SettingsFrame } from '@/app/console/settings/settings-frame';
import { requireAgent } from '@/app/console/signed-in';
import { Card } from '@/components/ui/card';
import { can } from '@/lib/rules/permissions';
import { readAdvertiserCalendar } from '@/lib/tickets/calendars';

type AdvertiserHolidaysProps = {
  params: Promise<{ key: string }>;
  searchParams: Promise<{ done?: string | string[]; problem?: string | string[] }>;
};

export default async function AdvertiserHolidaysPage({ params, searchParams }: AdvertiserHolidaysProps) {
  const { agent, now } = await requireAgent('settings:read');
  const advertiser = await readAdvertiserCalendar(decodeURIComponent((await params).key));
  if (!advertiser) notFound();
  const { done, problem } = await searchParams;
  const t = await getTranslations('console.settings.calendars');
  const { key, name, timeZone, holidays } = advertiser;
  return (
    <SettingsFrame agent={agent} now={now} section="calendars">
      <p>
        <a href="/console/settings/calendars" className="text-accent underline">
          {t('all')}
        </a>{' '}
        · <span className="font-semibold">{name}</span> <span className="text-quiet">{timeZone}</span>
      </p>
      <Card className="grid gap-2">
        <h2 className="font-semibold">{t('holidays')}</h2>
        {holidays.length === 0 ? (
          <p className="text-quiet">{t('noHoliday')}</p>
        ) : (
          <ul className="flex flex-wrap gap-x-4 gap-y-1 tabular-nums">
            {holidays.map((date) => (
              <li key={date}>{date}</li>
            ))}
          </ul>
        )}
      </Card>
      {can(agent.role, 'policies:write') && (
        <ImportSection
          target={{ kind: 'advertiser', key }}
          known={holidays}
          flash={await readFlash([problem].flat()[0])}
          done={[done].flat()[0]}
        />
      )}
    </SettingsFrame>
  );
}

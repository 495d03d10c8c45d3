/** One advertiser: what is agreed about re-checks, its holidays, and its people (R21). */
import { notFound } from 'next/navigation';
import { getLocale, getTranslations } from 'next-intl/server';
import { readFlash } from '@/app/console/flash';
import { advertiserWords } from '@/app/console/settings/advertisers/advertiser-words';
import { AgreementFields } from '@/app/console/settings/advertisers/agreement-fields';
import { ContactsSection } from '@/app/console/settings/advertisers/contacts-section';
import { SettingsFrame } from '@/app/console/settings/settings-frame';
import { requireAgent } from '@/app/console/signed-in';
import { SettingsForm } from '@/components/console/settings-form';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { type AdvertiserSetup, readAdvertiser } from '@/lib/rechecks/advertisers';
import { can } from '@/lib/rules/permissions';

type AdvertiserPageProps = {
  params: Promise<{ key: string }>;
  searchParams: Promise<{ done?: string | string[]; problem?: string | string[] }>;
};

export default async function AdvertiserPage({ params, searchParams }: AdvertiserPageProps) {
  const { agent, now } = await requireAgent('settings:read');
  const advertiser = await readAdvertiser(decodeURIComponent((await params).key));
  if (!advertiser) notFound();
  const { done, problem } = await searchParams;
  const flash = await readFlash([problem].flat()[0]);
  const about = (section: string) => (flash?.typed.section === section ? flash : null);
  const t = await getTranslations('console.settings.advertisers');
  const mayChange = can(agent.role, 'policies:write');
  return (
    <SettingsFrame agent={agent} now={now} section="advertisers">
      <p>
        <a href="/console/settings/advertisers" className="text-accent underline">
          {t('all')}
        </a>{' '}
        · <bdi className="font-semibold">{advertiser.name}</bdi>{' '}
        <span className="text-quiet">{t('version', { version: advertiser.version })}</span>
      </p>
      {done && !flash && <Notice tone="ok">{t('saved')}</Notice>}
      {!mayChange && <p className="text-quiet">{t('readOnly')}</p>}
      <Card id="agreed" className="grid gap-3">
        <h2 className="font-semibold">{t('agreed')}</h2>
        {mayChange ? (
          <SettingsForm
            action={`/api/console/advertisers/${encodeURIComponent(advertiser.key)}`}
            version={advertiser.version}
            words={await advertiserWords()}
            locale={await getLocale()}
            problem={about('agreed')}
          >
            <AgreementFields values={about('agreed')?.typed ?? valuesOf(advertiser)} readOnly={false} />
            <p className="max-w-prose text-quiet">{t('keeps')}</p>
            <Button size="dense" look="primary" className="justify-self-start">
              {t('save')}
            </Button>
          </SettingsForm>
        ) : (
          <AgreementFields values={valuesOf(advertiser)} readOnly />
        )}
      </Card>
      <Holidays advertiser={advertiser} />
      <ContactsSection advertiser={advertiser} mayChange={mayChange} flash={about('contacts')} />
    </SettingsFrame>
  );
}

function valuesOf(advertiser: AdvertiserSetup): Record<string, string> {
  const { recheckEmail, escalationEmail, timeZone, gather, rule, policy, locale } = advertiser;
  return {
    recheckEmail: recheckEmail ?? '',
    escalationEmail: escalationEmail ?? '',
    gather: gather ? 'on' : '',
    timeZone,
    rule,
    policy,
    locale,
  };
}

/** They are imported with the other calendars. */
async function Holidays({ advertiser: { key, holidays } }: { advertiser: AdvertiserSetup }) {
  const t = await getTranslations('console.settings.advertisers');
  return (
    <Card className="grid gap-2">
      <h2 className="font-semibold">{t('holidays')}</h2>
      <p className="text-quiet tabular-nums">{holidays.length === 0 ? t('noHolidays') : holidays.join(' · ')}</p>
      <a
        href={`/console/settings/calendars/advertisers/${encodeURIComponent(key)}`}
        className="inline-flex min-h-6 items-center justify-self-start text-accent underline"
      >
        {t('toHolidays')}
      </a>
    </Card>
  );
}

/** Connecting a network: whose it is, which network, under which key. The address to paste stands on the next page. */
import type { Metadata } from 'next';
import { getLocale, getTranslations } from 'next-intl/server';
import { type Flash, readFlash } from '@/app/console/flash';
import { Frame } from '@/app/console/frame';
import { settingsWords } from '@/app/console/integrations/[key]/settings-words';
import { NetworkChoice } from '@/app/console/integrations/new/network-choice';
import { requireAgent } from '@/app/console/signed-in';
import { SettingsForm } from '@/components/console/settings-form';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { describedBy, Field, Input } from '@/components/ui/field';
import { type AdvertiserChoice, listAdvertisers } from '@/lib/offers/add-integration';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('console.integration.new'))('title') };
}

export default async function NewIntegrationPage({
  searchParams,
}: {
  searchParams: Promise<{ problem?: string | string[] }>;
}) {
  const { agent, now } = await requireAgent('integrations:write');
  const t = await getTranslations('console.integration.new');
  const advertisers = await listAdvertisers();
  const flash = await readFlash([(await searchParams).problem].flat()[0]);
  return (
    <Frame agent={agent} now={now} place="integrations">
      <div className="grid max-w-3xl grid-cols-1 gap-3">
        <h1 className="text-lg font-semibold">{t('title')}</h1>
        <p className="text-quiet">{t('what')}</p>
        {advertisers.length === 0 ? (
          <EmptyState title={t('noAdvertisers')}>{t('noAdvertisersBody')}</EmptyState>
        ) : (
          <SettingsForm
            action="/api/console/integrations"
            words={await settingsWords()}
            locale={await getLocale()}
            problem={flash}
            className="grid gap-4"
          >
            <Fields advertisers={advertisers} flash={flash} />
          </SettingsForm>
        )}
      </div>
    </Frame>
  );
}

async function Fields({ advertisers, flash }: { advertisers: readonly AdvertiserChoice[]; flash: Flash | null }) {
  const t = await getTranslations('console.integration.new');
  return (
    <>
      <Field id="advertiser" label={t('advertiser')} hint={t('advertiserHint')}>
        <Input
          dense
          {...describedBy('advertiser', { hint: true })}
          name="advertiser"
          list="advertisers"
          required
          maxLength={128}
          autoComplete="off"
          defaultValue={flash?.typed.advertiser ?? (advertisers.length === 1 ? advertisers[0]!.key : undefined)}
        />
      </Field>
      <datalist id="advertisers">
        {advertisers.map(({ key, name }) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </datalist>
      <NetworkChoice chosen={flash?.typed.dialect} />
      <Field id="key" label={t('key')} hint={t('keyHint')}>
        <Input
          dense
          {...describedBy('key', { hint: true })}
          name="key"
          required
          maxLength={128}
          pattern="[A-Za-z0-9._:\-]{1,128}"
          autoComplete="off"
          spellCheck={false}
          className="font-mono"
          placeholder="acme-bitlabs"
          defaultValue={flash?.typed.key}
        />
      </Field>
      <Field id="secret-given" label={t('secret')} hint={t('secretHint')}>
        <Input
          dense
          {...describedBy('secret-given', { hint: true })}
          name="secret"
          maxLength={512}
          autoComplete="off"
          spellCheck={false}
        />
      </Field>
      <div>
        <Button size="dense" look="primary">
          {t('submit')}
        </Button>
      </div>
    </>
  );
}

/** One integration: how it is set up, and how far it is believed. */
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { readFlash } from '@/app/console/flash';
import { AddressSection } from '@/app/console/integrations/[key]/address-section';
import { AddressesSection } from '@/app/console/integrations/[key]/addresses-section';
import { IntegrationFrame } from '@/app/console/integrations/[key]/integration-frame';
import { MappingSection } from '@/app/console/integrations/[key]/mapping-section';
import { SecretSection } from '@/app/console/integrations/[key]/secret-section';
import type { SectionProps } from '@/app/console/integrations/[key]/section';
import { StateSection } from '@/app/console/integrations/[key]/state-section';
import { TrustSection } from '@/app/console/integrations/[key]/trust-section';
import { requireAgent } from '@/app/console/signed-in';
import { Notice } from '@/components/ui/notice';
import { readIntegration, readTaskKeys } from '@/lib/offers/read-integration';
import { readRevealedSecrets } from '@/lib/offers/reveal-secret';
import { can } from '@/lib/rules/permissions';

/** `done`: what was just saved. `shown`: the slip that opens the secrets. `problem`: what a form came back with. */
type Search = Partial<Record<'done' | 'shown' | 'problem', string | string[]>>;
type Props = { params: Promise<{ key: string }>; searchParams: Promise<Search> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).key) };
}

export default async function IntegrationPage({ params, searchParams }: Props) {
  const { agent, now } = await requireAgent('integrations:read');
  const t = await getTranslations('console.integration');
  const integration = (await readIntegration(decodeURIComponent((await params).key))) ?? notFound();
  const [done, shown, problem] = await readSearch(searchParams);
  const mayChange = can(agent.role, 'integrations:write');
  const revealed = mayChange && shown ? await readRevealedSecrets(integration.key, shown, agent.id, now) : null;
  const section: SectionProps = { integration, mayChange, flash: await readFlash(problem), done, revealed, now };
  return (
    <IntegrationFrame integration={integration} agent={agent} now={now} tab="setup">
      {done === 'added' && (
        <Notice tone="ok" title={t('added')}>
          {t('addedNext')}
        </Notice>
      )}
      {!mayChange && <p className="text-quiet">{t('readOnly')}</p>}
      <div className="grid grid-cols-1 items-start gap-3 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="grid grid-cols-1 gap-3">
          <AddressSection {...section} />
          <SecretSection {...section} />
          <MappingSection {...section} taskKeys={await readTaskKeys(integration.advertiserKey)} />
        </div>
        <div className="grid grid-cols-1 gap-3">
          <TrustSection {...section} />
          <AddressesSection {...section} />
          {mayChange && <StateSection {...section} />}
        </div>
      </div>
    </IntegrationFrame>
  );
}

async function readSearch(searchParams: Promise<Search>): Promise<(string | undefined)[]> {
  const search = await searchParams;
  return [search.done, search.shown, search.problem].map((value) => [value].flat()[0]);
}

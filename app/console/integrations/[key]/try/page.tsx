/** The sender: samples as the network itself would send them, over real HTTP, and what became of each. */
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { type Flash, readFlash } from '@/app/console/flash';
import { IntegrationFrame } from '@/app/console/integrations/[key]/integration-frame';
import { TrialForm } from '@/app/console/integrations/[key]/try/trial-form';
import { TrialResult } from '@/app/console/integrations/[key]/try/trial-result';
import { requireAgent } from '@/app/console/signed-in';
import { Notice } from '@/components/ui/notice';
import { readIntegration } from '@/lib/offers/read-integration';
import { readReceipt } from '@/lib/postbacks/read-receipt';
import type { Tried } from '@/lib/postbacks/try-integration';
import { can } from '@/lib/rules/permissions';

/** `told`: what was just sent. `problem`: why nothing was. */
type Search = Partial<Record<'told' | 'problem', string | string[]>>;
type Props = { params: Promise<{ key: string }>; searchParams: Promise<Search> };

export async function generateMetadata({ params }: Pick<Props, 'params'>): Promise<Metadata> {
  const t = await getTranslations('console.try');
  return { title: t('title', { key: decodeURIComponent((await params).key) }) };
}

export default async function TryPage({ params, searchParams }: Props) {
  const { agent, now } = await requireAgent('integrations:read');
  const t = await getTranslations('console.try');
  const integration = (await readIntegration(decodeURIComponent((await params).key))) ?? notFound();
  const mayWrite = can(agent.role, 'integrations:write');
  const { told, problem } = await searchParams;
  const [result, refused] = [await readFlash([told].flat()[0]), await readFlash([problem].flat()[0])];
  return (
    <IntegrationFrame integration={integration} agent={agent} now={now} tab="try">
      {mayWrite ? (
        <>
          <TrialForm integration={integration} refused={refused} />
          {result && <TrialResult integrationKey={integration.key} steps={await stepsOf(integration.key, result)} />}
        </>
      ) : (
        <Notice tone="info" title={t('adminsOnly')}>
          {t('adminsOnlyBody')}
        </Notice>
      )}
    </IntegrationFrame>
  );
}

/** The requests stand in the receipts that they became, as everybody may see them. */
async function stepsOf(key: string, { details }: Flash) {
  const tried = (details.tried ?? []) as Tried[];
  return Promise.all(
    tried.map(async (step) => ({
      ...step,
      came: step.receipt ? await readReceipt(key, step.receipt, { mayWrite: false }) : null,
    })),
  );
}

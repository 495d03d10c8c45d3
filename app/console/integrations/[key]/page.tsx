/** One integration: how it is set up, and how far it is believed. */
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { IntegrationFrame } from '@/app/console/integrations/[key]/integration-frame';
import { requireAgent } from '@/app/console/signed-in';
import { readIntegration } from '@/lib/offers/read-integration';

type Props = { params: Promise<{ key: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).key) };
}

export default async function IntegrationPage({ params }: Props) {
  const { agent, now } = await requireAgent('integrations:read');
  const integration = (await readIntegration(decodeURIComponent((await params).key))) ?? notFound();
  return (
    <IntegrationFrame integration={integration} agent={agent} now={now} tab="setup">
      {null}
    </IntegrationFrame>
  );
}

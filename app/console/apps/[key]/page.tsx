/** One app: how its game is told about rewards. */
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { AppFrame } from '@/app/console/apps/[key]/app-frame';
import { requireAgent } from '@/app/console/signed-in';
import { Bytes } from '@/components/console/bytes';
import { Pane } from '@/components/console/pane';
import { readCallbackSetup } from '@/lib/offers/callback-setup';

type Props = { params: Promise<{ key: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).key) };
}

export default async function AppPage({ params }: Props) {
  const { agent, now } = await requireAgent('apps:read');
  const t = await getTranslations('console.app');
  const app = (await readCallbackSetup(decodeURIComponent((await params).key))) ?? notFound();
  return (
    <AppFrame app={app} agent={agent} now={now} tab="setup">
      <Pane id="address-title" title={t('address.title')}>
        {app.config ? <Bytes text={app.config.urlTemplate} /> : <p className="text-quiet">{t('address.none')}</p>}
      </Pane>
    </AppFrame>
  );
}

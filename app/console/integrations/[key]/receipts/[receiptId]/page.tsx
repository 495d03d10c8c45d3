/** The signature explainer: one request as it came, what was signed, why it was taken or refused, and what to do. */
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getLocale, getTranslations } from 'next-intl/server';
import { readFlash } from '@/app/console/flash';
import { IntegrationFrame } from '@/app/console/integrations/[key]/integration-frame';
import { LedToPane } from '@/app/console/integrations/[key]/receipts/[receiptId]/led-to-pane';
import { RequestPane } from '@/app/console/integrations/[key]/receipts/[receiptId]/request-pane';
import { SignaturePane } from '@/app/console/integrations/[key]/receipts/[receiptId]/signature-pane';
import { VerdictPane } from '@/app/console/integrations/[key]/receipts/[receiptId]/verdict-pane';
import { requireAgent } from '@/app/console/signed-in';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';
import { readIntegration } from '@/lib/offers/read-integration';
import { readReceipt } from '@/lib/postbacks/read-receipt';
import { can } from '@/lib/rules/permissions';

/** `done`: it has just been run again, as this receipt. `problem`: it could not be. */
type Search = Partial<Record<'done' | 'problem', string | string[]>>;
type Props = { params: Promise<{ key: string; receiptId: string }>; searchParams: Promise<Search> };

export async function generateMetadata({ params }: Pick<Props, 'params'>): Promise<Metadata> {
  return { title: (await params).receiptId };
}

export default async function ReceiptPage({ params, searchParams }: Props) {
  const { agent, now } = await requireAgent('integrations:read');
  const t = await getTranslations('console.receipt');
  const locale = await getLocale();
  const { key, receiptId } = await params;
  const mayWrite = can(agent.role, 'integrations:write');
  const integration = (await readIntegration(decodeURIComponent(key))) ?? notFound();
  const receipt = (await readReceipt(integration.key, receiptId, { mayWrite })) ?? notFound();
  const { done, problem } = await searchParams;
  const flash = await readFlash([problem].flat()[0]);
  const log = `/console/integrations/${integration.key}/receipts`;
  return (
    <IntegrationFrame integration={integration} agent={agent} now={now} tab="log">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <a href={log} className="inline-flex min-h-6 items-center text-accent hover:underline">
          {t('back')}
        </a>
        <h2 className="text-base font-semibold">
          {t.rich('title', { when: () => <Time at={receipt.receivedAt} style="exact" locale={locale} /> })}
        </h2>
        <span className="font-mono text-xs break-all text-quiet">{receipt.id}</span>
      </div>
      {done === 'replayed' && receipt.replayOf && (
        <Notice
          tone={receipt.outcome === 'refused' ? 'wait' : 'ok'}
          title={t('replayed', { outcome: receipt.outcome })}
        >
          {t('replayedBody')}
        </Notice>
      )}
      {flash && (
        <Notice tone="bad" title={t('replayProblem')}>
          {flash.message}
        </Notice>
      )}
      <VerdictPane receipt={receipt} integration={integration} log={log} mayWrite={mayWrite} />
      <div className="grid grid-cols-1 items-start gap-3 lg:grid-cols-2">
        <RequestPane receipt={receipt} />
        <SignaturePane receipt={receipt} mayWrite={mayWrite} />
      </div>
      <LedToPane receipt={receipt} log={log} now={now} />
    </IntegrationFrame>
  );
}

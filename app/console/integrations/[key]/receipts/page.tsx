/** The live log of an integration: everything that came, accepted or not, and the way to "why". */
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { readFlash } from '@/app/console/flash';
import { IntegrationFrame } from '@/app/console/integrations/[key]/integration-frame';
import { ReceiptFilters } from '@/app/console/integrations/[key]/receipts/receipt-filters';
import { ReceiptTable } from '@/app/console/integrations/[key]/receipts/receipt-table';
import { ReplayAll } from '@/app/console/integrations/[key]/receipts/replay-all';
import { requireAgent } from '@/app/console/signed-in';
import { LiveLog } from '@/components/console/live-log';
import { LinkButton } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { LocalTimes } from '@/components/ui/local-times';
import { Notice } from '@/components/ui/notice';
import { type IntegrationForConsole, readIntegration } from '@/lib/offers/read-integration';
import { listReceipts } from '@/lib/postbacks/list-receipts';
import { readCursor, writeCursor } from '@/lib/rules/cursor';
import { can } from '@/lib/rules/permissions';
import { filterQuery, isFiltered, type ReceiptFilter, readReceiptFilter } from '@/lib/rules/receipt-filter';

type Props = {
  params: Promise<{ key: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations('console.receipts');
  return { title: t('title', { key: decodeURIComponent((await params).key) }) };
}

export default async function ReceiptsPage({ params, searchParams }: Props) {
  const { agent, now } = await requireAgent('integrations:read');
  const t = await getTranslations('console.receipts');
  const integration = (await readIntegration(decodeURIComponent((await params).key))) ?? notFound();
  const asked = await searchParams;
  const filter = readReceiptFilter(asked);
  const path = `/console/integrations/${integration.key}/receipts`;
  return (
    <IntegrationFrame integration={integration} agent={agent} now={now} tab="log">
      <p className="text-quiet">{t('what')}</p>
      {!integration.enabled && (
        <Notice tone="wait" title={t('off')}>
          {t('offBody')}
        </Notice>
      )}
      <ReceiptFilters filter={filter} path={path} />
      {filter.outcome === 'refused' && can(agent.role, 'integrations:write') && (
        <ReplayAll
          integrationKey={integration.key}
          filter={filter}
          told={await readFlash([asked.told].flat()[0])}
          problem={await readFlash([asked.problem].flat()[0])}
        />
      )}
      <Log integration={integration} filter={filter} cursor={[asked.cursor].flat()[0]} path={path} now={now} />
    </IntegrationFrame>
  );
}

type LogProps = {
  integration: IntegrationForConsole;
  filter: ReceiptFilter;
  cursor: string | undefined;
  path: string;
  now: Date;
};

async function Log({ integration, filter, cursor, path, now }: LogProps) {
  const t = await getTranslations('console.receipts');
  const before = cursor === undefined ? null : readCursor(cursor);
  const query = filterQuery(filter);
  const newest = `${path}${query.size > 0 ? `?${query}` : ''}`;
  if (cursor !== undefined && !before) {
    return (
      <Notice tone="bad" title={t('badPage')}>
        {t('badPageBody')}{' '}
        <a href={newest} className="text-accent underline">
          {t('newest')}
        </a>
      </Notice>
    );
  }
  const { shown, nextCursor } = await listReceipts(integration, filter, before);
  const first = shown[0];
  const top = writeCursor(first ? { at: first.receivedAt, id: first.id } : { at: now, id: NOBODY });
  const door = `/api${path}?${new URLSearchParams([...query, ['after', top]])}`;
  return (
    <div className="grid grid-cols-1 gap-3">
      {!before && <LiveLog door={door} words={{ on: t('live.on'), lost: t('live.lost') }} />}
      <noscript>{t('live.noscript')}</noscript>
      {shown.length === 0 ? (
        <Nothing filtered={isFiltered(filter) || before !== null} integrationKey={integration.key} />
      ) : (
        <>
          <ReceiptTable receipts={shown} path={path} />
          <LocalTimes key={top} />
        </>
      )}
      <nav className="flex gap-2">
        {before && (
          <LinkButton size="dense" href={newest}>
            {t('newest')}
          </LinkButton>
        )}
        {nextCursor && (
          <LinkButton size="dense" href={`${path}?${new URLSearchParams([...query, ['cursor', nextCursor]])}`}>
            {t('older')}
          </LinkButton>
        )}
      </nav>
    </div>
  );
}

/** Comes before every id of the same instant. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

async function Nothing({ filtered, integrationKey }: { filtered: boolean; integrationKey: string }) {
  const t = await getTranslations('console.receipts');
  if (filtered) return <EmptyState title={t('none')}>{t('noneBody')}</EmptyState>;
  const toTry = (
    <LinkButton size="dense" href={`/console/integrations/${integrationKey}/try`}>
      {t('emptyTry')}
    </LinkButton>
  );
  return (
    <EmptyState title={t('empty')} action={toTry}>
      {t('emptyBody')}
    </EmptyState>
  );
}

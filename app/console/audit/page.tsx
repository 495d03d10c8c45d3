/** Who did what, the latest first, with what it was before; and whether the log is as it was written. */
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { AuditFilters } from '@/app/console/audit/audit-filters';
import { AuditTable } from '@/app/console/audit/audit-table';
import { ChainNotice } from '@/app/console/audit/chain-notice';
import { Frame } from '@/app/console/frame';
import { requireAgent } from '@/app/console/signed-in';
import { LinkButton } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { LocalTimes } from '@/components/ui/local-times';
import { Notice } from '@/components/ui/notice';
import { listAudit } from '@/lib/reports/audit-log';
import { type AuditFilter, auditQuery, readAuditFilter } from '@/lib/rules/audit-filter';
import { readCursor } from '@/lib/rules/cursor';

type Search = Record<string, string | string[] | undefined>;

const PATH = '/console/audit';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('console.audit'))('title') };
}

export default async function AuditPage({ searchParams }: { searchParams: Promise<Search> }) {
  const { agent, now } = await requireAgent('audit:read');
  const t = await getTranslations('console.audit');
  const asked = await searchParams;
  const filter = readAuditFilter(asked);
  const query = auditQuery(filter);
  return (
    <Frame agent={agent} now={now} place="audit">
      <div className="grid grid-cols-1 gap-3">
        <div className="flex flex-wrap items-center gap-3">
          <h1 className="text-lg font-semibold">{t('title')}</h1>
          <p className="text-quiet">{t('what')}</p>
          <nav aria-label={t('export')} className="ms-auto flex gap-2">
            {(['csv', 'jsonl'] as const).map((format) => (
              <LinkButton
                key={format}
                size="dense"
                href={`/api/console/audit?${new URLSearchParams({ ...Object.fromEntries(query), format })}`}
              >
                {t(`as.${format}`)}
              </LinkButton>
            ))}
          </nav>
        </div>
        <ChainNotice checkAll={asked.check === 'all'} path={PATH} now={now} />
        <AuditFilters filter={filter} path={PATH} />
        <Log filter={filter} cursor={[asked.cursor].flat()[0]} />
      </div>
      <LocalTimes />
    </Frame>
  );
}

async function Log({ filter, cursor }: { filter: AuditFilter; cursor: string | undefined }) {
  const t = await getTranslations('console.audit');
  const before = cursor === undefined ? null : readCursor(cursor);
  const query = auditQuery(filter);
  const newest = `${PATH}${query.size > 0 ? `?${query}` : ''}`;
  if (cursor !== undefined && !before) {
    return (
      <Notice tone="bad" title={t('badPage')}>
        <a href={newest} className="text-accent underline">
          {t('newest')}
        </a>
      </Notice>
    );
  }
  const { shown, nextCursor } = await listAudit(filter, before);
  if (shown.length === 0) return <EmptyState title={t('none')}>{t('noneBody')}</EmptyState>;
  return (
    <>
      <AuditTable lines={shown} path={PATH} />
      <nav className="flex gap-2">
        {before && (
          <LinkButton size="dense" href={newest}>
            {t('newest')}
          </LinkButton>
        )}
        {nextCursor && (
          <LinkButton
            size="dense"
            href={`${PATH}?${new URLSearchParams({ ...Object.fromEntries(query), cursor: nextCursor })}`}
          >
            {t('older')}
          </LinkButton>
        )}
      </nav>
    </>
  );
}

/** Whether the sealed part of the log is as it was written: of the last day with every look, of all of it when asked. */
import { getLocale, getTranslations } from 'next-intl/server';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';
import { verifyAudit } from '@/lib/reports/seal-audit';

const DAY_MS = 24 * 3600_000;

type ChainNoticeProps = { checkAll: boolean; path: string; now: Date };

export async function ChainNotice({ checkAll, path, now }: ChainNoticeProps) {
  const t = await getTranslations('console.audit.chain');
  const locale = await getLocale();
  const { intact, brokenAt, seals, unsealed, last } = await verifyAudit(
    checkAll ? {} : { since: new Date(now.getTime() - DAY_MS) },
  );
  if (brokenAt) {
    return (
      <Notice tone="bad" title={t('broken', { number: String(brokenAt.seal) })}>
        {t.rich('brokenBody', { when: () => <Time at={brokenAt.sealedAt} style="exact" locale={locale} /> })}
      </Notice>
    );
  }
  return (
    <p data-chain={intact ? 'intact' : 'broken'} className="flex flex-wrap items-center gap-x-3 text-quiet">
      <span>
        {t(checkAll ? 'all' : 'day', { count: seals })} {t('waiting', { count: unsealed })}
      </span>
      {last && (
        <span className="font-mono text-xs break-all" title={last.hash}>
          {t('last', { number: String(last.seal), hash: last.hash.slice(0, 16) })}
        </span>
      )}
      {!checkAll && (
        <a href={`${path}?check=all`} className="text-accent underline">
          {t('checkAll')}
        </a>
      )}
    </p>
  );
}

/** The postback log of an advertiser's own integrations: what arrived, and why something was turned away. No secrets. */
import type { Metadata } from 'next';
import { getLocale, getTranslations } from 'next-intl/server';
import { PortalFrame } from '@/app/advertiser/portal-frame';
import { chosenLanguage, hrefOf, one, type Query } from '@/app/advertiser/query';
import { requireContact } from '@/app/advertiser/visit';
import { LinkButton } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { EmptyState } from '@/components/ui/empty-state';
import { StatusChip } from '@/components/ui/status-chip';
import { Time } from '@/components/ui/time';
import { type AdvertiserReceipt, listAdvertiserReceipts } from '@/lib/postbacks/list-advertiser-receipts';
import { readCursor } from '@/lib/rules/cursor';

const PATH = '/advertiser/postbacks';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('advertiser.postbacks'))('title') };
}

export default async function Postbacks({ searchParams }: { searchParams: Promise<Query> }) {
  const [{ contact, visit }, query] = [await requireContact(), await searchParams];
  const t = await getTranslations('advertiser.postbacks');
  const [lang, refusedOnly] = [chosenLanguage(query), one(query, 'show') === 'refused'];
  const before = readCursor(one(query, 'after') ?? '');
  const { shown, nextCursor } = await listAdvertiserReceipts(visit.advertiserId, { refusedOnly, before });
  const show: Record<string, string> = refusedOnly ? { show: 'refused' } : {};
  return (
    <PortalFrame title={t('title')} advertiserName={visit.advertiserName} contact={contact} lang={lang}>
      <p className="max-w-prose text-quiet">{t('what')}</p>
      <Which refusedOnly={refusedOnly} lang={lang} />
      {shown.length === 0 ? (
        <EmptyState title={t('empty')}>{t('emptyWhat')}</EmptyState>
      ) : (
        <ul className="grid gap-3">
          {shown.map((receipt) => (
            <Receipt key={receipt.id} receipt={receipt} />
          ))}
        </ul>
      )}
      {nextCursor && (
        <div>
          <LinkButton href={hrefOf(PATH, lang, { ...show, after: nextCursor })}>{t('more')}</LinkButton>
        </div>
      )}
    </PortalFrame>
  );
}

async function Which({ refusedOnly, lang }: { refusedOnly: boolean; lang: string | null }) {
  const t = await getTranslations('advertiser.postbacks');
  const lists = [
    ['all', {}, !refusedOnly],
    ['refused', { show: 'refused' }, refusedOnly],
  ] as const;
  return (
    <nav aria-label={t('which')} className="flex border-b border-line">
      {lists.map(([name, said, here]) => (
        <a
          key={name}
          href={hrefOf(PATH, lang, { ...said })}
          aria-current={here ? 'page' : undefined}
          className={classNames(
            '-mb-px flex min-h-11 items-center border-b-2 px-3',
            here ? 'border-accent font-medium text-ink' : 'border-transparent text-quiet',
          )}
        >
          {t(name)}
        </a>
      ))}
    </nav>
  );
}

async function Receipt({ receipt }: { receipt: AdvertiserReceipt }) {
  const { receivedAt, integrationKey, outcome, code, transaction, clickId, taskKey, state } = receipt;
  const [t, locale] = [await getTranslations('advertiser.postbacks'), await getLocale()];
  const facts = [
    ['transaction', transaction],
    ['click', clickId],
    ['step', taskKey],
    ['state', state],
  ] as const;
  const refused = outcome === 'refused';
  return (
    <li className="grid gap-2 rounded-box border border-line bg-raised p-4">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <StatusChip tone={refused ? 'bad' : 'plain'} icon={refused ? 'cross' : 'check'}>
          {t(t.has(`outcome.${outcome}`) ? `outcome.${outcome}` : 'outcome.noted')}
        </StatusChip>
        <Time at={receivedAt} style="second" locale={locale} />
        <bdi className="text-sm break-all text-quiet">{integrationKey}</bdi>
      </p>
      {code && <p>{t(t.has(`why.${code}`) ? `why.${code}` : 'why.other')}</p>}
      <dl className="flex flex-wrap gap-x-6 gap-y-1 text-sm">
        {facts.map(([name, value]) => (
          <div key={name} className="min-w-0">
            <dt className="text-quiet">{t(name)}</dt>
            <dd className="break-all">
              <bdi>{value ?? '–'}</bdi>
            </dd>
          </div>
        ))}
      </dl>
    </li>
  );
}

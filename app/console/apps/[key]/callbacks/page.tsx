/** The live log of what a game was told about its users' rewards, and what it answered. */
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { CallbackFilters } from '@/app/console/apps/[key]/callbacks/callback-filters';
import { CallbackTable } from '@/app/console/apps/[key]/callbacks/callback-table';
import { CallbacksFrame } from '@/app/console/apps/[key]/callbacks-frame';
import { requireAgent } from '@/app/console/signed-in';
import { LiveLog } from '@/components/console/live-log';
import { LinkButton } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { LocalTimes } from '@/components/ui/local-times';
import { Notice } from '@/components/ui/notice';
import { type CallbackSetup, readCallbackSetup } from '@/lib/offers/callback-setup';
import { listCallbacksOfApp } from '@/lib/rewards/callback-log';
import { type CallbackFilter, callbackQuery, isNarrowed, readCallbackFilter } from '@/lib/rules/callback-filter';
import { FIRST_ID, readCursor, writeCursor } from '@/lib/rules/cursor';
import { can } from '@/lib/rules/permissions';

type Search = Record<string, string | string[] | undefined>;
type Props = { params: Promise<{ key: string }>; searchParams: Promise<Search> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations('console.callbacks');
  return { title: t('title', { key: decodeURIComponent((await params).key) }) };
}

export default async function CallbacksPage({ params, searchParams }: Props) {
  const { agent, now } = await requireAgent('apps:read');
  const t = await getTranslations('console.callbacks');
  const app = (await readCallbackSetup(decodeURIComponent((await params).key))) ?? notFound();
  const asked = await searchParams;
  const filter = readCallbackFilter(asked);
  const path = `/console/apps/${encodeURIComponent(app.key)}/callbacks`;
  return (
    <CallbacksFrame app={app} agent={agent} now={now} tab="log">
      {asked.done === 'resumed' && !app.pausedAt && (
        <Notice tone="ok" title={t('resumed')}>
          {t('resumedBody')}
        </Notice>
      )}
      <p className="text-quiet">{t('what')}</p>
      <CallbackFilters filter={filter} path={path} />
      <Log
        app={app}
        filter={filter}
        cursor={[asked.cursor].flat()[0]}
        path={path}
        mayReplay={can(agent.role, 'callbacks:replay')}
        now={now}
      />
    </CallbacksFrame>
  );
}

type LogProps = {
  app: CallbackSetup;
  filter: CallbackFilter;
  cursor: string | undefined;
  path: string;
  mayReplay: boolean;
  now: Date;
};

async function Log({ app, filter, cursor, path, mayReplay, now }: LogProps) {
  const t = await getTranslations('console.callbacks');
  const before = cursor === undefined ? null : readCursor(cursor);
  const query = callbackQuery(filter);
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
  const { shown, nextCursor } = await listCallbacksOfApp(app.id, filter, before);
  const first = shown[0];
  const top = writeCursor(first ? { at: first.createdAt, id: first.id } : { at: now, id: FIRST_ID });
  const seen = writeCursor({ at: now, id: FIRST_ID });
  const door = `/api${path}?${new URLSearchParams([...query, ['after', top], ['seen', seen]])}`;
  return (
    <div className="grid grid-cols-1 gap-3">
      {!before && <LiveLog door={door} words={{ on: t('live.on'), lost: t('live.lost') }} />}
      <noscript>{t('live.noscript')}</noscript>
      {shown.length === 0 ? (
        <Nothing filtered={isNarrowed(filter) || before !== null} />
      ) : (
        <>
          <CallbackTable callbacks={shown} path={path} now={now} />
          <LocalTimes key={seen} />
        </>
      )}
      <nav aria-label={t('places')} className="flex flex-wrap gap-2">
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
        {mayReplay && shown.length > 0 && (
          <LinkButton size="dense" href={`${path}/replay${query.size > 0 ? `?${query}` : ''}`}>
            {t('replaySet')}
          </LinkButton>
        )}
      </nav>
    </div>
  );
}

async function Nothing({ filtered }: { filtered: boolean }) {
  const t = await getTranslations('console.callbacks');
  return filtered ? (
    <EmptyState title={t('none')}>{t('noneBody')}</EmptyState>
  ) : (
    <EmptyState title={t('empty')}>{t('emptyBody')}</EmptyState>
  );
}

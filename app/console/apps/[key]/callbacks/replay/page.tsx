/** Replaying a filtered set: how many, what to know before, and how far it has come. */
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { CallbackFilters } from '@/app/console/apps/[key]/callbacks/callback-filters';
import { ReplayProgress } from '@/app/console/apps/[key]/callbacks/replay/replay-progress';
import { StartForm } from '@/app/console/apps/[key]/callbacks/replay/start-form';
import { CallbacksFrame } from '@/app/console/apps/[key]/callbacks-frame';
import { readFlash } from '@/app/console/flash';
import { requireAgent } from '@/app/console/signed-in';
import { Notice } from '@/components/ui/notice';
import { readCallbackSetup } from '@/lib/offers/callback-setup';
import { countReplayable, readLatestReplay } from '@/lib/rewards/replay-callbacks';
import { callbackQuery, isNarrowed, readCallbackFilter } from '@/lib/rules/callback-filter';

type Search = Record<string, string | string[] | undefined>;
type Props = { params: Promise<{ key: string }>; searchParams: Promise<Search> };

export async function generateMetadata({ params }: Pick<Props, 'params'>): Promise<Metadata> {
  const t = await getTranslations('console.callbackReplay');
  return { title: t('title', { key: decodeURIComponent((await params).key) }) };
}

export default async function ReplayPage({ params, searchParams }: Props) {
  const { agent, now } = await requireAgent('callbacks:replay');
  const t = await getTranslations('console.callbackReplay');
  const app = (await readCallbackSetup(decodeURIComponent((await params).key))) ?? notFound();
  const asked = await searchParams;
  const flash = await readFlash([asked.problem].flat()[0]);
  const filter = readCallbackFilter(flash ? flash.typed : asked);
  const latest = await readLatestReplay(app.id);
  const log = `/console/apps/${encodeURIComponent(app.key)}/callbacks`;
  const query = callbackQuery(filter);
  return (
    <CallbacksFrame app={app} agent={agent} now={now} tab="log">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <a
          href={`${log}${query.size > 0 ? `?${query}` : ''}`}
          className="inline-flex min-h-6 items-center text-accent hover:underline"
        >
          {t('back')}
        </a>
        <h2 className="text-base font-semibold">{t('heading')}</h2>
      </div>
      {flash && (
        <Notice tone="bad" title={t('problem')}>
          {flash.message}
        </Notice>
      )}
      {latest && <ReplayProgress replay={latest} app={app} log={log} now={now} />}
      {latest?.status !== 'RUNNING' && (
        <>
          <CallbackFilters filter={filter} path={`${log}/replay`} />
          <StartForm
            set={await countReplayable(app.id, filter, now)}
            query={query}
            isNarrowed={isNarrowed(filter)}
            door={`/api${log}/replay`}
          />
        </>
      )}
    </CallbacksFrame>
  );
}

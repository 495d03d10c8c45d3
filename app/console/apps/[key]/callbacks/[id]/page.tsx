/** One callback: what the game was sent, what it answered each time, what follows, and the way to tell it again. */
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getLocale, getTranslations } from 'next-intl/server';
import { AttemptList } from '@/app/console/apps/[key]/callbacks/[id]/attempt-list';
import { CallbackFacts } from '@/app/console/apps/[key]/callbacks/[id]/callback-facts';
import { ReplayForm } from '@/app/console/apps/[key]/callbacks/[id]/replay-form';
import { CallbacksFrame } from '@/app/console/apps/[key]/callbacks-frame';
import { readFlash } from '@/app/console/flash';
import { requireAgent } from '@/app/console/signed-in';
import { CallbackStatusChip } from '@/components/console/callback-status';
import { LiveLog } from '@/components/console/live-log';
import { LocalTimes } from '@/components/ui/local-times';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';
import { readCallbackSetup } from '@/lib/offers/callback-setup';
import { readCallbackOfApp } from '@/lib/rewards/read-callback';
import { LAST, writeCursor } from '@/lib/rules/cursor';
import { can } from '@/lib/rules/permissions';

/** `done`: it has just been sent for again. `problem`: it could not be. */
type Search = Partial<Record<'done' | 'problem', string | string[]>>;
type Props = { params: Promise<{ key: string; id: string }>; searchParams: Promise<Search> };

export async function generateMetadata({ params }: Pick<Props, 'params'>): Promise<Metadata> {
  return { title: (await params).id };
}

export default async function CallbackPage({ params, searchParams }: Props) {
  const { agent, now } = await requireAgent('apps:read');
  const t = await getTranslations('console.callback');
  const live = await getTranslations('console.callbacks.live');
  const locale = await getLocale();
  const { key, id } = await params;
  const app = (await readCallbackSetup(decodeURIComponent(key))) ?? notFound();
  const callback = (await readCallbackOfApp(app.id, id)) ?? notFound();
  const { done, problem } = await searchParams;
  const flash = await readFlash([problem].flat()[0]);
  const seen = writeCursor({ at: now, id: LAST.id });
  const log = `/console/apps/${encodeURIComponent(app.key)}/callbacks`;
  return (
    <CallbacksFrame app={app} agent={agent} now={now} tab="log">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <a href={log} className="inline-flex min-h-6 items-center text-accent hover:underline">
          {t('back')}
        </a>
        <h2 className="text-base font-semibold">
          {t.rich('title', { when: () => <Time at={callback.createdAt} style="exact" locale={locale} /> })}
        </h2>
        <CallbackStatusChip status={callback.status} />
      </div>
      {callback.status === 'PENDING' && (
        <LiveLog
          door={`/api${log}?${new URLSearchParams({ user: callback.user, after: seen, seen })}`}
          words={{ on: live('on'), lost: live('lost') }}
        />
      )}
      {done === 'replayed' && <Notice tone="ok" title={t('replayed')} />}
      {flash && (
        <Notice tone="bad" title={t('replayProblem')}>
          {flash.message}
        </Notice>
      )}
      <div className="grid grid-cols-1 items-start gap-3 wrap-anywhere lg:grid-cols-[1fr_2fr]">
        <div className="grid grid-cols-1 gap-3">
          <CallbackFacts callback={callback} now={now} />
          {can(agent.role, 'callbacks:replay') && callback.status !== 'CANCELLED' && (
            <ReplayForm callback={callback} door={`/api${log}/${callback.id}/replay`} />
          )}
        </div>
        <AttemptList callback={callback} />
      </div>
      <LocalTimes key={now.getTime()} />
    </CallbacksFrame>
  );
}

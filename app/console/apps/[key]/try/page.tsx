/** The simulator: what a game would be sent, really sent, and what its answer is worth under the rules of its dialect. */
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { AppFrame } from '@/app/console/apps/[key]/app-frame';
import { LastTrials } from '@/app/console/apps/[key]/try/last-trials';
import { SimulationResult } from '@/app/console/apps/[key]/try/simulation-result';
import { TrialForm } from '@/app/console/apps/[key]/try/trial-form';
import { readFlash } from '@/app/console/flash';
import { requireAgent } from '@/app/console/signed-in';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { readCallbackSetup } from '@/lib/offers/callback-setup';
import { listSimulations, readSimulation } from '@/lib/offers/read-simulation';
import { can } from '@/lib/rules/permissions';

/** `shown`: the record of what was sent. `problem`: why nothing was. `user`: whom the last one was about. */
type Search = Partial<Record<'shown' | 'problem' | 'user', string | string[]>>;
type Props = { params: Promise<{ key: string }>; searchParams: Promise<Search> };

const MOST_LISTED = 10;

export async function generateMetadata({ params }: Pick<Props, 'params'>): Promise<Metadata> {
  const t = await getTranslations('console.app.try');
  return { title: t('pageTitle', { key: decodeURIComponent((await params).key) }) };
}

export default async function SimulatorPage({ params, searchParams }: Props) {
  const { agent, now } = await requireAgent('apps:read');
  const t = await getTranslations('console.app.try');
  const app = (await readCallbackSetup(decodeURIComponent((await params).key))) ?? notFound();
  const { shown = '', problem, user = '' } = await searchParams;
  const simulation = await readSimulation(app.key, [shown].flat()[0] ?? '');
  const refused = await readFlash([problem].flat()[0]);
  const mayWrite = can(agent.role, 'apps:write');
  return (
    <AppFrame app={app} agent={agent} now={now} tab="try">
      {app.config ? (
        <div className="grid grid-cols-1 items-start gap-3 xl:grid-cols-[20rem_minmax(0,1fr)]">
          <div className="grid grid-cols-1 gap-3">
            {mayWrite ? (
              <TrialForm app={app} refused={refused} user={[user].flat()[0] ?? ''} last={simulation?.trial ?? null} />
            ) : (
              <Notice tone="info" title={t('adminsOnly')}>
                {t('adminsOnlyBody')}
              </Notice>
            )}
            <LastTrials appKey={app.key} trials={await listSimulations(app.key, MOST_LISTED)} now={now} />
          </div>
          {simulation ? (
            <SimulationResult simulation={simulation} app={app} mayWrite={mayWrite} />
          ) : (
            <EmptyState title={t('empty')}>{t('emptyBody')}</EmptyState>
          )}
        </div>
      ) : (
        <EmptyState title={t('notSetUp')}>
          <a href={`/console/apps/${encodeURIComponent(app.key)}`} className="text-accent underline">
            {t('setUp')}
          </a>
        </EmptyState>
      )}
    </AppFrame>
  );
}

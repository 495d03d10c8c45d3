/** What keeps every page of the console told of changes; for those who may read tickets. */
import { getLocale, getTranslations } from 'next-intl/server';
import { LiveCounts } from '@/components/console/live/live-counts';
import { LiveFeed } from '@/components/console/live/live-feed';
import { LiveList } from '@/components/console/live/live-list';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';
import { writeLiveCursor } from '@/lib/rules/live-cursor';
import { can } from '@/lib/rules/permissions';
import { liveCursorFor } from '@/lib/tickets/live-events';

export async function Live({ agent, now }: { agent: SignedInAgent; now: Date }) {
  if (!can(agent.role, 'tickets:read')) return null;
  const t = await getTranslations('console.live');
  const cursor = writeLiveCursor(await liveCursorFor(now));
  return (
    <>
      <LiveFeed agentId={agent.id} cursor={cursor} words={{ on: t('on'), lost: t('lost') }} />
      <LiveCounts locale={await getLocale()} />
    </>
  );
}

/** Above a list of tickets: what has come and changed since it was written. */
export async function ListNews() {
  const t = await getTranslations('console.live');
  const name = '{name}';
  const words = {
    fresh: t('fresh'),
    changed: t('changed'),
    show: t('show'),
    looking: t('looking', { name }),
    writing: t('writing', { name }),
  };
  return <LiveList words={words} />;
}

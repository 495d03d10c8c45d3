/** A queue, or what the search found. A ticket's number in the search box leads straight to it. */
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { Frame } from '@/app/console/frame';
import { ListNews } from '@/app/console/live';
import { requireAgent } from '@/app/console/signed-in';
import { QueueTable } from '@/app/console/tickets/queue-table';
import { LinkButton } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';
import { isQueue, QUEUE_TABLE, type Queue } from '@/lib/rules/queues';
import { isRefusal } from '@/lib/rules/refusal';
import { findTickets } from '@/lib/tickets/find-tickets';
import { listQueue } from '@/lib/tickets/list-queue';

type Search = { queue?: string | string[]; cursor?: string | string[]; q?: string | string[] };
type Asking = { agent: SignedInAgent; now: Date };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('console'))('title') };
}

export default async function TicketsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const asking = await requireAgent('tickets:read');
  const { queue, cursor, q } = await searchParams;
  const words = [q].flat()[0]?.trim();
  if (words) return <Results {...asking} words={words} />;
  return <QueuePage {...asking} queue={isQueue(queue) ? queue : 'open'} cursor={[cursor].flat()[0]} />;
}

async function Results({ agent, now, words }: Asking & { words: string }) {
  const found = await findTickets(words);
  if ('number' in found) redirect(`/console/tickets/${found.number}`);
  const t = await getTranslations('console.search');
  return (
    <Frame agent={agent} now={now} place={null} search={words}>
      <h1 className="mb-3 text-lg font-semibold break-all">{t('results', { words })}</h1>
      {found.rows.length > 0 ? (
        <QueueTable rows={found.rows} caption={t('results', { words })} order="opened" agent={agent} now={now} />
      ) : (
        <EmptyState title={t('none', { words })}>{t('noneBody')}</EmptyState>
      )}
    </Frame>
  );
}

async function QueuePage({ agent, now, queue, cursor }: Asking & { queue: Queue; cursor: string | undefined }) {
  const t = await getTranslations('console');
  return (
    <Frame agent={agent} now={now} place={queue}>
      <div className="mb-3 flex flex-wrap items-baseline gap-x-3">
        <h1 className="text-lg font-semibold">{t(`queue.${queue}`)}</h1>
        <p className="text-quiet">{t(`queueIs.${queue}`)}</p>
      </div>
      <ListNews />
      <QueueList agent={agent} now={now} queue={queue} cursor={cursor} />
    </Frame>
  );
}

async function QueueList({ agent, now, queue, cursor }: Asking & { queue: Queue; cursor: string | undefined }) {
  const t = await getTranslations('console');
  const page = await listQueue({ queue, agentId: agent.id, cursor }, now);
  const first = `/console/tickets?queue=${queue}`;
  if (isRefusal(page)) {
    return (
      <Notice tone="bad" title={t('table.badPage')}>
        {t('table.badPageBody')}{' '}
        <a href={first} className="text-accent underline">
          {t('table.first')}
        </a>
      </Notice>
    );
  }
  if (page.rows.length === 0 && !cursor) {
    return <EmptyState title={t(`empty.${queue}`)}>{t(queue === 'mine' ? 'empty.mineBody' : 'empty.body')}</EmptyState>;
  }
  return (
    <div className="grid grid-cols-1 gap-3">
      <QueueTable
        rows={page.rows}
        caption={t(`queue.${queue}`)}
        order={QUEUE_TABLE[queue].order}
        agent={agent}
        now={now}
      />
      <nav className="flex gap-2">
        {cursor && (
          <LinkButton size="dense" href={first}>
            {t('table.first')}
          </LinkButton>
        )}
        {page.next && (
          <LinkButton size="dense" href={`${first}&cursor=${page.next}`}>
            {t('table.next')}
          </LinkButton>
        )}
      </nav>
    </div>
  );
}

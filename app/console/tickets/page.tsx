/** A queue, or what a search found. A ticket's number in the search box leads straight to it. */
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { ClusterStrip } from '@/app/console/clusters/strip';
import { Frame } from '@/app/console/frame';
import { ListNews } from '@/app/console/live';
import { requireAgent } from '@/app/console/signed-in';
import { type ListAddress, listHref, listQuery, readListAddress } from '@/app/console/tickets/list-address';
import { ListHead } from '@/app/console/tickets/list-head';
import { QueueTable } from '@/app/console/tickets/queue-table';
import { SampleHead } from '@/app/console/tickets/sample-head';
import { SavedViews } from '@/app/console/tickets/saved-views';
import { SearchChips } from '@/app/console/tickets/search-chips';
import { BulkBar } from '@/components/console/bulk-bar';
import { Selection } from '@/components/console/selection';
import { LinkButton } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';
import { getPreferences } from '@/lib/accounts/preferences';
import { BULK_ACTIONS, bulkLine } from '@/lib/rules/bulk';
import { can } from '@/lib/rules/permissions';
import { columnsOf } from '@/lib/rules/queue-columns';
import { isRefusal } from '@/lib/rules/refusal';
import type { TicketSearch } from '@/lib/rules/ticket-search';
import { countFound } from '@/lib/tickets/count-queues';
import { readSearch } from '@/lib/tickets/find-tickets';
import { listQueue } from '@/lib/tickets/list-queue';

type Parameters = Record<string, string | string[] | undefined>;
type ListProps = { agent: SignedInAgent; now: Date; address: ListAddress; search: TicketSearch };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('console'))('title') };
}

const NOTHING: TicketSearch = { terms: [], words: [], problems: [] };

export default async function TicketsPage({ searchParams }: { searchParams: Promise<Parameters> }) {
  const { agent, now } = await requireAgent('tickets:read');
  const parameters = await searchParams;
  const address = readListAddress(parameters);
  const found = address.q ? await readSearch(address.q) : { search: NOTHING };
  if ('number' in found) redirect(`/console/tickets/${found.number}`);
  const list = { agent, now, address, search: found.search };
  return (
    <Frame agent={agent} now={now} place={address.q ? null : address.queue} search={address.q}>
      <ListHead agent={agent} address={address}>
        <SavedViews agent={agent} address={address} deleted={[parameters.deleted].flat()[0]} />
      </ListHead>
      {address.queue !== 'sample' && !address.q && <ClusterStrip />}
      {address.queue === 'sample' && <SampleHead now={now} />}
      {address.q && <SearchChips address={address} search={found.search} />}
      <ListNews />
      <List {...list} />
    </Frame>
  );
}

async function List({ agent, now, address, search }: ListProps) {
  const t = await getTranslations('console');
  const understood = search.terms.length + search.words.length > 0;
  // A search of which nothing is understood finds nothing: everything would be the wrong answer.
  if (address.q && !understood) return null;
  const asked = { ...address, agentId: agent.id, search };
  const [page, preferences] = await Promise.all([listQueue(asked, now), getPreferences(agent.id)]);
  if (isRefusal(page)) {
    return (
      <Notice tone="bad" title={t('table.badPage')}>
        {t('table.badPageBody')}{' '}
        <a href={listHref(address)} className="text-accent underline">
          {t('table.first')}
        </a>
      </Notice>
    );
  }
  if (page.rows.length === 0 && !address.cursor) return <Nothing address={address} />;
  const total = page.next || address.cursor ? await countFound(asked, now) : page.rows.length;
  return (
    <div className="grid grid-cols-1 gap-3">
      {page.capped && <Notice tone="info">{t('search.capped')}</Notice>}
      <Selection
        words={t.raw('selection')}
        total={total}
        queue={address.queue}
        q={address.q}
        sort={address.order}
        onPage={page.rows.length}
        bar={<Bar agent={agent} />}
      >
        <QueueTable
          rows={page.rows}
          caption={t(`queue.${address.queue}`)}
          columns={columnsOf(preferences.columns)}
          dense={preferences.density === 'dense'}
          order={address.order}
          checks={address.queue === 'sample'}
          agent={agent}
          now={now}
          from={listQuery(address)}
        />
      </Selection>
      <nav className="flex gap-2" aria-label={t('table.pages')}>
        {address.cursor && (
          <LinkButton size="dense" href={listHref(address)}>
            {t('table.first')}
          </LinkButton>
        )}
        {page.next && (
          <LinkButton size="dense" href={`${listHref(address)}&cursor=${page.next}`}>
            {t('table.next')}
          </LinkButton>
        )}
      </nav>
    </div>
  );
}

async function Bar({ agent }: Pick<ListProps, 'agent'>) {
  const t = await getTranslations('console.bulk');
  const actions = BULK_ACTIONS.filter((action) => can(agent.role, bulkLine(action).permission));
  if (actions.length === 0) return null;
  return (
    <BulkBar label={t('withThese')} actions={actions.map((action) => ({ action, name: t(`action.${action}`) }))} />
  );
}

async function Nothing({ address: { queue, q } }: { address: ListAddress }) {
  const t = await getTranslations('console');
  if (q) return <EmptyState title={t('search.none', { words: q })}>{t('search.noneBody')}</EmptyState>;
  const more = queue === 'mine' || queue === 'sample' || queue === 'delivery' ? queue : 'other';
  return <EmptyState title={t(`empty.${queue}`)}>{t(`emptyBody.${more}`)}</EmptyState>;
}

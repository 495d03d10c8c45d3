/** Mail that wants a person: what was put aside, what was rejected, and replies to tickets that are decided. */
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Frame } from '@/app/console/frame';
import { readAfter } from '@/app/console/list-page';
import { requireAgent } from '@/app/console/signed-in';
import { CauseChoice } from '@/app/console/suspended/cause-choice';
import { MailTable } from '@/app/console/suspended/mail-table';
import { MailToast } from '@/app/console/suspended/mail-toast';
import { PageTabs } from '@/components/console/page-tabs';
import { LinkButton } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { MAIL_LISTS, type MailFilter, mailQuery, readMailFilter } from '@/lib/rules/mail-filter';
import { can } from '@/lib/rules/permissions';
import { countToLookAt, listSuspended, MAILS_COUNTED } from '@/lib/tickets/list-suspended';

type Search = Record<string, string | string[] | undefined>;
type Props = { searchParams: Promise<Search> };

const PATH = '/console/suspended';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('console.suspended'))('title') };
}

export default async function SuspendedPage({ searchParams }: Props) {
  const { agent, now } = await requireAgent('tickets:read');
  const asked = await searchParams;
  const filter = readMailFilter(asked);
  const { shown, nextCursor } = await listSuspended(filter, await readAfter({ searchParams }));
  const t = await getTranslations('console');
  const rights = { mayHandle: can(agent.role, 'mail:handle'), pii: can(agent.role, 'pii:view') };
  return (
    <Frame agent={agent} now={now} place="suspended">
      <div className="grid grid-cols-1 gap-3">
        <div>
          <h1 className="text-lg font-semibold">{t('suspended.title')}</h1>
          <p className="max-w-prose text-quiet">{t(`suspended.about.${filter.list}`)}</p>
        </div>
        <MailToast asked={asked} from={mailQuery(filter).toString()} mayHandle={rights.mayHandle} />
        <Lists current={filter} />
        {filter.list !== 'look-at' && <CauseChoice filter={filter} path={PATH} />}
        {shown.length === 0 ? (
          <EmptyState title={t(`suspended.none.${filter.list}`)}>{t('suspended.noneBody')}</EmptyState>
        ) : (
          <MailTable mails={shown} filter={filter} now={now} {...rights} />
        )}
        {nextCursor && (
          <nav aria-label={t('table.pages')}>
            <LinkButton size="dense" href={`${PATH}?${withCursor(filter, nextCursor)}`}>
              {t('table.next')}
            </LinkButton>
          </nav>
        )}
      </div>
    </Frame>
  );
}

function withCursor(filter: MailFilter, cursor: string): URLSearchParams {
  const query = mailQuery(filter);
  query.set('after', cursor);
  return query;
}

async function Lists({ current }: { current: MailFilter }) {
  const t = await getTranslations('console.suspended');
  const waiting = await countToLookAt();
  const count = waiting >= MAILS_COUNTED ? `${MAILS_COUNTED}+` : waiting;
  const tabs = MAIL_LISTS.map((list) => ({
    href: `${PATH}?${mailQuery({ list, cause: null })}`,
    label: list === 'look-at' && waiting > 0 ? `${t(`list.${list}`)} (${count})` : t(`list.${list}`),
    isCurrent: list === current.list,
  }));
  return <PageTabs label={t('lists')} tabs={tabs} />;
}

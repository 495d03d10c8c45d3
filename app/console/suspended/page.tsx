/** Mail that came in and was put aside: who wrote, about what, and why it belongs to no ticket yet. */
import { getLocale, getTranslations } from 'next-intl/server';
import { Frame } from '@/app/console/frame';
import { type After, ListPage, readAfter } from '@/app/console/list-page';
import { requireAgent } from '@/app/console/signed-in';
import { Cell, Row } from '@/components/console/table';
import { Time } from '@/components/ui/time';
import { listSuspended } from '@/lib/tickets/list-suspended';

export default async function SuspendedPage(props: After) {
  const { agent, now } = await requireAgent('tickets:read');
  const { shown, nextCursor } = await listSuspended(await readAfter(props));
  const t = await getTranslations('console.suspended');
  const locale = await getLocale();
  const columns = (['received', 'from', 'subject', 'cause'] as const).map((key) => ({ key, label: t(key) }));
  return (
    <Frame agent={agent} now={now} place="suspended">
      <ListPage
        title={t('title')}
        path="/console/suspended"
        columns={columns}
        empty={shown.length === 0}
        next={nextCursor}
      >
        {shown.map(({ id, receivedAt, fromAddress, subject, cause }) => (
          <Row key={id}>
            <Cell className="whitespace-nowrap">
              <Time at={receivedAt} now={now} locale={locale} />
            </Cell>
            <Cell>
              <bdi>{fromAddress}</bdi>
            </Cell>
            <Cell>
              <bdi>{subject}</bdi>
            </Cell>
            <Cell>{cause}</Cell>
          </Row>
        ))}
      </ListPage>
    </Frame>
  );
}

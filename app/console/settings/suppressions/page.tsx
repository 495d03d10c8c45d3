/** Addresses that get no mail, why, and since when; clearing one offers to send what it has missed. */
import { getLocale, getTranslations } from 'next-intl/server';
import { readFlash } from '@/app/console/flash';
import { SettingsFrame } from '@/app/console/settings/settings-frame';
import { AddAddress, ClearAddress, Done } from '@/app/console/settings/suppressions/forms';
import { requireAgent } from '@/app/console/signed-in';
import { Cell, Row, Table } from '@/components/console/table';
import { Button, LinkButton } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Input } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';
import { listSuppressions, type Suppressed } from '@/lib/outbox/suppressions';
import { can } from '@/lib/rules/permissions';

type Search = Record<string, string | string[] | undefined>;

const PATH = '/console/settings/suppressions';

export default async function SuppressionsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const { agent, now } = await requireAgent('pii:view');
  const asked = await searchParams;
  const text = (name: string) => printable([asked[name]].flat()[0] ?? '');
  const flash = await readFlash(text('problem'));
  const { shown, next } = await listSuppressions(text('q'), text('after'));
  const t = await getTranslations('console');
  const mayHandle = can(agent.role, 'mail:handle');
  return (
    <SettingsFrame agent={agent} now={now} section="suppressions">
      {flash && <Notice tone="bad" title={flash.message} />}
      {!flash && (
        <Done
          done={text('done')}
          address={text('address')}
          sent={text('sent')}
          left={text('left')}
          mayHandle={mayHandle}
        />
      )}
      {mayHandle && <AddAddress typed={flash?.typed ?? {}} />}
      <form action={PATH} className="flex max-w-md gap-2">
        <Input
          dense
          type="search"
          name="q"
          defaultValue={text('q')}
          maxLength={254}
          aria-label={t('suppressions.search')}
        />
        <Button size="dense">{t('suppressions.find')}</Button>
      </form>
      {shown.length === 0 ? (
        <EmptyState title={t(text('q') ? 'suppressions.notFound' : 'suppressions.none')}>
          {t('suppressions.noneBody')}
        </EmptyState>
      ) : (
        <Addresses shown={shown} now={now} mayHandle={mayHandle} />
      )}
      {next && (
        <nav aria-label={t('table.pages')}>
          <LinkButton size="dense" href={`${PATH}?${new URLSearchParams({ q: text('q'), after: next })}`}>
            {t('table.next')}
          </LinkButton>
        </nav>
      )}
    </SettingsFrame>
  );
}

/** PostgreSQL knows no U+0000 and no half characters. */
function printable(text: string): string {
  return text.slice(0, 254).toWellFormed().replaceAll('\0', '');
}

async function Addresses({ shown, now, mayHandle }: { shown: Suppressed[]; now: Date; mayHandle: boolean }) {
  const t = await getTranslations('console.suppressions');
  const locale = await getLocale();
  const columns = ['address', 'reason', 'since', 'missed', ...(mayHandle ? ['change'] : [])] as const;
  return (
    <div id="suppressions" className="scroll-mt-4">
      <Table caption={t('caption')} columns={columns.map((key) => ({ key, label: t(`column.${key}`) }))}>
        {shown.map((entry) => (
          <Row key={entry.address}>
            <Cell className="break-all max-md:min-w-40">
              <bdi>{entry.address}</bdi>
            </Cell>
            <Cell className="min-w-48">
              <bdi className="wrap-anywhere">{entry.reason}</bdi>
              {entry.addedBy && <span className="block text-quiet">{t('addedBy', { name: entry.addedBy })}</span>}
            </Cell>
            <Cell className="whitespace-nowrap">
              <Time at={entry.createdAt} now={now} locale={locale} />
            </Cell>
            <Cell className="tabular-nums">{entry.missed}</Cell>
            {mayHandle && (
              <Cell>
                <ClearAddress address={entry.address} />
              </Cell>
            )}
          </Row>
        ))}
      </Table>
    </div>
  );
}

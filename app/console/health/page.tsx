/** What must always hold (04), asked of the database now. */
import { getLocale, getTranslations } from 'next-intl/server';
import { Frame } from '@/app/console/frame';
import { requireAgent } from '@/app/console/signed-in';
import { Cell, Row, Table } from '@/components/console/table';
import { Notice } from '@/components/ui/notice';
import { StatusChip } from '@/components/ui/status-chip';
import { Time } from '@/components/ui/time';
import { checkInvariants } from '@/lib/reports/invariants';
import { listOpenBreakers } from '@/lib/reports/read-trust';

export default async function HealthPage() {
  const { agent, now } = await requireAgent('health:read');
  const t = await getTranslations('console.health');
  const invariants = await checkInvariants();
  const broken = invariants.filter(({ count }) => count > 0).length;
  const columns = [
    { key: 'statement', label: t('statement') },
    { key: 'rows', label: t('rows'), number: true },
    { key: 'state', label: t('title') },
  ];
  return (
    <Frame agent={agent} now={now} place="health">
      <div className="grid grid-cols-1 gap-3">
        <h1 className="text-lg font-semibold">{t('title')}</h1>
        <p className="text-quiet">{t('what')}</p>
        <Notice tone={broken > 0 ? 'bad' : 'ok'} title={broken > 0 ? t('broken', { count: broken }) : t('fine')} />
        <Breakers />
        <Table caption={t('title')} columns={columns}>
          {invariants.map(({ name, count }) => (
            <Row key={name}>
              <Cell>{name}</Cell>
              <Cell number>{count}</Cell>
              <Cell>
                <StatusChip
                  tone={count > 0 ? 'bad' : 'ok'}
                  icon={count > 0 ? 'cross' : 'check'}
                  className="px-1.5 py-0"
                >
                  {t(count > 0 ? 'bad' : 'ok')}
                </StatusChip>
              </Cell>
            </Row>
          ))}
        </Table>
      </div>
    </Frame>
  );
}

/** Sources whose confirmations pay nothing by themselves until an admin has looked. */
async function Breakers() {
  const [t, locale, breakers] = [await getTranslations('console.breaker'), await getLocale(), await listOpenBreakers()];
  if (breakers.length === 0) return <Notice tone="ok" title={t('none')} />;
  return breakers.map(({ key, advertiserName, trippedAt, figures, held }) => (
    <Notice key={key} tone="bad" title={t('open', { name: advertiserName })}>
      <p>{t.rich('since', { when: () => <Time at={trippedAt} style="clock" locale={locale} /> })}</p>
      <p className="tabular-nums">{t('figures', { ...figures })}</p>
      <p>{t('held', { count: held })}</p>
      <p>
        <a
          href={`/console/integrations/${encodeURIComponent(key)}`}
          className="inline-flex min-h-6 items-center underline"
        >
          {t('look', { key })}
        </a>
      </p>
    </Notice>
  ));
}

/** The tickets beneath: those that would have gone otherwise, proved wrong, or part the policies. */
import { useLocale, useTranslations } from 'next-intl';
import { policyText } from '@/app/console/reports/dry-run/policy-text';
import { figureText } from '@/app/console/reports/figure-text';
import { Nothing, Pane } from '@/components/console/pane';
import { Cell, Row, Table } from '@/components/console/table';
import { LinkButton } from '@/components/ui/button';
import { StatusChip } from '@/components/ui/status-chip';
import { Time } from '@/components/ui/time';
import type { DryRun, DryRunRow, RulingRow } from '@/lib/reports/read-dry-run';

type RunRowsProps = { run: DryRun; rows: readonly DryRunRow[]; next: number | null };

export function RunRows({ run: { id, policies }, rows, next }: RunRowsProps) {
  const t = useTranslations('console.reports.dryRun');
  const locale = useLocale();
  const text = figureText(locale);
  const columns = [
    { key: 'ticket', label: t('ticket') },
    { key: 'offer', label: t('offer') },
    { key: 'value', label: t('value'), number: true },
    { key: 'opened', label: t('opened') },
    { key: 'happened', label: t('whatHappened') },
    ...policies.map((policy, index) => ({ key: String(index), label: policyText(policy, t, locale) })),
  ];
  return (
    <Pane id="rows" title={t('rows')}>
      {rows.length === 0 ? (
        <Nothing>{t('noRows')}</Nothing>
      ) : (
        <Table caption={t('rowsTable')} columns={columns}>
          {rows.map(({ number, offerTitle, appName, valueMicros, openedAt, happened, rulings }) => (
            <Row key={number}>
              <Cell className="whitespace-nowrap">
                <a
                  href={`/console/tickets/${number}`}
                  className="inline-flex min-h-6 items-center text-accent hover:underline"
                >
                  {number}
                </a>
              </Cell>
              <Cell>
                {offerTitle} <span className="text-quiet">{appName}</span>
              </Cell>
              <Cell number>{text.money(valueMicros)}</Cell>
              <Cell className="whitespace-nowrap">
                <Time at={openedAt} style="clock" locale={locale} />
              </Cell>
              <Cell>{t(`happened.${happened}`)}</Cell>
              {rulings.map((ruling, index) => (
                <Cell key={index}>
                  <Would ruling={ruling} />
                </Cell>
              ))}
            </Row>
          ))}
        </Table>
      )}
      <nav aria-label={t('rows')} className="flex flex-wrap items-center gap-3">
        {next !== null && (
          <LinkButton size="dense" href={`/console/reports/dry-run/${id}?after=${next}#rows`}>
            {t('next')}
          </LinkButton>
        )}
        <a
          href={`/api/console/reports/dry-run/${id}/csv`}
          download
          className="inline-flex min-h-6 items-center text-accent hover:underline"
        >
          {t('csv')}
        </a>
      </nav>
    </Pane>
  );
}

function Would({ ruling: { verdict, reason, at, contradicted } }: { ruling: RulingRow }) {
  const t = useTranslations('console.reports.dryRun');
  const locale = useLocale();
  return (
    <div className="grid gap-0.5">
      <span>
        {t(`verdict.${verdict}`)}
        {at && (
          <>
            {' · '}
            <Time at={new Date(at)} style="clock" locale={locale} />
          </>
        )}
      </span>
      <span className="text-quiet">{t(`why.${reason}`)}</span>
      {contradicted && (
        <StatusChip tone="bad" icon="warning" className="w-fit px-1.5 py-0">
          {t('proved')}
        </StatusChip>
      )}
    </div>
  );
}

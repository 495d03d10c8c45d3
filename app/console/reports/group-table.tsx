/** The same figures told apart, sorted by what is pressed; each line leads to a report of its own. */
import { useLocale, useTranslations } from 'next-intl';
import { figureText, NONE } from '@/app/console/reports/figure-text';
import { Nothing, Pane } from '@/components/console/pane';
import { Cell, Row } from '@/components/console/table';
import { classNames } from '@/components/ui/class-names';
import type { Group } from '@/lib/reports/read-report';
import { type Figures, type Rates, ratesOf } from '@/lib/rules/figures';
import { DIMENSIONS, type ReportQuery, reportParams, SORTS, type Sort } from '@/lib/rules/report-query';

const PATH = '/console/reports';
/** What comes after them is in the download. */
const MOST_SHOWN = 100;

type Column = { of: (figures: Figures, rates: Rates) => number | null; write: (text: Text, value: number) => string };
type Text = ReturnType<typeof figureText>;

const asCount: Column['write'] = (text, value) => text.count(value);
const asPart: Column['write'] = (text, value) => text.part(value);
const COLUMNS: Record<Sort, Column> = {
  opened: { of: ({ opened }) => opened, write: asCount },
  decided: { of: (_, { decided }) => decided, write: asCount },
  approval: { of: (_, { approval }) => approval, write: asPart },
  automatic: { of: (_, { automatic }) => automatic, write: asPart },
  kept: { of: (_, { kept }) => kept, write: asPart },
  ninetieth: { of: (_, { ninetiethMs }) => ninetiethMs, write: (text, value) => text.length(value) },
  overturn: { of: (_, { overturn }) => overturn, write: asPart },
  approved: { of: ({ approvedMicros }) => Number(approvedMicros), write: (text, value) => text.money(BigInt(value)) },
  denied: { of: ({ deniedMicros }) => Number(deniedMicros), write: (text, value) => text.money(BigInt(value)) },
};

/** `groups` null: they are not told apart like that. */
export function GroupTable({ groups, query }: { groups: readonly Group[] | null; query: ReportQuery }) {
  const t = useTranslations('console.reports');
  return (
    <Pane id="groups" title={t('groups.title')}>
      <nav aria-label={t('groups.by')}>
        <ul className="flex flex-wrap gap-1">
          {DIMENSIONS.map((by) => (
            <li key={by}>
              <a
                href={`${PATH}?${reportParams(query, { by })}#groups`}
                aria-current={by === query.by ? 'true' : undefined}
                className={classNames(
                  'inline-flex min-h-7 items-center rounded-chip px-2.5',
                  by === query.by ? 'bg-accent-fill font-medium text-accent' : 'text-quiet hover:bg-surface',
                )}
              >
                {t(`dimension.${by}`)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {groups === null && <Nothing>{t('notApart')}</Nothing>}
      {groups?.length === 0 && <Nothing>{t('nothing')}</Nothing>}
      {groups && groups.length > 0 && <Lines groups={groups} query={query} />}
    </Pane>
  );
}

function Lines({ groups, query }: { groups: readonly Group[]; query: ReportQuery }) {
  const t = useTranslations('console.reports');
  const text = figureText(useLocale());
  const { of } = COLUMNS[query.sort];
  const lines = groups
    .map((group) => ({ ...group, rates: ratesOf(group.figures) }))
    .toSorted(
      (one, other) =>
        (of(other.figures, other.rates) ?? -1) - (of(one.figures, one.rates) ?? -1) ||
        one.name.localeCompare(other.name),
    );
  return (
    <>
      <section
        aria-label={t('groups.table')}
        className="relative overflow-x-auto"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
      >
        <table className="w-full border-collapse text-start">
          <caption className="sr-only">{t('groups.table')}</caption>
          <thead>
            <tr className="border-b border-line text-quiet">
              <th scope="col" className="px-3 py-1.5 text-start font-medium">
                {t(`dimension.${query.by}`)}
              </th>
              {SORTS.map((sort) => (
                <th
                  key={sort}
                  scope="col"
                  aria-sort={sort === query.sort ? 'descending' : undefined}
                  className="px-3 py-1.5 text-end font-medium whitespace-nowrap"
                >
                  <a
                    href={`${PATH}?${reportParams(query, { sort })}#groups`}
                    className={classNames(
                      'inline-flex min-h-6 items-center gap-1 hover:underline',
                      sort === query.sort && 'text-ink',
                    )}
                  >
                    {t(`column.${sort}`)}
                    {sort === query.sort && <span aria-hidden="true">↓</span>}
                  </a>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.slice(0, MOST_SHOWN).map(({ key, name, figures, rates }) => (
              <Row key={key}>
                <Cell className="whitespace-nowrap">
                  <a
                    href={`${PATH}?${reportParams(query, { only: { ...query.only, [query.by]: key } })}`}
                    className="inline-flex min-h-6 items-center text-accent hover:underline"
                  >
                    {name || t('nobody')}
                  </a>
                </Cell>
                {SORTS.map((sort) => {
                  const value = sort === 'opened' && query.by === 'agent' ? null : COLUMNS[sort].of(figures, rates);
                  return (
                    <Cell key={sort} number className="whitespace-nowrap">
                      <bdi>{value === null ? NONE : COLUMNS[sort].write(text, value)}</bdi>
                    </Cell>
                  );
                })}
              </Row>
            ))}
          </tbody>
        </table>
      </section>
      {lines.length > MOST_SHOWN && (
        <p className="text-quiet">{t('groups.more', { shown: MOST_SHOWN, all: lines.length })}</p>
      )}
    </>
  );
}

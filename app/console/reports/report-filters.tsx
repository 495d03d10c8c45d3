/** Which days, and whose: links for the usual stretches, a form for the rest. */
import { getTranslations } from 'next-intl/server';
import { FilterChoice, LogFilter } from '@/components/console/log-filter';
import { classNames } from '@/components/ui/class-names';
import { Field, Input } from '@/components/ui/field';
import { readChoices } from '@/lib/reports/read-report';
import {
  DIMENSIONS,
  type Dimension,
  NOBODY,
  onlyOf,
  PERIODS,
  type Period,
  type ReportQuery,
  reportParams,
} from '@/lib/rules/report-query';

export async function ReportFilters({ query, path }: { query: ReportQuery; path: string }) {
  const t = await getTranslations('console.reports');
  const choices = await Promise.all(DIMENSIONS.map(readChoices));
  const choicesOf = (name: Dimension) => [
    ...(name === 'agent' ? [{ key: NOBODY, label: t('nobody') }] : []),
    ...choices[DIMENSIONS.indexOf(name)]!.map((choice) => ({ key: choice.key, label: choice.name })),
  ];
  const isFiltered = query.period === null || onlyOf(query).size > 0;
  return (
    <>
      <Presets query={query} path={path} />
      <LogFilter
        path={path}
        isFiltered={isFiltered}
        words={{ title: t('filter'), apply: t('apply'), clear: t('clear') }}
      >
        <input type="hidden" name="by" value={query.by} />
        <input type="hidden" name="sort" value={query.sort} />
        {(['from', 'to'] as const).map((name) => (
          <Field key={name} id={name} label={t(name)}>
            <Input dense id={name} name={name} type="date" defaultValue={query[name]} />
          </Field>
        ))}
        {DIMENSIONS.map((name) => (
          <FilterChoice
            key={name}
            name={name}
            label={t(`dimension.${name}`)}
            value={query.only[name]}
            any={t('any')}
            choices={choicesOf(name)}
          />
        ))}
      </LogFilter>
    </>
  );
}

export async function Presets({ query, path }: { query: ReportQuery; path: string }) {
  const t = await getTranslations('console.reports');
  return (
    <nav aria-label={t('period')}>
      <ul className="flex flex-wrap gap-1">
        {(Object.keys(PERIODS) as Period[]).map((period) => (
          <li key={period}>
            <a
              href={`${path}?${reportParams(query, { period })}`}
              aria-current={period === query.period ? 'page' : undefined}
              className={classNames(
                'inline-flex min-h-7 items-center rounded-chip px-2.5',
                period === query.period ? 'bg-accent-fill font-medium text-accent' : 'text-quiet hover:bg-raised',
              )}
            >
              {t('days', { count: PERIODS[period] })}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** What the log of callbacks can be narrowed to. */
import { useTranslations } from 'next-intl';
import { FilterChoice, FilterInstant, FilterText, LogFilter } from '@/components/console/log-filter';
import { CALLBACK_KINDS, CALLBACK_STATUSES, type CallbackFilter, isNarrowed } from '@/lib/rules/callback-filter';

export function CallbackFilters({ filter, path }: { filter: CallbackFilter; path: string }) {
  const t = useTranslations('console.callbacks');
  const { status, kind, user, ticket, from, to } = filter;
  const words = { title: t('filter.title'), apply: t('filter.apply'), clear: t('filter.clear') };
  const statuses = CALLBACK_STATUSES.map((key) => ({ key, label: t(`status.${key}`) }));
  const kinds = CALLBACK_KINDS.map((key) => ({ key, label: t(`kind.${key}`) }));
  const any = t('filter.any');
  return (
    <LogFilter path={path} isFiltered={isNarrowed(filter)} words={words}>
      <FilterChoice name="status" label={t('filter.status')} value={status} any={any} choices={statuses} />
      <FilterChoice name="kind" label={t('filter.kind')} value={kind} any={any} choices={kinds} />
      <FilterText name="user" label={t('filter.user')} value={user} maxLength={128} />
      <FilterText name="ticket" label={t('filter.ticket')} value={ticket} maxLength={32} />
      <FilterInstant name="from" label={t('filter.from')} value={from} />
      <FilterInstant name="to" label={t('filter.to')} value={to} />
    </LogFilter>
  );
}

/** What the audit log can be narrowed to. */
import { getTranslations } from 'next-intl/server';
import { FilterChoice, FilterInstant, FilterText, LogFilter } from '@/components/console/log-filter';
import { readAuditChoices } from '@/lib/reports/audit-log';
import { ACTOR_KINDS, type AuditFilter, auditQuery } from '@/lib/rules/audit-filter';

export async function AuditFilters({ filter, path }: { filter: AuditFilter; path: string }) {
  const t = await getTranslations('console.audit');
  const { actions, agents } = await readAuditChoices();
  const words = { title: t('filter.title'), apply: t('filter.apply'), clear: t('filter.clear') };
  const kinds = ACTOR_KINDS.map((key) => ({ key, label: t(`kind.${key}`) }));
  const people = agents.map(({ id, name }) => ({ key: id, label: name }));
  const chosen = actions.map((key) => ({ key, label: key }));
  const any = t('filter.any');
  return (
    <LogFilter path={path} isFiltered={auditQuery(filter).size > 0} words={words}>
      <FilterChoice
        name="actor"
        label={t('filter.actor')}
        value={filter.actor}
        any={any}
        choices={withChosen([...kinds, ...people], filter.actor)}
      />
      <FilterChoice
        name="action"
        label={t('filter.action')}
        value={filter.action}
        any={any}
        choices={withChosen(chosen, filter.action)}
      />
      <FilterText name="subject" label={t('filter.subject')} value={filter.subject} maxLength={200} />
      <FilterText name="ip" label={t('filter.ip')} value={filter.ip} maxLength={64} />
      <FilterText name="batch" label={t('filter.batch')} value={filter.batch} maxLength={36} />
      <FilterInstant name="from" label={t('filter.from')} value={filter.from} />
      <FilterInstant name="to" label={t('filter.to')} value={filter.to} />
    </LogFilter>
  );
}

type Choice = { key: string; label: string };

/** What came with the address stays chosen, though it is no longer (or not) among what is offered: a key, a network. */
function withChosen(choices: Choice[], value: string | null): Choice[] {
  if (value === null || choices.some(({ key }) => key === value)) return choices;
  return [...choices, { key: value, label: value }];
}

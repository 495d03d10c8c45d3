/** What the log of receipts can be narrowed to. */
import { useTranslations } from 'next-intl';
import { FilterChoice, FilterInstant, FilterText, LogFilter } from '@/components/console/log-filter';
import { isFiltered, RECEIPT_OUTCOMES, REFUSED_CODES, type ReceiptFilter } from '@/lib/rules/receipt-filter';

export function ReceiptFilters({ filter, path }: { filter: ReceiptFilter; path: string }) {
  const t = useTranslations('console.receipts');
  const { outcome, code, click, transaction, from, to } = filter;
  const words = { title: t('filter.title'), apply: t('filter.apply'), clear: t('filter.clear') };
  const outcomes = RECEIPT_OUTCOMES.map((key) => ({ key, label: t(`outcome.${key}`) }));
  const codes = REFUSED_CODES.map((key) => ({ key, label: t(`code.${key}`) }));
  const any = t('filter.any');
  return (
    <LogFilter path={path} isFiltered={isFiltered(filter)} words={words}>
      <FilterChoice name="outcome" label={t('filter.outcome')} value={outcome} any={any} choices={outcomes} />
      <FilterChoice name="code" label={t('filter.code')} value={code} any={any} choices={codes} />
      <FilterText name="click" label={t('filter.click')} value={click} maxLength={128} />
      <FilterText name="tx" label={t('filter.tx')} value={transaction} maxLength={128} />
      <FilterInstant name="from" label={t('filter.from')} value={from} />
      <FilterInstant name="to" label={t('filter.to')} value={to} />
    </LogFilter>
  );
}

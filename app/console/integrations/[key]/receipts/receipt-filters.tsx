/** The filter of the log: a form that asks with GET, so that every view has an address. Folded where there is little room. */
import { useTranslations } from 'next-intl';
import { Button, LinkButton } from '@/components/ui/button';
import { Field, Input, Select } from '@/components/ui/field';
import {
  isFiltered,
  RECEIPT_OUTCOMES,
  REFUSED_CODES,
  type ReceiptFilter,
  writeInstant,
} from '@/lib/rules/receipt-filter';

export function ReceiptFilters({ filter, path }: { filter: ReceiptFilter; path: string }) {
  const t = useTranslations('console.receipts');
  const { outcome, code, click, transaction, from, to } = filter;
  return (
    <details open={isFiltered(filter)} className="rounded-box border border-line bg-raised">
      <summary className="px-3 py-1.5 font-medium">{t('filter.title')}</summary>
      <form action={path} className="grid items-end gap-3 border-t border-line p-3 sm:grid-cols-2 lg:grid-cols-3">
        <Field id="outcome" label={t('filter.outcome')}>
          <Select dense id="outcome" name="outcome" defaultValue={outcome ?? ''}>
            <option value="">{t('filter.any')}</option>
            {RECEIPT_OUTCOMES.map((one) => (
              <option key={one} value={one}>
                {t(`outcome.${one}`)}
              </option>
            ))}
          </Select>
        </Field>
        <Field id="code" label={t('filter.code')}>
          <Select dense id="code" name="code" defaultValue={code ?? ''}>
            <option value="">{t('filter.any')}</option>
            {REFUSED_CODES.map((one) => (
              <option key={one} value={one}>
                {t(`code.${one}`)}
              </option>
            ))}
          </Select>
        </Field>
        <Field id="click" label={t('filter.click')}>
          <Input dense id="click" name="click" maxLength={128} defaultValue={click ?? ''} />
        </Field>
        <Field id="tx" label={t('filter.tx')}>
          <Input dense id="tx" name="tx" maxLength={128} defaultValue={transaction ?? ''} />
        </Field>
        <Field id="from" label={t('filter.from')}>
          <Input dense id="from" name="from" type="datetime-local" defaultValue={from ? writeInstant(from) : ''} />
        </Field>
        <Field id="to" label={t('filter.to')}>
          <Input dense id="to" name="to" type="datetime-local" defaultValue={to ? writeInstant(to) : ''} />
        </Field>
        <div className="flex flex-wrap gap-2 sm:col-span-full">
          <Button size="dense" look="primary">
            {t('filter.apply')}
          </Button>
          {isFiltered(filter) && (
            <LinkButton size="dense" href={path}>
              {t('filter.clear')}
            </LinkButton>
          )}
        </div>
      </form>
    </details>
  );
}

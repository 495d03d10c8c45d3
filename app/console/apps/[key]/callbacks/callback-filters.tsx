/** The filter of the log: a form that asks with GET, so that every view has an address. Folded where there is little room. */
import { useTranslations } from 'next-intl';
import { Button, LinkButton } from '@/components/ui/button';
import { Field, Input, Select } from '@/components/ui/field';
import { CALLBACK_KINDS, CALLBACK_STATUSES, type CallbackFilter, isNarrowed } from '@/lib/rules/callback-filter';
import { writeInstant } from '@/lib/rules/receipt-filter';

export function CallbackFilters({ filter, path }: { filter: CallbackFilter; path: string }) {
  const t = useTranslations('console.callbacks');
  const { status, kind, user, ticket, from, to } = filter;
  return (
    <details open={isNarrowed(filter)} className="rounded-box border border-line bg-raised">
      <summary className="px-3 py-1.5 font-medium">{t('filter.title')}</summary>
      <form action={path} className="grid items-end gap-3 border-t border-line p-3 sm:grid-cols-2 lg:grid-cols-3">
        <Field id="status" label={t('filter.status')}>
          <Select dense id="status" name="status" defaultValue={status ?? ''}>
            <option value="">{t('filter.any')}</option>
            {CALLBACK_STATUSES.map((one) => (
              <option key={one} value={one}>
                {t(`status.${one}`)}
              </option>
            ))}
          </Select>
        </Field>
        <Field id="kind" label={t('filter.kind')}>
          <Select dense id="kind" name="kind" defaultValue={kind ?? ''}>
            <option value="">{t('filter.any')}</option>
            {CALLBACK_KINDS.map((one) => (
              <option key={one} value={one}>
                {t(`kind.${one}`)}
              </option>
            ))}
          </Select>
        </Field>
        <Field id="user" label={t('filter.user')}>
          <Input dense id="user" name="user" maxLength={128} defaultValue={user ?? ''} />
        </Field>
        <Field id="ticket" label={t('filter.ticket')}>
          <Input dense id="ticket" name="ticket" maxLength={32} defaultValue={ticket ?? ''} />
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
          {isNarrowed(filter) && (
            <LinkButton size="dense" href={path}>
              {t('filter.clear')}
            </LinkButton>
          )}
        </div>
      </form>
    </details>
  );
}

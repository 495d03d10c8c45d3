/** Above fifty tickets the number is typed, not only clicked. */
import { useLocale, useTranslations } from 'next-intl';
import { Field, Input } from '@/components/ui/field';

export function TypedCount({ total, id = 'count' }: { total: number; id?: string }) {
  const t = useTranslations('console.bulk');
  const locale = useLocale();
  return (
    <Field id={id} label={t('type', { number: new Intl.NumberFormat(locale).format(total) })}>
      <Input
        dense
        id={id}
        name="count"
        inputMode="numeric"
        autoComplete="off"
        required
        maxLength={12}
        className="max-w-40"
      />
    </Field>
  );
}

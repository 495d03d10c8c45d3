/** What has to be said with an order: one field for each line of the table of actions. */
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { ReasonSelect } from '@/app/console/tickets/[number]/reason-select';
import { Field, Input, Select, Textarea } from '@/components/ui/field';
import { type BulkAction, type BulkField, bulkLine } from '@/lib/rules/bulk';
import { SNOOZES } from '@/lib/rules/snooze';
import { readBulkChoices } from '@/lib/tickets/bulk-read';

type FieldsProps = { action: BulkAction; typed: Record<string, string>; locale: string };

export async function BulkFields({ action, typed, locale }: FieldsProps) {
  const t = await getTranslations('console.bulk.field');
  const act = await getTranslations('console.act');
  const { fields, optional = [] } = bulkLine(action);
  const { colleagues, tags } = await readBulkChoices();
  const control = (field: BulkField): ReactNode => {
    const given = { id: field, name: field, defaultValue: typed[field] ?? '', required: !optional.includes(field) };
    switch (field) {
      case 'reason':
        return (
          <ReasonSelect outcome={action === 'deny' ? 'deny' : 'approve'} ticketLocale={locale} chosen={typed.reason} />
        );
      case 'assignee':
        return (
          <Select dense {...given} defaultValue={typed.assignee ?? 'me'}>
            <option value="me">{t('me')}</option>
            <option value="">{act('nobody')}</option>
            {colleagues.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        );
      case 'tag':
        return (
          <Select dense {...given}>
            <option value="" disabled>
              {act('chooseTag')}
            </option>
            {tags.map((tag) => (
              <option key={tag}>{tag}</option>
            ))}
          </Select>
        );
      case 'until':
        return (
          <Select dense {...given} defaultValue={typed.until ?? 'tomorrow'}>
            {[...SNOOZES, 'wake' as const].map((until) => (
              <option key={until} value={until}>
                {act(`until.${until}`)}
              </option>
            ))}
          </Select>
        );
      case 'why':
        return <Input dense {...given} maxLength={200} autoComplete="off" />;
      case 'other':
        return <Input dense {...given} maxLength={20} autoComplete="off" className="font-mono" />;
      default:
        return <Textarea dense {...given} rows={4} maxLength={2000} />;
    }
  };
  return fields.map((field) => (
    <Field
      key={field}
      id={field === 'reason' ? `${action}-reason` : field}
      label={t(optional.includes(field) && field !== 'assignee' ? `${field}Optional` : field)}
    >
      {control(field)}
    </Field>
  ));
}

/** Subject, heading and body of an e-mail, what they may name, and what is wrong with them, at its place. */
import { useTranslations } from 'next-intl';
import type { Flash } from '@/app/console/flash';
import { LetterPreview } from '@/components/console/letter-preview';
import { Button } from '@/components/ui/button';
import { describedBy, Field, Input, Textarea } from '@/components/ui/field';
import { FIELDS, LONGEST, type Field as Name, type Override, type OverrideFault } from '@/lib/emails/override';
import { namesFor, SHAPES, type WordedTemplate } from '@/lib/emails/override-shape';
import type { Language } from '@/lib/emails/template';

type WordsFormProps = {
  template: WordedTemplate;
  locale: Language;
  mayChange: boolean;
  used: Override | undefined;
  flash: Flash | null;
};

export function WordsForm({ template, locale, mayChange, used, flash }: WordsFormProps) {
  const t = useTranslations('console.emails');
  const faults = (flash?.details.faults ?? []) as OverrideFault[];
  const error = (field: Name) =>
    faults
      .filter((fault) => fault.field === field)
      .map((fault) => `${t('place', fault)} ${t(`fault.${fault.fault}`, { text: fault.text })}${hint(fault)}`)
      .join(' ') || null;
  const hint = ({ meant }: OverrideFault) => (meant ? ` ${t('meant', { name: `{{${meant}}}` })}` : '');
  const preview = `/api/console/email-templates/${template}/preview?in=${locale}`;
  const value = (field: Name) => flash?.typed[field] ?? used?.[field] ?? '';
  return (
    <form method="post" action={`/api/console/email-templates/${template}`} className="grid grid-cols-1 gap-3">
      <input type="hidden" name="locale" value={locale} />
      <p className="text-quiet">{t(template === 'ticket-denied' ? 'aboutDenial' : 'about')}</p>
      {FIELDS.map((field) => {
        const control = {
          dense: true,
          name: field,
          lang: locale,
          defaultValue: value(field),
          readOnly: !mayChange,
          maxLength: LONGEST[field],
          ...describedBy(field, { error: error(field) }),
        };
        return (
          <Field key={field} id={field} label={t(`field.${field}`)} error={error(field)}>
            {field === 'body' ? <Textarea rows={8} {...control} /> : <Input {...control} />}
          </Field>
        );
      })}
      <Names template={template} />
      <LetterPreview
        action={preview}
        words={{
          title: t('preview'),
          waiting: t('waiting'),
          failed: t('failed'),
          language: t('languages'),
          languages: { '': t(`language.${locale}`) },
        }}
      />
      {!mayChange && <p className="text-quiet">{t('readOnly')}</p>}
      <p className="flex flex-wrap gap-2">
        {mayChange && (
          <Button look="primary" size="dense">
            {t('save')}
          </Button>
        )}
        <Button size="dense" formAction={preview} formTarget="_blank" formNoValidate>
          {t('tab')}
        </Button>
      </p>
    </form>
  );
}

function Names({ template }: { template: WordedTemplate }) {
  const t = useTranslations('console.emails');
  const required: readonly string[] = SHAPES[template].required;
  return (
    <section aria-labelledby="names">
      <h3 id="names" className="font-medium">
        {t('names')}
      </h3>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1">
        {namesFor(template, 'body').map((name) => (
          <div key={name} className="contents">
            <dt>
              <code>{`{{${name}}}`}</code>
            </dt>
            <dd className="text-quiet">
              {t(`variable.${name}`)}
              {required.includes(name) && ` ${t('required')}`}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

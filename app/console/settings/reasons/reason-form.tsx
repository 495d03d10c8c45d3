/** The fields of a reason: its label for agents and its words to users, once per language. */
import { useTranslations } from 'next-intl';
import type { Flash } from '@/app/console/flash';
import { Button } from '@/components/ui/button';
import { describedBy, Field, Input, Select, Textarea } from '@/components/ui/field';
import { LONGEST_LABEL, LONGEST_REASON_WORDS, type Reason, WRITTEN_LANGUAGES } from '@/lib/rules/reasons';
import type { ReasonFaults } from '@/lib/tickets/save-reason';

type ReasonFormProps = { reason: Reason | null; flash: Flash | null };

export function ReasonForm({ reason, flash }: ReasonFormProps) {
  const t = useTranslations('console.reasons');
  const faults = (flash?.details.faults ?? {}) as ReasonFaults;
  const id = (name: string) => `${reason?.code ?? 'new'}-${name}`;
  const error = (name: string) => {
    const fault = faults[name];
    return fault ? t(`fault.${fault.fault}`, { text: 'text' in fault ? fault.text : '' }) : null;
  };
  return (
    <form
      method="post"
      action={`/api/console/reasons/${reason?.code ?? 'new'}`}
      className="mt-2 grid grid-cols-1 gap-3 sm:grid-cols-2"
    >
      <input type="hidden" name="of" value={reason?.code ?? ''} />
      {reason ? (
        <input type="hidden" name="version" value={reason.version} />
      ) : (
        <>
          <Field id={id('code')} label={t('code')} hint={t('codeHint')} error={error('code')}>
            <Input
              dense
              name="code"
              required
              maxLength={40}
              defaultValue={flash?.typed.code}
              {...describedBy(id('code'), { hint: true, error: error('code') })}
            />
          </Field>
          <Field id={id('outcome')} label={t('for')}>
            <Select dense id={id('outcome')} name="outcome" defaultValue={flash?.typed.outcome ?? 'deny'}>
              <option value="deny">{t('outcome.deny')}</option>
              <option value="approve">{t('outcome.approve')}</option>
            </Select>
          </Field>
        </>
      )}
      {WRITTEN_LANGUAGES.map((language) => (
        <div key={language} className="grid content-start gap-3">
          <Field
            id={id(`label-${language}`)}
            label={t('label', { language: t(`language.${language}`) })}
            error={error(`label-${language}`)}
          >
            <Input
              dense
              name={`label-${language}`}
              lang={language}
              required
              maxLength={LONGEST_LABEL}
              defaultValue={flash?.typed[`label-${language}`] ?? reason?.labels[language]}
              {...describedBy(id(`label-${language}`), { error: error(`label-${language}`) })}
            />
          </Field>
          <Field
            id={id(`text-${language}`)}
            label={t('text', { language: t(`language.${language}`) })}
            hint={t('textHint')}
            error={error(`text-${language}`)}
          >
            <Textarea
              dense
              name={`text-${language}`}
              lang={language}
              rows={4}
              maxLength={LONGEST_REASON_WORDS}
              defaultValue={flash?.typed[`text-${language}`] ?? reason?.texts[language]}
              {...describedBy(id(`text-${language}`), { hint: true, error: error(`text-${language}`) })}
            />
          </Field>
        </div>
      ))}
      <p>
        <Button look="primary" size="dense">
          {t('save')}
        </Button>
      </p>
    </form>
  );
}

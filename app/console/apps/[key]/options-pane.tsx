/** What is sent and how: only the options that make a difference in the chosen dialect. */
import { getTranslations } from 'next-intl/server';
import type { FormPartProps } from '@/app/console/apps/[key]/address-pane';
import { Pane } from '@/components/console/pane';
import { Checkbox, describedBy, Field, FieldError, Input, Textarea } from '@/components/ui/field';
import { dialectNamed } from '@/lib/dialects';
import { activitiesOf } from '@/lib/offers/callback-form';

export async function OptionsPane({ fields, config, faults }: FormPartProps) {
  const t = await getTranslations('console.app.options');
  const rewards = dialectNamed(config.dialect)?.rewards;
  const known = rewards?.optionsKnown ?? [];
  const errorOf = (field: string) => faults.find((fault) => fault.field === field)?.message ?? null;
  const custom = fields.custom ?? '';
  return (
    <Pane id="options-title" title={t('title')}>
      {known.length === 0 && <p className="text-quiet">{t('none')}</p>}
      {known.includes('activities') && (
        <fieldset className="grid gap-1" aria-describedby="activities-error">
          <legend className="font-medium">{t('activities')}</legend>
          {activitiesOf(config.dialect).map(([state, name]) => (
            <Checkbox
              key={name}
              name={name}
              defaultChecked={fields[name] === 'on'}
              className="min-h-7"
              label={<Choice name={t(`activity.${state}`)} what={t(`activityWhat.${state}`)} />}
            />
          ))}
          <FieldError id="activities" error={errorOf('activities')} />
        </fieldset>
      )}
      {known.includes('stateful') && (
        <Checkbox
          name="stateful"
          defaultChecked={fields.stateful === 'on'}
          className="min-h-7"
          label={<Choice name={t('stateful')} what={t('statefulWhat')} />}
        />
      )}
      {known.includes('zeroRewards') && (
        <Checkbox
          name="zero"
          defaultChecked={fields.zero === 'on'}
          className="min-h-7"
          label={<Choice name={t('zero')} what={t('zeroWhat')} />}
        />
      )}
      <div className="grid items-start gap-3 sm:grid-cols-2">
        {known.includes('holdMinutes') && (
          <Field id="hold" label={t('hold')} hint={t('holdHint')} error={errorOf('holdMinutes')}>
            <Input
              dense
              {...describedBy('hold', { hint: true, error: errorOf('holdMinutes') })}
              name="hold"
              inputMode="numeric"
              maxLength={6}
              placeholder="0"
              defaultValue={fields.hold ?? ''}
            />
          </Field>
        )}
        {known.includes('custom') && (
          <Field
            id="custom"
            label={t('custom')}
            hint={rewards?.customPrefix ? t('customHintPrefixed', { prefix: rewards.customPrefix }) : t('customHint')}
            error={errorOf('custom')}
          >
            <Textarea
              dense
              {...describedBy('custom', { hint: true, error: errorOf('custom') })}
              name="custom"
              rows={Math.min(8, custom.split('\n').length + 1)}
              maxLength={1500}
              spellCheck={false}
              dir="ltr"
              className="font-mono"
              placeholder="source = makegood"
              defaultValue={custom}
            />
          </Field>
        )}
      </div>
    </Pane>
  );
}

function Choice({ name, what }: { name: string; what: string }) {
  return (
    <>
      <span className="block">{name}</span>
      <span className="block text-quiet">{what}</span>
    </>
  );
}

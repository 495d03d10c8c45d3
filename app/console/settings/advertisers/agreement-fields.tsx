/** What is agreed with an advertiser: where letters go, who asks, what silence means, whose days count. */

import { getLocale, getTranslations } from 'next-intl/server';
import { ZoneField } from '@/components/console/zone-field';
import { Checkbox, describedBy, Field, Input, Select } from '@/components/ui/field';
import { LETTER_LOCALES } from '@/lib/rules/advertiser-form';
import { DEADLINE_POLICIES, RECHECK_RULES } from '@/lib/rules/recheck-schedule';

type FieldsProps = { values: Record<string, string>; readOnly: boolean };

export async function AgreementFields({ values, readOnly }: FieldsProps) {
  const t = await getTranslations('console.settings.advertisers');
  return (
    <fieldset disabled={readOnly} className="grid gap-3 md:grid-cols-2">
      <Address name="recheckEmail" values={values} />
      <Address name="escalationEmail" values={values} />
      <Field id="rule" label={t('who')} hint={t('whoHint')}>
        <Select dense {...describedBy('rule', { hint: true })} name="rule" defaultValue={values.rule}>
          {RECHECK_RULES.map((rule) => (
            <option key={rule} value={rule}>
              {t(`rule.${rule}`)}
            </option>
          ))}
        </Select>
      </Field>
      <Field id="policy" label={t('silence')} hint={t('silenceHint')}>
        <Select dense {...describedBy('policy', { hint: true })} name="policy" defaultValue={values.policy}>
          {DEADLINE_POLICIES.map((policy) => (
            <option key={policy} value={policy}>
              {t(`policy.${policy}`)}
            </option>
          ))}
        </Select>
      </Field>
      <ZoneField label={t('zone')} hint={t('zoneHint')} value={values.timeZone} />
      <LanguageField id="locale" label={t('language')} chosen={values.locale} />
      <Checkbox
        name="gather"
        label={t('gather')}
        defaultChecked={values.gather === 'on'}
        className="min-h-7 md:col-span-2"
      />
    </fieldset>
  );
}

async function Address({ name, values }: { name: 'recheckEmail' | 'escalationEmail'; values: Record<string, string> }) {
  const t = await getTranslations('console.settings.advertisers');
  return (
    <Field id={name} label={t(name)} hint={t(`${name}Hint`)}>
      <Input
        dense
        {...describedBy(name, { hint: true })}
        name={name}
        type="email"
        maxLength={254}
        autoComplete="off"
        defaultValue={values[name]}
      />
    </Field>
  );
}

export async function LanguageField({ id, label, chosen }: { id: string; label: string; chosen?: string }) {
  const names = new Intl.DisplayNames(await getLocale(), { type: 'language' });
  return (
    <Field id={id} label={label}>
      <Select dense {...describedBy(id, {})} name="locale" defaultValue={chosen}>
        {LETTER_LOCALES.map((locale) => (
          <option key={locale} value={locale}>
            {names.of(locale)}
          </option>
        ))}
      </Select>
    </Field>
  );
}

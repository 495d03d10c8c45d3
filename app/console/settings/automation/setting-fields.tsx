/** The fields of one setting, as its row in the table of settings says. */
import { getTranslations } from 'next-intl/server';
import { Checkbox, describedBy, Field, Input, Select } from '@/components/ui/field';
import { ROLES } from '@/lib/rules/permissions';
import { fieldsOf, type Field as Kind, type SettingKey, TIME_ZONES } from '@/lib/rules/settings';

type SettingFieldsProps = {
  setting: SettingKey;
  texts: Record<string, string>;
  /** Fields that were out of bounds. */
  out: readonly string[];
  readOnly: boolean;
};

export async function SettingFields({ setting, texts, out, readOnly }: SettingFieldsProps) {
  const t = await getTranslations('console.settings.values');
  return fieldsOf(setting).map(([name, field]) => {
    if (field.kind === 'roles') return <Roles key={name} chosen={texts[name] ?? ''} readOnly={readOnly} />;
    if (field.kind === 'zone') return <Zone key={name} chosen={texts[name] ?? ''} readOnly={readOnly} />;
    const id = `${setting}-${name}`;
    const error = out.includes(name) ? t('out', bounds(field)) : null;
    return (
      <Field
        key={name}
        id={id}
        label={t(`${setting}.${name}`)}
        hint={t(`hint.${hintOf(field)}`, bounds(field))}
        error={error}
      >
        <Input
          dense
          {...describedBy(id, { hint: true, error })}
          name={name}
          inputMode={field.kind === 'whole' ? 'numeric' : 'decimal'}
          required={!('mayBeEmpty' in field)}
          readOnly={readOnly}
          maxLength={16}
          defaultValue={texts[name]}
          className="max-w-40 tabular-nums"
        />
      </Field>
    );
  });
}

type Bounded = Exclude<Kind, { kind: 'roles' | 'zone' }>;

function bounds({ min, max }: Bounded): { min: string; max: string } {
  return { min: String(min), max: String(max) };
}

function hintOf(field: Bounded): 'whole' | 'usd' | 'usdOrEmpty' {
  if (field.kind === 'whole') return 'whole';
  return field.mayBeEmpty ? 'usdOrEmpty' : 'usd';
}

async function Roles({ chosen, readOnly }: { chosen: string; readOnly: boolean }) {
  const [t, words] = [await getTranslations('console.settings.values'), await getTranslations('console')];
  return (
    <fieldset disabled={readOnly}>
      <legend className="font-medium">{t('twoFactor.roles')}</legend>
      {ROLES.map((role) => (
        <Checkbox
          key={role}
          name="roles"
          value={role}
          defaultChecked={chosen.split(' ').includes(role)}
          className="min-h-8!"
          label={words(`role.${role}`)}
        />
      ))}
    </fieldset>
  );
}

async function Zone({ chosen, readOnly }: { chosen: string; readOnly: boolean }) {
  const t = await getTranslations('console.settings.values');
  return (
    <Field id="reports-timeZone" label={t('reports.timeZone')}>
      <Select dense id="reports-timeZone" name="timeZone" defaultValue={chosen} disabled={readOnly}>
        {TIME_ZONES.map((zone) => (
          <option key={zone}>{zone}</option>
        ))}
      </Select>
    </Field>
  );
}

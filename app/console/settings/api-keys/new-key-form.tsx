/** A new key: a name to recognise it by, what it may do, and how long it works. */
import { getTranslations } from 'next-intl/server';
import { Pane } from '@/components/console/pane';
import { Button } from '@/components/ui/button';
import { Checkbox, Field, Input, Select } from '@/components/ui/field';
import { API_SCOPES } from '@/lib/accounts/api-keys';

const DAYS = ['90', '30', '365', ''] as const;

export async function NewKeyForm({ typed }: { typed: Record<string, string> }) {
  const t = await getTranslations('console.settings.apiKeys');
  const chosen = typed.scopes?.split(' ') ?? [];
  return (
    <Pane id="new" title={t('new')}>
      <form method="post" action="/api/console/settings/api-keys" className="grid max-w-lg gap-3">
        <Field id="key-name" label={t('name')} hint={t('nameHint')}>
          <Input
            dense
            id="key-name"
            name="name"
            aria-describedby="key-name-hint"
            required
            maxLength={80}
            defaultValue={typed.name}
          />
        </Field>
        <fieldset>
          <legend className="font-medium">{t('may')}</legend>
          <div className="grid sm:grid-cols-2">
            {API_SCOPES.map((scope) => (
              <Checkbox
                key={scope}
                name="scopes"
                value={scope}
                defaultChecked={chosen.includes(scope)}
                className="min-h-8!"
                label={t(`scope.${scope.replace(':', '-')}`)}
              />
            ))}
          </div>
        </fieldset>
        <Field id="key-days" label={t('until')}>
          <Select dense id="key-days" name="days" className="max-w-48">
            {DAYS.map((days) => (
              <option key={days} value={days}>
                {days ? t('days', { count: Number(days) }) : t('forEver')}
              </option>
            ))}
          </Select>
        </Field>
        <p>
          <Button size="dense" look="primary">
            {t('make')}
          </Button>
        </p>
      </form>
    </Pane>
  );
}

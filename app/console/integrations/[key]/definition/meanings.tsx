/** Where what they say stands, and what their words mean. */
import { useTranslations } from 'next-intl';
import {
  CheckField,
  ChoiceField,
  type FormState,
  LinesField,
  TextField,
} from '@/app/console/integrations/[key]/definition/form-field';
import { Pane, Part } from '@/components/console/pane';

const NAMES = ['clickId', 'transaction', 'task', 'status', 'payout', 'reason'] as const;
const NEEDED: readonly string[] = ['clickId', 'transaction'];

export function Meanings({ state }: { state: FormState }) {
  const t = useTranslations('console.integration.definition');
  const reads = (['query', 'form', 'json'] as const).map((way) => [way, t(`reads.${way}`)] as const);
  return (
    <Pane id="meanings" title={t('meanings')}>
      <ChoiceField state={state} name="reads" label={t('readsLabel')} options={reads} />
      <Part title={t('names')}>
        <p className="mb-1 text-quiet">{t('namesHint')}</p>
        <div className="grid items-start gap-3 sm:grid-cols-2 lg:grid-cols-3">
          {NAMES.map((name) => (
            <TextField
              key={name}
              state={state}
              name={name}
              label={t(NEEDED.includes(name) ? `field.${name}` : 'optional', { name: t(`field.${name}`) })}
            />
          ))}
        </div>
      </Part>
      <LinesField
        state={state}
        name="states"
        label={t('states')}
        hint={t('statesHint')}
        rows={4}
        placeholder={'approved = COMPLETED\nhold = PENDING\nrejected = RECONCILED'}
      />
      <CheckField state={state} name="negative" label={t('negative')} />
      <div className="grid items-end gap-3 sm:grid-cols-2">
        <TextField state={state} name="testName" label={t('testName')} hint={t('testNameHint')} />
        <TextField state={state} name="testValue" label={t('testValue')} hint={t('testValueHint')} />
      </div>
    </Pane>
  );
}

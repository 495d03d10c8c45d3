/** What they hear when their postback is stored, and when it is refused. */
import { useTranslations } from 'next-intl';
import {
  ChoiceField,
  type FormState,
  LinesField,
  TextField,
} from '@/app/console/integrations/[key]/definition/form-field';
import { Pane, Part } from '@/components/console/pane';

const TYPES = [
  ['text/plain; charset=utf-8', 'text/plain'],
  ['application/json', 'application/json'],
] as const;

export function Answers({ state }: { state: FormState }) {
  const t = useTranslations('console.integration.definition');
  const own = state.fields.refusal === 'own';
  return (
    <Pane id="answers" title={t('answers')}>
      <Part title={t('whenStored')}>
        <div className="grid items-end gap-3 sm:grid-cols-2">
          <TextField state={state} name="answerStatus" label={t('status')} inputMode="numeric" maxLength={3} />
          <ChoiceField state={state} name="answerType" label={t('type')} options={TYPES} />
        </div>
        <LinesField
          state={state}
          name="answerBody"
          label={t('body')}
          hint={t('bodyHint', { names: '{outcome} {receipt} {transaction}' })}
        />
      </Part>
      <Part title={t('whenRefused')}>
        <ChoiceField
          state={state}
          name="refusal"
          label={t('refusal')}
          options={[
            ['', t('refusalOurs')],
            ['own', t('refusalOwn')],
          ]}
        />
        <div hidden={!own} className={own ? 'grid gap-3' : undefined}>
          <div className="grid items-end gap-3 sm:grid-cols-2">
            <TextField
              state={state}
              name="refusalStatus"
              label={t('status')}
              hint={t('refusalStatusHint')}
              inputMode="numeric"
              maxLength={3}
            />
            <ChoiceField state={state} name="refusalType" label={t('type')} options={TYPES} />
          </div>
          <LinesField
            state={state}
            name="refusalBody"
            label={t('body')}
            hint={t('bodyHint', { names: '{code} {message} {receipt}' })}
          />
        </div>
      </Part>
    </Pane>
  );
}

/** Protocol and addresses: the template with its macros, and below each field what is wrong with it and where. */
import { getTranslations } from 'next-intl/server';
import { FaultAt } from '@/app/console/apps/[key]/fault-at';
import { MacroTable } from '@/app/console/apps/[key]/macro-table';
import { MacroField } from '@/components/console/macro-field';
import { Pane } from '@/components/console/pane';
import { describedBy, Field, Select } from '@/components/ui/field';
import { dialectNamed, rewardDialects } from '@/lib/dialects';
import { describeMacros } from '@/lib/dialects/example-event';
import { writeMacro } from '@/lib/dialects/template';
import type { CallbackFault } from '@/lib/offers/callback-faults';
import type { CallbackFields } from '@/lib/offers/callback-form';
import type { CallbackConfig } from '@/lib/offers/callback-setup';

export type FormPartProps = { fields: CallbackFields; config: CallbackConfig; faults: readonly CallbackFault[] };

export async function AddressPane({ fields, config, faults }: FormPartProps) {
  const t = await getTranslations('console.app.address');
  const dialect = dialectNamed(config.dialect);
  const rewards = dialect?.rewards;
  const macros = dialect ? describeMacros(dialect) : [];
  const faultOf = (field: CallbackFault['field']) => faults.find((fault) => fault.field === field) ?? null;
  const [url, reversal] = [faultOf('urlTemplate'), faultOf('reversalUrlTemplate')];
  const choices = macros.map(({ written, means }) => ({ written, means }));
  return (
    <Pane id="address-title" title={t('title')}>
      <Field id="dialect" label={t('protocol')} hint={t('protocolHint')}>
        <Select dense {...describedBy('dialect', { hint: true })} name="dialect" defaultValue={config.dialect}>
          {rewardDialects().map(({ name, title }) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </Select>
      </Field>
      <Field id="url" label={t('url')} hint={t(macros.length > 0 ? 'urlHint' : 'urlHintPlain')}>
        <MacroField
          id="url"
          name="url"
          invalid={url !== null}
          value={fields.url ?? ''}
          placeholder={exampleAddress(config.dialect)}
          macros={choices}
          listLabel={t('macros')}
        />
      </Field>
      <FaultAt of="url" template={fields.url ?? ''} fault={url} />
      <Field
        id="reversal"
        label={t('reversal')}
        hint={t(rewards?.reversalNeedsOwnUrl ? 'reversalNeeded' : 'reversalHint')}
      >
        <MacroField
          id="reversal"
          name="reversal"
          invalid={reversal !== null}
          value={fields.reversal ?? ''}
          macros={choices}
          listLabel={t('macros')}
        />
      </Field>
      <FaultAt of="reversal" template={fields.reversal ?? ''} fault={reversal} />
      {macros.length > 0 && <MacroTable macros={macros} />}
    </Pane>
  );
}

/** What must stand in it, as it could look. */
function exampleAddress(dialect: string): string {
  const rewards = dialectNamed(dialect)?.rewards;
  const pairs = (rewards?.mandatoryMacros ?? []).map(
    (macro) => `${macro.toLowerCase().replace(/\W/g, '_')}=${writeMacro(macro, rewards!.brackets)}`,
  );
  return `https://game.example/callback${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`;
}

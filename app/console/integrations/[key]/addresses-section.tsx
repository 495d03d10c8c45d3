/** From where this source may call: one address or range a line, with what the network publishes as a preset. */
import { getTranslations } from 'next-intl/server';
import { Section, SectionForm, type SectionProps, typedIn } from '@/app/console/integrations/[key]/section';
import { FillButton } from '@/components/console/fill-button';
import { Button } from '@/components/ui/button';
import { describedBy, Field, Textarea } from '@/components/ui/field';
import { confirmsFor } from '@/lib/dialects';

export async function AddressesSection({ integration, mayChange, flash, done }: SectionProps) {
  const t = await getTranslations('console.integration.addresses');
  const preset = confirmsFor(integration.dialect, integration)?.setup?.allowedIpsPreset ?? [];
  const saved = integration.allowedIps.join('\n');
  return (
    <Section name="addresses" title={t('title')} done={done} what={t('what')}>
      {mayChange ? (
        <SectionForm integration={integration} section="addresses" door="addresses" flash={flash}>
          <Field id="addresses-field" label={t('label')} hint={t('hint')}>
            <Textarea
              dense
              {...describedBy('addresses-field', { hint: true })}
              name="addresses"
              rows={Math.min(12, Math.max(4, integration.allowedIps.length + 1))}
              maxLength={12_000}
              spellCheck={false}
              dir="ltr"
              className="font-mono"
              placeholder={'203.0.113.0/24\n2001:db8::/32'}
              defaultValue={typedIn(flash, 'addresses', 'addresses') ?? saved}
            />
          </Field>
          <Preset preset={preset} />
          <div>
            <Button size="dense" look="primary">
              {t('save')}
            </Button>
          </div>
        </SectionForm>
      ) : (
        <pre dir="ltr" className="font-mono text-xs/5 whitespace-pre-wrap">
          {saved || t('any')}
        </pre>
      )}
    </Section>
  );
}

/** Without a script the list can be copied by hand from the fold. */
async function Preset({ preset }: { preset: readonly string[] }) {
  const t = await getTranslations('console.integration.addresses');
  if (preset.length === 0) return <p className="text-quiet">{t('noPreset')}</p>;
  return (
    <div className="flex flex-wrap items-start gap-2">
      <FillButton into="addresses-field" text={preset.join('\n')}>
        {t('preset', { count: preset.length })}
      </FillButton>
      <details>
        <summary className="text-quiet">{t('presetList')}</summary>
        <pre dir="ltr" className="font-mono text-xs/5 whitespace-pre-wrap">
          {preset.join('\n')}
        </pre>
      </details>
    </div>
  );
}

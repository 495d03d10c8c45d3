/** On or off. Off, postbacks are refused and kept; nothing that was confirmed is taken back. */
import { getTranslations } from 'next-intl/server';
import { Section, SectionForm, type SectionProps } from '@/app/console/integrations/[key]/section';
import { Button } from '@/components/ui/button';

export async function StateSection({ integration, flash, done }: SectionProps) {
  const t = await getTranslations('console.integration.state');
  const { enabled } = integration;
  return (
    <Section name="state" title={t('title')} done={done} what={t(enabled ? 'isOn' : 'isOff')}>
      <SectionForm integration={integration} section="state" door="enabled" flash={flash}>
        <input type="hidden" name="enabled" value={enabled ? 'off' : 'on'} />
        <div>
          <Button size="dense" look={enabled ? 'danger' : 'primary'}>
            {t(enabled ? 'switchOff' : 'switchOn')}
          </Button>
        </div>
      </SectionForm>
    </Section>
  );
}

/** Their words in ours: what a status means, and which task an event is. Typed or pasted from a spreadsheet, a line each. */
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { Section, SectionForm, type SectionProps, typedIn } from '@/app/console/integrations/[key]/section';
import { Button } from '@/components/ui/button';
import { describedBy, Field, Textarea } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { writeMapLines } from '@/lib/rules/setting-lines';

type MappingProps = SectionProps & { taskKeys: readonly string[] };

export async function MappingSection({ integration, mayChange, flash, done, taskKeys }: MappingProps) {
  const t = await getTranslations('console.integration.mapping');
  const [statuses, events] = [writeMapLines(integration.statusMap), writeMapLines(integration.eventMap)];
  const strangers = [...new Set(Object.values(integration.eventMap))].filter((key) => !taskKeys.includes(key));
  return (
    <Section name="mapping" title={t('title')} done={done} what={t('what')}>
      {strangers.length > 0 && <Notice tone="wait">{t('strangers', { keys: strangers.join(', ') })}</Notice>}
      {mayChange ? (
        <SectionForm integration={integration} section="mapping" door="mapping" flash={flash}>
          <div className="grid items-end gap-4 lg:grid-cols-2">
            <MapField
              id="statuses"
              label={t('statuses')}
              hint={t('statusesHint')}
              example={'approved = COMPLETED\nhold = PENDING\nrejected = RECONCILED'}
              value={typedIn(flash, 'mapping', 'statuses') ?? statuses}
            />
            <MapField
              id="events"
              label={t('events')}
              hint={t(taskKeys.length > 0 ? 'eventsHint' : 'eventsHintNone', {
                keys: taskKeys.slice(0, 20).join(', '),
              })}
              example={'lvl_10_reached = level-10'}
              value={typedIn(flash, 'mapping', 'events') ?? events}
            />
          </div>
          <div>
            <Button size="dense" look="primary">
              {t('save')}
            </Button>
          </div>
        </SectionForm>
      ) : (
        <dl className="grid gap-3 lg:grid-cols-2">
          <MapText term={t('statuses')}>{statuses || t('nothing')}</MapText>
          <MapText term={t('events')}>{events || t('nothing')}</MapText>
        </dl>
      )}
    </Section>
  );
}

type MapFieldProps = { id: string; label: string; hint: string; example: string; value: string };

function MapField({ id, label, hint, example, value }: MapFieldProps) {
  return (
    <Field id={id} label={label} hint={hint}>
      <Textarea
        dense
        {...describedBy(id, { hint: true })}
        name={id}
        rows={Math.min(16, Math.max(5, value.split('\n').length + 1))}
        maxLength={55_000}
        spellCheck={false}
        dir="ltr"
        className="font-mono"
        placeholder={example}
        defaultValue={value}
      />
    </Field>
  );
}

function MapText({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt className="font-medium">{term}</dt>
      <dd dir="ltr" className="font-mono text-xs/5 whitespace-pre-wrap">
        {children}
      </dd>
    </div>
  );
}

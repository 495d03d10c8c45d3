/** The fields of a macro. What was typed and refused stands before what is kept. */
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { TemplateField } from '@/components/console/template-field';
import { Button, LinkButton } from '@/components/ui/button';
import { Checkbox, Field, Input, Select } from '@/components/ui/field';
import { LONGEST_NOTE } from '@/lib/rules/agent-reasons';
import { SAMPLE_VALUES } from '@/lib/rules/macro-variables';
import { MACRO_DECISIONS, MACRO_NEXT, VISIBILITIES } from '@/lib/rules/macros';
import { labelOf, type Reason } from '@/lib/rules/reasons';
import type { Macro } from '@/lib/tickets/read-macros';

type MacroFormProps = {
  macro: Macro | null;
  typed: Record<string, string> | null;
  reasons: readonly Reason[];
  tags: readonly string[];
  mayShare: boolean;
};

export function MacroForm({ macro, typed, reasons, tags, mayShare }: MacroFormProps) {
  const t = useTranslations('console.macros');
  const locale = useLocale();
  const value = (name: 'name' | 'visibility' | 'template' | 'decision' | 'reason' | 'assignee' | 'next') =>
    typed?.[name] ?? macro?.[name] ?? '';
  const chosenTags = typed?.tags === undefined ? (macro?.tags ?? []) : typed.tags.split(' ');
  const assignees = ['', 'me', 'nobody', ...(/^[0-9a-f-]{36}$/.test(value('assignee')) ? [value('assignee')] : [])];
  return (
    <form
      id="macro"
      method="post"
      action={`/api/console/macros/${macro?.id ?? 'new'}`}
      className="grid grid-cols-1 gap-4 rounded-box border border-line bg-raised p-3"
    >
      <input type="hidden" name="version" value={macro?.version ?? 0} />
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
        <Field id="name" label={t('name')}>
          <Input dense id="name" name="name" required maxLength={80} defaultValue={value('name')} />
        </Field>
        <Choice name="visibility" label={t('who')} value={value('visibility') || 'me'}>
          {VISIBILITIES.filter((who) => who === 'me' || mayShare).map((who) => (
            <option key={who} value={who}>
              {t(`visibility.${who}`)}
            </option>
          ))}
        </Choice>
        <Choice name="decision" label={t('does')} value={value('decision')}>
          <option value="">{t('decision.none')}</option>
          {MACRO_DECISIONS.map((decision) => (
            <option key={decision} value={decision}>
              {t(`decision.${decision}`)}
            </option>
          ))}
        </Choice>
        <Choice name="reason" label={t('reason')} hint={t('reasonHint')} value={value('reason')}>
          <option value="">{t('noReason')}</option>
          {(['approve', 'deny'] as const).map((outcome) => (
            <optgroup key={outcome} label={t(`decision.${outcome}`)}>
              {reasons
                .filter((reason) => reason.outcome === outcome)
                .map((reason) => (
                  <option key={reason.code} value={reason.code}>
                    {labelOf(reason, locale)}
                  </option>
                ))}
            </optgroup>
          ))}
        </Choice>
      </div>
      <Field id="template" label={t('words')} hint={t('wordsHint')}>
        <TemplateField
          id="template"
          value={value('template')}
          longest={LONGEST_NOTE}
          values={SAMPLE_VALUES}
          words={{
            preview: t('preview'),
            empty: t('previewEmpty'),
            insert: t('insert'),
            unknown: t('unknown', { text: '{text}', at: '{at}' }),
            unclosed: t('unclosed', { text: '{text}', at: '{at}' }),
          }}
        />
      </Field>
      <fieldset>
        <legend className="font-medium">{t('tags')}</legend>
        <div className="flex flex-wrap gap-x-4">
          {tags.length === 0 && <p className="text-quiet">{t('noTags')}</p>}
          {tags.map((tag) => (
            <Checkbox
              key={tag}
              name="tags"
              value={tag}
              defaultChecked={chosenTags.includes(tag)}
              label={tag}
              className="min-h-7!"
            />
          ))}
        </div>
      </fieldset>
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
        <Choice name="assignee" label={t('assign')} value={value('assignee')}>
          {assignees.map((who) => (
            <option key={who} value={who}>
              {t(`assignee.${who === '' ? 'none' : who === 'me' || who === 'nobody' ? who : 'other'}`)}
            </option>
          ))}
        </Choice>
        <Choice name="next" label={t('then')} value={value('next') || 'stay'}>
          {MACRO_NEXT.map((next) => (
            <option key={next} value={next}>
              {t(`next.${next}`)}
            </option>
          ))}
        </Choice>
      </div>
      <div className="flex gap-2">
        <Button look="primary" size="dense">
          {t('save')}
        </Button>
        <LinkButton size="dense" href="/console/settings/macros">
          {t('cancel')}
        </LinkButton>
      </div>
    </form>
  );
}

type ChoiceProps = { name: string; label: string; hint?: string; value: string; children: ReactNode };

function Choice({ name, label, hint, value, children }: ChoiceProps) {
  return (
    <Field id={name} label={label} hint={hint}>
      <Select dense id={name} name={name} defaultValue={value} aria-describedby={hint ? `${name}-hint` : undefined}>
        {children}
      </Select>
    </Field>
  );
}

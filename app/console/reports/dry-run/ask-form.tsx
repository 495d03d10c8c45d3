/** What is to be run again: a period, whose tickets, and one or two policies. What was wrong comes back with what was typed. */
import { getTranslations } from 'next-intl/server';
import type { Flash } from '@/app/console/flash';
import { Pane } from '@/components/console/pane';
import { Button } from '@/components/ui/button';
import { describedBy, Field, Input, Select } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import type { Choice } from '@/lib/reports/read-report';
import type { Policy } from '@/lib/rules/decision';
import { formatUsd } from '@/lib/rules/money';
import { addDays } from '@/lib/rules/report-query';

type AskFormProps = { flash: Flash | null; policy: Policy; today: string; apps: Choice[]; advertisers: Choice[] };

const WRONG = ['from', 'to', 'app', 'advertiser', 'limit', 'grace', 'limit2', 'grace2'] as const;
type Name = (typeof WRONG)[number];

export async function AskForm({ flash, policy, today, apps, advertisers }: AskFormProps) {
  const t = await getTranslations('console.reports.dryRun');
  const wrong = (flash?.details.fields ?? {}) as Partial<Record<Name, string>>;
  const present: Partial<Record<Name, string>> = {
    from: addDays(today, -30),
    to: addDays(today, -1),
    limit: formatUsd(policy.limitMicros),
    grace: String(Math.round(policy.graceMs / 3_600_000)),
  };
  const field = (name: Name, type: 'date' | 'text', hint = false) => {
    const error = wrong[name] === undefined ? null : t(`wrong.${name === 'to' ? 'to' : kindOf(name)}`);
    return (
      <Field key={name} id={name} label={t(`field.${name}`)} hint={hint ? t(`hint.${name}`) : undefined} error={error}>
        <Input
          dense
          name={name}
          type={type}
          inputMode={type === 'text' ? 'decimal' : undefined}
          autoComplete="off"
          maxLength={20}
          required={name !== 'limit2' && name !== 'grace2'}
          defaultValue={flash?.typed[name] ?? present[name] ?? ''}
          {...describedBy(name, { hint, error })}
        />
      </Field>
    );
  };
  const choice = (name: 'app' | 'advertiser', choices: Choice[]) => (
    <Field id={name} label={t(`field.${name}`)}>
      <Select dense id={name} name={name} defaultValue={flash?.typed[name] ?? ''}>
        <option value="">{t('all')}</option>
        {choices.map(({ key, name: label }) => (
          <option key={key} value={key}>
            {label}
          </option>
        ))}
      </Select>
    </Field>
  );
  return (
    <Pane id="ask" title={t('ask')}>
      {flash && (
        <Notice tone="bad" title={t('problem')}>
          {t(flash.code === 'conflict' ? 'underWay' : 'correct')}
        </Notice>
      )}
      <form method="post" action="/api/console/reports/dry-run" className="grid gap-3">
        <div className="grid items-end gap-3 sm:grid-cols-2 lg:grid-cols-4">
          {field('from', 'date')}
          {field('to', 'date')}
          {choice('app', apps)}
          {choice('advertiser', advertisers)}
        </div>
        <div className="grid gap-3 lg:grid-cols-2">
          <fieldset className="grid gap-3 sm:grid-cols-2">
            <legend className="mb-2 font-semibold">{t('first')}</legend>
            {field('limit', 'text', true)}
            {field('grace', 'text', true)}
          </fieldset>
          <fieldset className="grid gap-3 sm:grid-cols-2">
            <legend className="mb-2 font-semibold">{t('second')}</legend>
            {field('limit2', 'text', true)}
            {field('grace2', 'text', true)}
          </fieldset>
        </div>
        <div>
          <Button size="dense" look="primary">
            {t('start')}
          </Button>
        </div>
      </form>
    </Pane>
  );
}

function kindOf(name: Exclude<Name, 'to'>): 'day' | 'choice' | 'limit' | 'grace' {
  if (name === 'from') return 'day';
  if (name === 'app' || name === 'advertiser') return 'choice';
  return name.startsWith('limit') ? 'limit' : 'grace';
}

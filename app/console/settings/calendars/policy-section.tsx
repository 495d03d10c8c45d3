/** By when tickets have to be reviewed (R20), and what counts as an hour. */
import { getLocale, getTranslations } from 'next-intl/server';
import type { Flash } from '@/app/console/flash';
import { calendarWords } from '@/app/console/settings/calendars/calendar-words';
import { SettingsForm } from '@/components/console/settings-form';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Checkbox, describedBy, Field, Input, Select } from '@/components/ui/field';
import type { ReviewPolicy } from '@/lib/rules/review-policy';
import type { Calendar } from '@/lib/tickets/calendars';
import { MOST_HOURS } from '@/lib/tickets/set-review-policy';

type PolicyProps = { policy: ReviewPolicy; calendars: readonly Calendar[]; mayChange: boolean; flash: Flash | null };

export async function PolicySection({ policy, calendars, mayChange, flash }: PolicyProps) {
  const t = await getTranslations('console.settings.calendars.policy');
  const said = {
    target: policy.targetHours,
    breach: policy.breachHours,
    calendar: policy.calendar?.name ?? t('wallClock'),
  };
  return (
    <section id="policy">
      <Card className="grid gap-3">
        <h2 className="font-semibold">{t('title')}</h2>
        <p className="max-w-prose text-quiet">{t('what')}</p>
        {mayChange ? (
          <SettingsForm
            action="/api/console/review-clock"
            words={await calendarWords()}
            locale={await getLocale()}
            problem={flash}
          >
            <PolicyFields policy={policy} calendars={calendars} typed={flash?.typed ?? {}} />
          </SettingsForm>
        ) : (
          <p>{t('said', said)}</p>
        )}
      </Card>
    </section>
  );
}

type FieldsProps = Pick<PolicyProps, 'policy' | 'calendars'> & { typed: Record<string, string> };

async function PolicyFields({ policy, calendars, typed }: FieldsProps) {
  const t = await getTranslations('console.settings.calendars.policy');
  const hours = { type: 'number', min: 1, max: MOST_HOURS, required: true } as const;
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-3">
        <Field id="targetHours" label={t('target')}>
          <Input
            dense
            {...describedBy('targetHours', {})}
            {...hours}
            name="targetHours"
            defaultValue={typed.targetHours ?? policy.targetHours}
          />
        </Field>
        <Field id="breachHours" label={t('breach')}>
          <Input
            dense
            {...describedBy('breachHours', {})}
            {...hours}
            name="breachHours"
            defaultValue={typed.breachHours ?? policy.breachHours}
          />
        </Field>
        <Field id="calendar" label={t('calendar')}>
          <Select
            dense
            {...describedBy('calendar', {})}
            name="calendar"
            defaultValue={typed.calendar ?? policy.calendar?.id ?? ''}
          >
            <option value="">{t('wallClock')}</option>
            {calendars.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      <Checkbox
        name="pauseForUser"
        value="yes"
        defaultChecked={policy.pauseForUser}
        label={t('pauseForUser')}
        className="min-h-7"
      />
      <Checkbox name="recount" value="yes" label={t('recount')} className="min-h-7" />
      <Button size="dense" className="justify-self-start">
        {t('save')}
      </Button>
    </>
  );
}

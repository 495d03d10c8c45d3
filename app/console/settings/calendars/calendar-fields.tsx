/** The fields of a calendar: name, zone, the hours of each day, holidays. */

import { getTranslations } from 'next-intl/server';
import { weekdayNames } from '@/app/console/settings/calendars/calendar-words';
import { ZoneField } from '@/components/console/zone-field';
import { describedBy, Field, Input, Textarea } from '@/components/ui/field';
import { LONGEST_CALENDAR_NAME, WEEKDAYS } from '@/lib/rules/calendar-form';

type CalendarFieldsProps = { values: Record<string, string>; readOnly?: boolean };

export async function CalendarFields({ values, readOnly }: CalendarFieldsProps) {
  const t = await getTranslations('console.settings.calendars');
  const days = await weekdayNames();
  return (
    <div className="grid gap-4 md:grid-cols-2">
      <div className="grid content-start gap-3">
        <Field id="name" label={t('name')}>
          <Input
            dense
            {...describedBy('name', {})}
            name="name"
            required
            maxLength={LONGEST_CALENDAR_NAME}
            defaultValue={values.name}
            readOnly={readOnly}
          />
        </Field>
        <ZoneField label={t('zone')} hint={t('zoneHint')} value={values.timeZone} readOnly={readOnly} />
        <fieldset className="grid gap-1.5">
          <legend className="mb-1 font-medium">{t('hours')}</legend>
          <p className="text-quiet">{t('hoursHint')}</p>
          {WEEKDAYS.map((day) => (
            <div key={day} className="grid grid-cols-[6.5rem_minmax(0,1fr)] items-center gap-2">
              <label htmlFor={`day${day}`}>{days[day - 1]}</label>
              <Input
                dense
                id={`day${day}`}
                name={`day${day}`}
                maxLength={80}
                placeholder={t('closed')}
                defaultValue={values[`day${day}`]}
                readOnly={readOnly}
                className="tabular-nums"
              />
            </div>
          ))}
        </fieldset>
      </div>
      <div>
        <Field id="holidays" label={t('holidays')} hint={t('holidaysHint')}>
          <Textarea
            dense
            {...describedBy('holidays', { hint: true })}
            name="holidays"
            rows={16}
            defaultValue={values.holidays}
            readOnly={readOnly}
            className="font-mono"
          />
        </Field>
      </div>
    </div>
  );
}

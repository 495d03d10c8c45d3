import { useLocale, useTranslations } from 'next-intl';
import { type Door, DoorForm } from '@/components/tickets/door-form';
import { Card } from '@/components/ui/card';
import { describedBy, Field, Input, Textarea } from '@/components/ui/field';
import { SubmitButton } from '@/components/ui/submit-button';
import { Time } from '@/components/ui/time';
import { CONTEST_REASONS } from '@/lib/rules/contest-reasons';

/** R19: once, within 14 days, with a reason, in words and, where there is any, with proof. */
export function EscalateForm({ door, until }: { door: Door; until: Date }) {
  const t = useTranslations('ticket.escalate');
  const tForm = useTranslations('form');
  const locale = useLocale();
  return (
    <Card className="grid gap-3" aria-labelledby="escalate">
      <h2 id="escalate" className="font-semibold">
        {t('title')}
      </h2>
      <p className="text-quiet">{t.rich('body', { date: () => <Time at={until} style="clock" locale={locale} /> })}</p>
      <DoorForm door={door} to="escalate" encType="multipart/form-data" className="grid gap-4">
        <Reasons />
        <Field id="why" label={t('label')} hint={tForm('descriptionLimits')}>
          <Textarea
            {...describedBy('why', { hint: true })}
            name="description"
            rows={4}
            required
            minLength={20}
            maxLength={4000}
          />
        </Field>
        <Field id="contest-pictures" label={t('pictures')} hint={tForm('screenshots.hint', { count: 5 })}>
          <Input
            {...describedBy('contest-pictures', { hint: true })}
            name="screenshots"
            type="file"
            multiple
            accept="image/png,image/jpeg,image/webp"
          />
        </Field>
        <SubmitButton look="primary" busy={tForm('sending')}>
          {t('submit')}
        </SubmitButton>
      </DoorForm>
    </Card>
  );
}

function Reasons() {
  const t = useTranslations('ticket.escalate');
  return (
    <fieldset className="grid">
      <legend className="pb-1 font-medium">{t('reason')}</legend>
      {CONTEST_REASONS.map((reason) => (
        <label key={reason} className="flex min-h-11 cursor-pointer items-center gap-3">
          <input type="radio" name="reason" value={reason} required className="size-5 shrink-0" />
          <span className="min-w-0 flex-1">{t(`because.${reason}`)}</span>
        </label>
      ))}
    </fieldset>
  );
}

import { useLocale, useTranslations } from 'next-intl';
import { type Door, DoorForm } from '@/components/tickets/door-form';
import { Card } from '@/components/ui/card';
import { describedBy, Field, Textarea } from '@/components/ui/field';
import { SubmitButton } from '@/components/ui/submit-button';
import { Time } from '@/components/ui/time';

/** R19: once, within 14 days, with a reason. */
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
      <DoorForm door={door} to="escalate" className="grid gap-3">
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
        <SubmitButton look="primary" busy={tForm('sending')}>
          {t('submit')}
        </SubmitButton>
      </DoorForm>
    </Card>
  );
}

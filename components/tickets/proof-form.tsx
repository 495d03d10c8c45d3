import { useTranslations } from 'next-intl';
import { type Door, DoorForm } from '@/components/tickets/door-form';
import { describedBy, Field, Input, Textarea } from '@/components/ui/field';
import { SubmitButton } from '@/components/ui/submit-button';

/** Words, pictures or both, as long as somebody looks at the ticket. */
export function ProofForm({ door }: { door: Door }) {
  const t = useTranslations('ticket.proof');
  const tForm = useTranslations('form');
  return (
    <details className="rounded-box border border-line bg-raised">
      <summary className="min-h-11 content-center px-4 font-medium">{t('title')}</summary>
      <DoorForm door={door} to="proof" encType="multipart/form-data" className="grid gap-4 border-t border-line p-4">
        <p className="text-quiet">{t('body')}</p>
        <Field id="text" label={t('label')}>
          <Textarea {...describedBy('text', {})} name="text" rows={4} maxLength={4000} />
        </Field>
        <Field id="pictures" label={tForm('screenshots.label')} hint={tForm('screenshots.hint', { count: 5 })}>
          <Input
            {...describedBy('pictures', { hint: true })}
            name="screenshots"
            type="file"
            multiple
            accept="image/png,image/jpeg,image/webp"
          />
        </Field>
        <SubmitButton busy={tForm('sending')}>{t('submit')}</SubmitButton>
      </DoorForm>
    </details>
  );
}

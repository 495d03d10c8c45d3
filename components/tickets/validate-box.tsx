/** "Now open your mail": the code field right where the person is (R11). */
import { useTranslations } from 'next-intl';
import { type Door, DoorForm } from '@/components/tickets/door-form';
import { Card } from '@/components/ui/card';
import { Field, Input } from '@/components/ui/field';
import { Icon } from '@/components/ui/icon';
import { SubmitButton } from '@/components/ui/submit-button';

type ValidateBoxProps = { door: Door; maskedAddress: string; triesLeft: number; wrong: boolean };

export function ValidateBox({ door, maskedAddress, triesLeft, wrong }: ValidateBoxProps) {
  const t = useTranslations('ticket.mail');
  const tProblem = useTranslations('ticket.problem');
  const tForm = useTranslations('form');
  const triesNote = triesLeft > 0 ? t('tries', { count: triesLeft }) : t('noTries');
  return (
    <Card className="grid gap-4" aria-labelledby="mail">
      <h2 id="mail" className="flex items-center gap-2 text-lg font-semibold">
        <Icon name="mail" className="text-wait" />
        {t('title')}
      </h2>
      <p>{t.rich('body', { address: () => <bdi className="font-medium">{maskedAddress}</bdi> })}</p>
      <DoorForm door={door} to="code" className="grid gap-3">
        <Field id="code" label={t('code')} hint={triesLeft < 5 && triesNote} error={wrong ? tProblem('code') : null}>
          <Input
            id="code"
            name="code"
            inputMode="numeric"
            autoComplete="one-time-code"
            pattern="\s*(\d\s*){6}"
            required
            maxLength={20}
            dir="ltr"
            className="text-center text-2xl tracking-[0.3em] tabular-nums"
            aria-describedby="code-hint code-error"
            aria-invalid={wrong || undefined}
          />
        </Field>
        <SubmitButton look="primary" wide busy={tForm('sending')}>
          {t('confirm')}
        </SubmitButton>
      </DoorForm>
      <DoorForm door={door} to="resend" className="grid gap-2">
        <p className="text-sm text-quiet">
          {t('spam')} {t('resendFrom')}
        </p>
        <SubmitButton wide busy={tForm('sending')}>
          {t('resend')}
        </SubmitButton>
      </DoorForm>
    </Card>
  );
}

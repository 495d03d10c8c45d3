/**
 * The three answers to one claim. Each is a form of its own behind its word, so that the browser asks for what belongs to it
 * and no script is needed; opening it first is the second thought that an answer which pays deserves.
 */
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Field, Select, Textarea } from '@/components/ui/field';
import { SubmitButton } from '@/components/ui/submit-button';
import { NOT_ELIGIBLE_REASONS, type RecheckAnswer } from '@/lib/rules/recheck-answer';

/** `action`: the door; `hidden`: what every form brings along. */
export type AnswerDoor = { action: string; hidden: Record<string, string> };

export const LONGEST_WORDS = 2_000;

export function AnswerForms({ number, action, hidden, open }: AnswerDoor & { number: string; open?: RecheckAnswer }) {
  const t = useTranslations('advertiser.answer');
  const form = { action, hidden: { ...hidden, claim: number } };
  return (
    <fieldset className="grid gap-2">
      <legend className="pb-2 font-medium">{t('title', { number })}</legend>
      <Choice number={number} answer="eligible" label={t('eligible')} {...form}>
        <p>{t('eligibleMeans')}</p>
        <SubmitButton look="primary" busy={t('busy')}>
          {t('sayEligible')}
        </SubmitButton>
      </Choice>
      <Choice number={number} answer="not-eligible" label={t('not-eligible')} open={open === 'not-eligible'} {...form}>
        <Reason id={`reason-${number}`} />
        <Words id={`words-no-${number}`} label={t('wordsToDesk')} hint={t('wordsHint')} />
        <SubmitButton busy={t('busy')}>{t('sayNotEligible')}</SubmitButton>
      </Choice>
      <Choice number={number} answer="need-more" label={t('need-more')} open={open === 'need-more'} {...form}>
        <Words id={`words-more-${number}`} label={t('whatMore')} required />
        <SubmitButton busy={t('busy')}>{t('sayNeedMore')}</SubmitButton>
      </Choice>
    </fieldset>
  );
}

type ChoiceProps = AnswerDoor & {
  number: string;
  answer: RecheckAnswer;
  label: string;
  open?: boolean;
  children: ReactNode;
};

function Choice({ number, answer, label, open, action, hidden, children }: ChoiceProps) {
  return (
    <details name={`answer-${number}`} open={open} className="rounded-box border border-edge">
      <summary className="min-h-11 cursor-pointer content-center px-3 font-medium">{label}</summary>
      <form method="post" action={action} className="grid justify-items-start gap-3 border-t border-line p-3">
        {Object.entries({ ...hidden, answer }).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {children}
      </form>
    </details>
  );
}

function Reason({ id }: { id: string }) {
  const t = useTranslations('advertiser.answer');
  return (
    <Field id={id} label={t('reason')}>
      <Select id={id} name="reason" required defaultValue="">
        <option value="" disabled>
          {t('chooseReason')}
        </option>
        {NOT_ELIGIBLE_REASONS.map((reason) => (
          <option key={reason} value={reason}>
            {t(`reasons.${reason}`)}
          </option>
        ))}
      </Select>
    </Field>
  );
}

function Words({ id, label, hint, required }: { id: string; label: string; hint?: string; required?: boolean }) {
  return (
    <div className="w-full max-w-prose">
      <Field id={id} label={label} hint={hint}>
        <Textarea
          id={id}
          name="words"
          rows={2}
          maxLength={LONGEST_WORDS}
          required={required}
          aria-describedby={hint && `${id}-hint`}
        />
      </Field>
    </div>
  );
}

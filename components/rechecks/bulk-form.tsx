/** One answer for every claim that is chosen; the boxes stand with the claims and belong to this form by its id. */
import { useTranslations } from 'next-intl';
import { type AnswerDoor, LONGEST_WORDS } from '@/components/rechecks/answer-forms';
import { ChooseAll } from '@/components/rechecks/choose-all';
import { Checkbox, Field, Select, Textarea } from '@/components/ui/field';
import { SubmitButton } from '@/components/ui/submit-button';
import { NOT_ELIGIBLE_REASONS } from '@/lib/rules/recheck-answer';

export const BULK_FORM = 'several';

export function BulkForm({ action, hidden }: AnswerDoor) {
  const t = useTranslations('advertiser.bulk');
  const tAnswer = useTranslations('advertiser.answer');
  return (
    <details className="rounded-box border border-line bg-raised">
      <summary className="min-h-11 cursor-pointer content-center px-4 font-medium">{t('title')}</summary>
      <form id={BULK_FORM} method="post" action={action} className="grid gap-3 border-t border-line p-4">
        {Object.entries(hidden).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <p className="max-w-prose text-quiet">{t('how')}</p>
        <ChooseAll form={BULK_FORM} all={t('chooseAll')} none={t('chooseNone')} />
        <div className="grid gap-3 sm:grid-cols-2">
          <Field id="bulk-answer" label={t('answer')}>
            <Select id="bulk-answer" name="answer" required defaultValue="">
              <option value="" disabled>
                {t('chooseAnswer')}
              </option>
              <option value="eligible">{tAnswer('eligible')}</option>
              {NOT_ELIGIBLE_REASONS.map((reason) => (
                <option key={reason} value={`not-eligible:${reason}`}>
                  {`${tAnswer('not-eligible')}: ${tAnswer(`reasons.${reason}`)}`}
                </option>
              ))}
              <option value="need-more">{tAnswer('need-more')}</option>
            </Select>
          </Field>
          <Field id="bulk-words" label={t('words')}>
            <Textarea id="bulk-words" name="words" rows={2} maxLength={LONGEST_WORDS} />
          </Field>
        </div>
        <Checkbox name="sure" required label={t('sure')} />
        <div>
          <SubmitButton look="primary" busy={tAnswer('busy')}>
            {t('send')}
          </SubmitButton>
        </div>
      </form>
    </details>
  );
}

import { useLocale, useTranslations } from 'next-intl';
import { Amount } from '@/components/ui/amount';
import { Checkbox, FieldError } from '@/components/ui/field';

type Step = { key: string; name: string; rewardAmount: bigint; suggested: boolean };
type StepChoiceProps = { steps: readonly Step[]; chosen: string[] | undefined; currency: string; error?: string };

/** Which steps are missing. When only one can be, it is ticked already. */
export function StepChoice({ steps, chosen, currency, error }: StepChoiceProps) {
  const t = useTranslations('form');
  const locale = useLocale();
  const missing = steps.filter(({ suggested }) => suggested).map(({ key }) => key);
  const ticked = chosen ?? (missing.length === 1 ? missing : []);
  return (
    <fieldset id="steps" data-check="steps" aria-describedby="steps-error" className="grid">
      <legend className="pb-1 font-medium">{t('steps')}</legend>
      {steps.map(({ key, name, rewardAmount, suggested }) => (
        <Checkbox
          key={key}
          name="tasks"
          value={key}
          defaultChecked={ticked.includes(key)}
          label={
            <span className="flex flex-wrap justify-between gap-x-3">
              <span>
                <bdi>{name}</bdi>
                {!suggested && <span className="text-sm text-quiet"> · {t('stepConfirmed')}</span>}
              </span>
              <Amount amount={rewardAmount} currency={currency} locale={locale} />
            </span>
          }
        />
      ))}
      <FieldError id="steps" error={error} />
    </fieldset>
  );
}

/** The claims as a file, and the file back. The columns are explained where they are needed. */
import { useTranslations } from 'next-intl';
import type { AnswerDoor } from '@/components/rechecks/answer-forms';
import { LinkButton } from '@/components/ui/button';
import { Field, Input } from '@/components/ui/field';
import { SubmitButton } from '@/components/ui/submit-button';
import { NOT_ELIGIBLE_REASONS } from '@/lib/rules/recheck-answer';

type UploadProps = AnswerDoor & { download: string; problem: string | null };

export function UploadForm({ action, hidden, download, problem }: UploadProps) {
  const t = useTranslations('advertiser.csv');
  return (
    <details open={problem !== null} className="rounded-box border border-line bg-raised" id="csv">
      <summary className="min-h-11 cursor-pointer content-center px-4 font-medium">{t('title')}</summary>
      <div className="grid gap-4 border-t border-line p-4">
        <ol className="grid max-w-prose list-decimal gap-2 ps-6">
          <li>{t('first')}</li>
          <li>{t('second')}</li>
          <li>{t('third')}</li>
        </ol>
        <div>
          <LinkButton href={download} download>
            {t('download')}
          </LinkButton>
        </div>
        <form method="post" action={action} encType="multipart/form-data" className="grid justify-items-start gap-3">
          {Object.entries(hidden).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <Field id="file" label={t('file')} hint={t('limits')} error={problem}>
            <Input
              id="file"
              type="file"
              name="file"
              accept=".csv,.txt,text/csv,text/plain"
              required
              aria-describedby="file-hint file-error"
              aria-invalid={problem ? true : undefined}
            />
          </Field>
          <SubmitButton look="primary" busy={t('busy')}>
            {t('send')}
          </SubmitButton>
        </form>
        <details>
          <summary className="min-h-11 cursor-pointer content-center">{t('columns')}</summary>
          <dl className="grid max-w-prose gap-2">
            {(['claim', 'answer', 'reason', 'words'] as const).map((name) => (
              <div key={name}>
                <dt className="font-mono text-sm">{name}</dt>
                <dd>
                  {name === 'reason'
                    ? t('column.reason', { list: NOT_ELIGIBLE_REASONS.join(', ') })
                    : t(`column.${name}`)}
                </dd>
              </div>
            ))}
          </dl>
        </details>
      </div>
    </details>
  );
}

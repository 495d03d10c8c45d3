/** What can be sent, and about which click: a made-up one, unless an admin means a real one. */
import { getTranslations } from 'next-intl/server';
import type { Flash } from '@/app/console/flash';
import { Pane } from '@/components/console/pane';
import { Button } from '@/components/ui/button';
import { Checkbox, describedBy, Field, Input } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import type { IntegrationForConsole } from '@/lib/offers/read-integration';
import { TRIALS } from '@/lib/rules/trials';

type TrialFormProps = { integration: IntegrationForConsole; refused: Flash | null };

export async function TrialForm({ integration, refused }: TrialFormProps) {
  const t = await getTranslations('console.try');
  const typed = refused?.typed ?? {};
  return (
    <Pane id="send" title={t('send')}>
      <p className="max-w-prose text-quiet">{t('what')}</p>
      {!integration.enabled && <Notice tone="wait">{t('off')}</Notice>}
      {integration.allowedIps.length > 0 && <Notice tone="info">{t('allowList')}</Notice>}
      {refused && (
        <Notice tone="bad" title={t('notSent')}>
          {refused.message}
        </Notice>
      )}
      <form
        method="post"
        action={`/api/console/integrations/${encodeURIComponent(integration.key)}/try`}
        className="grid grid-cols-1 gap-3"
      >
        <ul className="grid gap-2">
          {TRIALS.map((trial) => (
            <li key={trial} className="grid items-center gap-x-3 gap-y-1 sm:grid-cols-[13rem_1fr]">
              <Button size="dense" name="trial" value={trial} look={trial === 'right' ? 'primary' : 'secondary'}>
                {t(`trial.${trial}`)}
              </Button>
              <span className="text-quiet">{t(`expect.${trial}`)}</span>
            </li>
          ))}
        </ul>
        <details open={Boolean(typed.click)} className="rounded-box border border-line p-3">
          <summary className="font-medium">{t('real')}</summary>
          <div className="grid gap-3 pt-3">
            <Notice tone="wait">{t('realWarning')}</Notice>
            <div className="grid gap-3 sm:grid-cols-2">
              <Field id="click" label={t('click')} hint={t('clickHint')}>
                <Input
                  dense
                  name="click"
                  maxLength={128}
                  defaultValue={typed.click ?? ''}
                  {...describedBy('click', { hint: true })}
                />
              </Field>
              <Field id="task" label={t('task')} hint={t('taskHint')}>
                <Input
                  dense
                  name="task"
                  maxLength={128}
                  defaultValue={typed.task ?? ''}
                  {...describedBy('task', { hint: true })}
                />
              </Field>
            </div>
            <Checkbox name="meant" value="yes" label={t('meant')} />
          </div>
        </details>
      </form>
    </Pane>
  );
}

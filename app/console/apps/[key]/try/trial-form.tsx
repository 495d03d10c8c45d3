/** What can be sent to the game. Each is about a user who does not exist. */
import { getTranslations } from 'next-intl/server';
import type { Flash } from '@/app/console/flash';
import { Pane } from '@/components/console/pane';
import { TrialButton } from '@/components/console/trial-button';
import { describedBy, Field, Input } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { dialectNamed } from '@/lib/dialects';
import type { CallbackSetup } from '@/lib/offers/callback-setup';
import { CALLBACK_TRIALS, type CallbackTrial } from '@/lib/rules/callback-trials';

type TrialFormProps = { app: CallbackSetup; refused: Flash | null; user: string; last: CallbackTrial | null };

export async function TrialForm({ app, refused, user, last }: TrialFormProps) {
  const t = await getTranslations('console.app.try');
  return (
    <Pane id="send" title={t('send')}>
      <p className="text-quiet">{t('what')}</p>
      {refused && (
        <Notice tone="bad" title={t('notSent')}>
          {refused.message}
        </Notice>
      )}
      <form method="post" action={`/api/console/apps/${encodeURIComponent(app.key)}/try`} className="grid gap-3">
        <ul className="grid gap-3">
          {trialsOf(app).map((trial) => (
            <li key={trial} className="grid gap-1">
              <div>
                <TrialButton name="trial" value={trial} primary={trial === (last ?? 'reward')} busy={t('busy')}>
                  {t(`trial.${trial}`)}
                </TrialButton>
              </div>
              <span className="text-quiet">{t(`expect.${trial}`)}</span>
            </li>
          ))}
        </ul>
        <Field id="user" label={t('user')} hint={t('userHint')}>
          <Input
            dense
            {...describedBy('user', { hint: true })}
            name="user"
            maxLength={105}
            autoComplete="off"
            spellCheck={false}
            className="font-mono"
            placeholder="test-user"
            defaultValue={refused?.typed.user ?? user}
          />
        </Field>
      </form>
    </Pane>
  );
}

/** What this dialect has a word for; whether the app asks for it is said when it is tried. */
function trialsOf({ config }: CallbackSetup): CallbackTrial[] {
  const rewards = config ? dialectNamed(config.dialect)?.rewards : undefined;
  const knows: Partial<Record<CallbackTrial, boolean>> = {
    forged: rewards?.proof !== null,
    held: rewards?.stateful,
    zero: rewards?.optionsKnown.includes('zeroRewards'),
    ban: rewards?.composeBan !== undefined,
  };
  return CALLBACK_TRIALS.filter((trial) => knows[trial] ?? true);
}

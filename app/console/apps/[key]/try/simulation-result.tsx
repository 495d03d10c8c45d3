/** What was sent, byte for byte; what came back; and what that means, in plain words, with what to do about it. */
import { getTranslations } from 'next-intl/server';
import { Bytes } from '@/components/console/bytes';
import { Pane, Part } from '@/components/console/pane';
import { RequestText } from '@/components/console/request-text';
import { SignedText } from '@/components/console/signed-text';
import { LinkButton } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { dialectNamed } from '@/lib/dialects';
import type { CallbackSetup } from '@/lib/offers/callback-setup';
import type { Simulation } from '@/lib/offers/read-simulation';
import type { SimulatedStep } from '@/lib/offers/simulate-callback';
import { isAsItShouldBe } from '@/lib/rules/answer-cause';

type ResultProps = { simulation: Simulation; app: CallbackSetup; mayWrite: boolean };

export async function SimulationResult({ simulation, app, mayWrite }: ResultProps) {
  const t = await getTranslations('console.app.try');
  const { trial, steps } = simulation;
  const rewards = app.config ? dialectNamed(app.config.dialect)?.rewards : undefined;
  const seconds = (rewards?.timeoutMs ?? 0) / 1000;
  const isTested = trial === 'reward' && app.testedAt !== null && steps.every(({ cause }) => cause === 'acknowledged');
  return (
    <div id="result" className="grid scroll-mt-4 grid-cols-1 gap-3">
      {isTested && !app.enabled && (
        <Notice tone="ok" title={t('mayBeOn')}>
          <p>{t('mayBeOnBody')}</p>
          {mayWrite && (
            <p className="mt-2">
              <LinkButton size="dense" look="primary" href={`/console/apps/${encodeURIComponent(app.key)}#state`}>
                {t('toSwitch')}
              </LinkButton>
            </p>
          )}
        </Notice>
      )}
      {steps.map((step, at) => (
        <Step key={at} step={step} number={at + 1} of={steps.length} seconds={seconds} trial={trial} />
      ))}
    </div>
  );
}

type StepProps = {
  step: SimulatedStep;
  number: number;
  of: number;
  seconds: number;
  trial: Simulation['trial'];
};

async function Step({ step, number, of, seconds, trial }: StepProps) {
  const t = await getTranslations('console.app.try');
  const title = of > 1 ? t('step', { number, says: t(`says.${step.says}`) }) : t(`trial.${trial}`);
  return (
    <Pane id={`step-${number}`} title={title}>
      <Verdict step={step} seconds={seconds} />
      <div className="grid grid-cols-1 items-start gap-3 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="grid grid-cols-1 gap-3">
          <Part title={t('request')}>
            <RequestText request={step.request} label={`${title}: ${t('request')}`} />
          </Part>
          <Part title={t('signed')}>
            {step.signed === '' ? (
              <p>{t('signedNothing')}</p>
            ) : (
              <SignedText
                signed={step.signed}
                request={{ ...step.request, headers: Object.fromEntries(step.request.headers) }}
              />
            )}
          </Part>
        </div>
        <Part title={t('answer')}>
          <p className="flex flex-wrap gap-x-4 tabular-nums">
            <span>{step.status === null ? t('noAnswer') : t('status', { status: step.status })}</span>
            <span>{t('time', { ms: step.durationMs })}</span>
          </p>
          {step.status !== null &&
            (step.answer === '' ? (
              <p className="text-quiet">{t('emptyAnswer')}</p>
            ) : (
              <section
                dir="ltr"
                aria-label={`${title}: ${t('answer')}`}
                // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
                tabIndex={0}
                className="max-h-80 overflow-auto rounded-chip border border-line bg-surface p-2"
              >
                <Bytes text={step.answer} />
              </section>
            ))}
        </Part>
      </div>
    </Pane>
  );
}

async function Verdict({ step: { cause, verdict, reason, says }, seconds }: Pick<StepProps, 'step' | 'seconds'>) {
  const t = await getTranslations('console.app.try');
  const tone = isAsItShouldBe(cause) ? 'ok' : verdict === 'retry' ? 'wait' : 'bad';
  return (
    <Notice tone={tone} title={t(`cause.${cause}`, { seconds })}>
      <p>{t(`todo.${cause}`, { seconds, says })}</p>
      {reason !== null && (
        <p className="mt-1 text-quiet">
          {t('reason')} <bdi lang="en">{reason}</bdi>
        </p>
      )}
    </Notice>
  );
}

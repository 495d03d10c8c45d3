/** What a game would receive: examples with made-up values, signed with nobody's secret, and the rules that its answer is read by. */
import { getTranslations } from 'next-intl/server';
import { Pane, Part } from '@/components/console/pane';
import { RequestText } from '@/components/console/request-text';
import { SignedText } from '@/components/console/signed-text';
import { Notice } from '@/components/ui/notice';
import { dialectNamed } from '@/lib/dialects';
import { exampleEvent } from '@/lib/dialects/example-event';
import type { RewardKind, Rewards } from '@/lib/dialects/rewards';
import { whyNotTold } from '@/lib/dialects/tells';
import type { CallbackFault } from '@/lib/offers/callback-faults';
import type { CallbackConfig, CallbackSetup } from '@/lib/offers/callback-setup';

type PreviewProps = {
  app: CallbackSetup;
  config: CallbackConfig;
  faults: readonly CallbackFault[];
  now: Date;
};

const EXAMPLES = ['REWARD', 'REVERSAL', 'PENDING', 'ACTIVITY'] as const;
const NOBODYS_SECRET = 'an-example-and-nobodys-secret';

export async function PreviewPane({ app, config, faults, now }: PreviewProps) {
  const t = await getTranslations('console.app.preview');
  const rewards = dialectNamed(config.dialect)?.rewards;
  return (
    <Pane id="preview" title={t('title')}>
      {faults.length > 0 && <Notice tone="bad">{t('faults', { count: faults.length })}</Notice>}
      {rewards && faults.length === 0 && config.urlTemplate !== '' && (
        <>
          <p className="text-quiet">{t('illustrative')}</p>
          {EXAMPLES.map((kind) => (
            <Example key={kind} kind={kind} app={app} config={config} rewards={rewards} now={now} />
          ))}
        </>
      )}
      {rewards && <Rules rewards={rewards} />}
    </Pane>
  );
}

type ExampleProps = Omit<PreviewProps, 'faults'> & { kind: RewardKind; rewards: Rewards };

async function Example({ kind, app, config, rewards, now }: ExampleProps) {
  const t = await getTranslations('console.app.preview');
  const why = whyNotTold(kind, rewards, config);
  if (why !== null) {
    return (
      <Part title={t(`kind.${kind}`)}>
        <p className="text-quiet">
          {t('notSent')} <bdi lang="en">{why}</bdi>.
        </p>
      </Part>
    );
  }
  const { name, key, currencyName } = app;
  const event = exampleEvent(kind, { appKey: key, appName: name, currencyName, grantedAt: now });
  const urlTemplate = kind === 'REVERSAL' ? (config.reversalUrlTemplate ?? config.urlTemplate) : config.urlTemplate;
  const request = rewards.compose(event, { urlTemplate, secret: NOBODYS_SECRET, options: config.options }, now);
  return (
    <Part title={t(`kind.${kind}`)}>
      <RequestText request={{ ...request, headers: Object.entries(request.headers) }} label={t(`kind.${kind}`)} />
      {kind === 'REWARD' && request.signed !== '' && (
        <details>
          <summary className="text-quiet">{t('signed')}</summary>
          <div className="mt-1">
            <SignedText signed={request.signed} request={request} />
          </div>
        </details>
      )}
    </Part>
  );
}

const HOUR_MS = 3600_000;

async function Rules({ rewards }: { rewards: Rewards }) {
  const t = await getTranslations('console.app.preview');
  const { timeoutMs, waits, finalStatuses, acknowledged } = rewards;
  const empty = acknowledged({ status: 200, body: '' }, exampleEvent('REWARD'));
  const hours = Math.round(waits.reduce((sum, wait) => sum + wait, 0) / HOUR_MS);
  return (
    <Part title={t('rules')}>
      <ul className="grid list-disc gap-1 ps-5">
        <li>
          {empty.verdict === 'acknowledged'
            ? t('yesIsStatus')
            : t.rich('yesIsWords', { reason: () => <bdi lang="en">{empty.reason}</bdi> })}
        </li>
        <li>{t('timeout', { seconds: timeoutMs / 1000 })}</li>
        <li>{t('retries', { attempts: waits.length + 1, hours })}</li>
        {finalStatuses.length > 0 && <li>{t('final', { statuses: finalStatuses.join(', ') })}</li>}
      </ul>
    </Part>
  );
}

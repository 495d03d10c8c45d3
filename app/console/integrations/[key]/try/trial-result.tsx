/** What was sent, what was answered, and what became of it, request by request. */
import { getTranslations } from 'next-intl/server';
import { Bytes } from '@/components/console/bytes';
import { Pane } from '@/components/console/pane';
import { ReceiptOutcomeChip } from '@/components/console/receipt-outcome';
import { LinkButton } from '@/components/ui/button';
import type { ReceiptForConsole } from '@/lib/postbacks/read-receipt';
import type { Tried } from '@/lib/postbacks/try-integration';

type Step = Tried & { came: ReceiptForConsole | null };

export async function TrialResult({ integrationKey, steps }: { integrationKey: string; steps: Step[] }) {
  const t = await getTranslations('console.try');
  return (
    <Pane id="result" title={t('result')}>
      <ol className="grid grid-cols-1 gap-4">
        {steps.map((step, index) => (
          <li
            key={step.receipt ?? index}
            className="grid grid-cols-1 gap-2 border-b border-line pb-3 last:border-0 last:pb-0"
          >
            <p className="flex flex-wrap items-center gap-3">
              {steps.length > 1 && <span className="font-medium">{t('step', { number: index + 1 })}</span>}
              {step.outcome && <ReceiptOutcomeChip outcome={step.outcome} code={step.code} />}
              {step.receipt && (
                <LinkButton size="dense" href={`/console/integrations/${integrationKey}/receipts/${step.receipt}`}>
                  {t('why')}
                </LinkButton>
              )}
            </p>
            <Facts step={step} />
          </li>
        ))}
      </ol>
    </Pane>
  );
}

async function Facts({ step: { came, status, answer } }: { step: Step }) {
  const t = await getTranslations('console.try');
  return (
    <dl className="grid gap-x-3 gap-y-1 sm:grid-cols-[auto_1fr]">
      {came && (
        <>
          <dt className="text-quiet">{t('request')}</dt>
          <dd className="grid">
            <span>
              <span className="font-mono text-xs font-semibold">{came.method}</span>{' '}
              <Bytes text={`${came.url}${came.shown.query && `?${came.shown.query}`}`} />
            </span>
            {came.shown.body !== '' && <Bytes text={came.shown.body} />}
          </dd>
        </>
      )}
      <dt className="text-quiet">{t('answer')}</dt>
      <dd>
        {status === null ? (
          t('noAnswer')
        ) : (
          <span className="font-mono text-xs font-semibold tabular-nums">{status}</span>
        )}{' '}
        <Bytes text={answer} />
      </dd>
    </dl>
  );
}

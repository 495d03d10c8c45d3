/** The definition at work: an example as they would send it, what of it is signed, how far that can be believed. */
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { idOf } from '@/app/console/integrations/[key]/definition/form-field';
import { TrustChip } from '@/app/console/integrations/[key]/trust-chip';
import { Bytes } from '@/components/console/bytes';
import { Pane, Part } from '@/components/console/pane';
import { SignedText } from '@/components/console/signed-text';
import { Notice } from '@/components/ui/notice';
import { confirmsFor } from '@/lib/dialects';
import type { CustomDefinition, DefinitionFault } from '@/lib/dialects/custom-definition';
import { fieldOf } from '@/lib/dialects/definition-field-of';
import { type Confirms, type SampleContent, type SampleRequest, SECRET_PLACE } from '@/lib/dialects/dialect';
import { toPostbackRequest } from '@/lib/dialects/sample';
import { trustOf } from '@/lib/dialects/trust';
import type { IntegrationForConsole } from '@/lib/offers/read-integration';

/** Signed with nobody's secret. */
const EXAMPLE: SampleContent = {
  transaction: 'tx-1001',
  clickId: 'click-1001',
  taskKey: 'level-10',
  state: 'COMPLETED',
  payoutUsd: '3.50',
  reason: null,
};

type PreviewProps = {
  definition: CustomDefinition | null;
  faults: readonly DefinitionFault[];
  integration: IntegrationForConsole;
  now: Date;
};

export function Preview({ definition, faults, integration, now }: PreviewProps) {
  const t = useTranslations('console.integration.definition');
  const confirms = definition && confirmsFor('custom', { custom: definition });
  return (
    <Pane id="preview" title={t('preview')}>
      {faults.length > 0 && <Faults faults={faults} />}
      {definition && confirms && (
        <Example definition={definition} confirms={confirms} integration={integration} now={now} />
      )}
    </Pane>
  );
}

function Faults({ faults }: { faults: readonly DefinitionFault[] }) {
  const t = useTranslations('console.integration.definition');
  return (
    <Notice tone="bad" title={t('faults', { count: faults.length })}>
      <ul className="grid gap-1">
        {faults.map(({ path, message }) => (
          <li key={`${path} ${message}`}>
            <a href={`#${idOf(fieldOf(path))}`} className="text-accent underline">
              <FieldName field={fieldOf(path)} />
            </a>
            : <bdi lang="en">{message}</bdi>
          </li>
        ))}
      </ul>
    </Notice>
  );
}

/** By the beginning of its name: the message that labels it in the form. */
const LABELS = [
  [/^reads$/, 'readsLabel'],
  [/^(clickId|transaction|task|status|payout|reason)$/, 'field'],
  [/^states$/, 'states'],
  [/^negative$/, 'negative'],
  [/^test/, 'testName'],
  [/^time/, 'timestamp'],
  [/^parts$/, 'parts'],
  [/^proof/, 'signaturePlace'],
  [/^(algorithm|separator|encoding)$/, 'same'],
  [/^answer/, 'whenStored'],
  [/^refusal/, 'whenRefused'],
] as const;

function FieldName({ field }: { field: string }) {
  const t = useTranslations('console.integration.definition');
  const [, number] = /^(?:part|of)\.(\d+)$/.exec(field) ?? [];
  if (number !== undefined) return t('partNumber', { number: Number(number) + 1 });
  const label = LABELS.find(([pattern]) => pattern.test(field))?.[1] ?? 'kindLabel';
  if (label === 'field') return t(`field.${field as 'clickId'}`);
  return t(label === 'same' ? (field as 'algorithm') : label);
}

type ExampleProps = Pick<PreviewProps, 'integration' | 'now'> & { definition: CustomDefinition; confirms: Confirms };

function Example({ definition, confirms, integration, now }: ExampleProps) {
  const t = useTranslations('console.integration.definition');
  const reasons = useTranslations('console.integration.trust.reason');
  const settings = { ...integration, custom: definition };
  const belief = trustOf('custom', settings);
  const sample = confirms.sample(EXAMPLE, SECRET_PLACE, integration.postbackUrl, now);
  return (
    <>
      {belief && (
        <div className="grid gap-1">
          <p>
            <TrustChip trust={belief.trust} />
          </p>
          <ul className="list-disc ps-5">
            {(belief.why.length > 0 ? belief.why : (['covers-everything'] as const)).map((reason) => (
              <li key={reason}>{reasons(reason)}</li>
            ))}
          </ul>
        </div>
      )}
      {sample ? (
        <Signed sample={sample} confirms={confirms} settings={settings} now={now} />
      ) : (
        <p className="text-quiet">{t('noSample')}</p>
      )}
    </>
  );
}

type SignedProps = {
  sample: SampleRequest;
  confirms: Confirms;
  settings: Parameters<Confirms['verify']>[3];
  now: Date;
};

function Signed({ sample, confirms, settings, now }: SignedProps) {
  const t = useTranslations('console.integration.definition');
  const request = toPostbackRequest(sample);
  const check = confirms.verify(request, { current: SECRET_PLACE, previous: null }, now, settings);
  const headers = Object.entries(sample.headers).map(([name, value]) => `${name}: ${value}`);
  return (
    <>
      <Part title={t('example')}>
        <Block>
          {sample.method} {sample.url}
          {headers.length > 0 && `\n${headers.join('\n')}`}
          {sample.body !== null && `\n\n${sample.body}`}
        </Block>
      </Part>
      {'refused' in check ? (
        <Notice tone="bad">{check.message}</Notice>
      ) : (
        <>
          {check.signed !== '' && (
            <Part title={t('signed')}>
              <SignedText signed={check.signed} request={sample} />
            </Part>
          )}
          {check.expected !== '' && (
            <Part title={t('signature')}>
              <p>
                <Bytes text={check.expected} />
              </p>
              <p className="text-quiet">{t('withSecret', { secret: SECRET_PLACE })}</p>
            </Part>
          )}
          {check.notCovered.length > 0 && (
            <Part title={t('notCovered')}>
              <p className="text-wait">{check.notCovered.join(', ')}</p>
            </Part>
          )}
        </>
      )}
    </>
  );
}

function Block({ children }: { children: ReactNode }) {
  return (
    <pre
      dir="ltr"
      className="rounded-chip border border-line bg-surface p-2 font-mono text-xs/5 wrap-anywhere whitespace-pre-wrap"
    >
      {children}
    </pre>
  );
}

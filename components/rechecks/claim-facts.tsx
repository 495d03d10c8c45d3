/** What the advertiser needs to find the case on its side: device, click, times, step, proof. */
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Time } from '@/components/ui/time';

export type ClaimProof = {
  steps: readonly string[];
  clickId: string;
  clickedAt: Date;
  installedAt: Date | null;
  country: string | null;
  appName: string;
  device: Record<string, unknown>;
  description: string;
  proof: readonly { label: string; value: string }[];
  screenshots: readonly { id: string; width: number; height: number; source: string }[];
};

export function ClaimFacts(claim: ClaimProof) {
  const t = useTranslations('advertiser.claim');
  const locale = useLocale();
  const { id: deviceId, ...device } = claim.device;
  const more = Object.entries(device).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value));
  return (
    <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-2 lg:grid-cols-3">
      <Fact name={t('steps')}>{claim.steps.join(', ')}</Fact>
      <Fact name={t('clickId')}>
        <Code text={claim.clickId} />
      </Fact>
      <Fact name={t('deviceId')}>{typeof deviceId === 'string' ? <Code text={deviceId} /> : t('unknown')}</Fact>
      <Fact name={t('clickedAt')}>
        <Time at={claim.clickedAt} style="second" locale={locale} />
      </Fact>
      <Fact name={t('installedAt')}>
        {claim.installedAt ? <Time at={claim.installedAt} style="second" locale={locale} /> : t('nothingConfirmed')}
      </Fact>
      <Fact name={t('place')}>
        <bdi>{claim.appName}</bdi>
        {claim.country && ` · ${claim.country}`}
      </Fact>
      {more.length > 0 && (
        <Fact name={t('device')}>
          <bdi>{more.map(([name, value]) => `${name}: ${String(value)}`).join(' · ')}</bdi>
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-sm text-quiet">{name}</dt>
      <dd className="break-words">{children}</dd>
    </div>
  );
}

/** One tap selects the whole. */
function Code({ text }: { text: string }) {
  return <bdi className="font-mono text-sm break-all select-all">{text}</bdi>;
}

/** What the user says and shows; who they are is left out. */
export function ClaimProofs({
  description,
  proof,
  screenshots,
}: Pick<ClaimProof, 'description' | 'proof' | 'screenshots'>) {
  const t = useTranslations('advertiser.claim');
  return (
    <div className="grid gap-3">
      <div>
        <p className="text-sm text-quiet">{t('said')}</p>
        <p dir="auto" className="max-w-prose break-words whitespace-pre-line">
          {description}
        </p>
      </div>
      {proof.length > 0 && (
        <dl className="grid gap-2">
          {proof.map(({ label, value }) => (
            <Fact key={label} name={label}>
              <bdi>{value}</bdi>
            </Fact>
          ))}
        </dl>
      )}
      {screenshots.length > 0 && (
        <ul className="flex flex-wrap gap-2" aria-label={t('pictures')}>
          {screenshots.map(({ id, width, height, source }, at) => (
            <li key={id}>
              <a href={source} target="_blank" rel="noreferrer" className="block">
                <img
                  src={source}
                  alt={t('picture', { number: at + 1 })}
                  width={width}
                  height={height}
                  loading="lazy"
                  className="h-28 w-auto max-w-full rounded-box border border-line object-contain"
                />
              </a>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

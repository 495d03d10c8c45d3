/** Why, in plain words, and what to do about it. */
import { useLocale, useTranslations } from 'next-intl';
import { Pane } from '@/components/console/pane';
import { ReceiptOutcomeChip } from '@/components/console/receipt-outcome';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { dialectNamed } from '@/lib/dialects';
import type { IntegrationForConsole } from '@/lib/offers/read-integration';
import type { ReceiptForConsole } from '@/lib/postbacks/read-receipt';
import { REFUSED_CODES } from '@/lib/rules/receipt-filter';

type VerdictProps = { receipt: ReceiptForConsole; integration: IntegrationForConsole; log: string; mayWrite: boolean };

export function VerdictPane({ receipt, integration, log, mayWrite }: VerdictProps) {
  const t = useTranslations('console.receipt');
  const { outcome, code, detail, remoteIp, ledTo } = receipt;
  const first = code === 'conflict' ? ledTo.confirmation?.receiptId : undefined;
  return (
    <Pane id="why" title={t('why')}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <ReceiptOutcomeChip outcome={outcome} code={code} />
        <p>
          {t(`outcome.${outcome}`)} {detail}
        </p>
      </div>
      <Explained receipt={receipt} dialect={dialectNamed(integration.dialect)?.title ?? integration.dialect} />
      <div className="grid gap-1">
        <h3 className="font-medium text-quiet">{t('do')}</h3>
        <p className="max-w-prose">
          {t(`advice.${adviceFor(receipt)}`, { ip: remoteIp ?? '–', macro: '{click_id}' })}{' '}
          {first && (
            <a href={`${log}/${first}`} className="text-accent underline">
              {t('first')}
            </a>
          )}
        </p>
        {code === 'address-not-allowed' && (
          <p className="font-mono text-xs break-all text-quiet">{integration.allowedIps.join(' ')}</p>
        )}
      </div>
      {mayWrite && (outcome === 'refused' || outcome === 'unmatched') && (
        <Replay door={`/api${log}/${receipt.id}/replay`} />
      )}
    </Pane>
  );
}

function Replay({ door }: { door: string }) {
  const t = useTranslations('console.receipt');
  return (
    <form method="post" action={door} className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line pt-3">
      <Button size="dense">{t('replay')}</Button>
      <p className="max-w-prose text-quiet">{t('replayBody')}</p>
    </form>
  );
}

function Explained({ receipt, dialect }: { receipt: ReceiptForConsole; dialect: string }) {
  const t = useTranslations('console.receipt');
  const locale = useLocale();
  const { explanation, code } = receipt;
  if (!explanation) return null;
  const { mistake, clockSeconds, verdict } = explanation;
  const isNowRight = verdict === 'valid' && (code === 'bad-signature' || code === 'stale');
  const words = mistake
    ? t(`mistake.${mistake.name}`, { detail: mistake.detail ?? '' })
    : clockSeconds !== null
      ? t('clock', { gap: gapText(clockSeconds, locale), direction: clockSeconds < 0 ? 'behind' : 'ahead', dialect })
      : verdict === 'invalid'
        ? t('noMistake')
        : null;
  if (words === null && !isNowRight) return null;
  return (
    <Notice tone="info" title={mistake || clockSeconds !== null ? t('mistakeTitle') : undefined}>
      {words} {isNowRight && t('changed')}
    </Notice>
  );
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** In the largest unit of which there are at least two. */
function gapText(seconds: number, locale: string): string {
  const gap = Math.abs(seconds);
  const [unit, size] = UNITS.find(([, size]) => gap >= 2 * size) ?? UNITS[3];
  const format = { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 0 } as const;
  return new Intl.NumberFormat(locale, format).format(gap / size);
}

type Advice =
  | Exclude<ReceiptForConsole['outcome'], 'refused'>
  | (typeof REFUSED_CODES)[number]
  | 'no-signature'
  | 'other';

function adviceFor({ outcome, code, explanation }: ReceiptForConsole): Advice {
  if (outcome !== 'refused') return outcome;
  if (code === 'bad-signature' && explanation?.verdict === 'unsigned') return 'no-signature';
  return REFUSED_CODES.find((known) => known === code) ?? 'other';
}

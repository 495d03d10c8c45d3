/** Postbacks that led to nothing: why, in plain words, and the way to the page that explains and repeats them. */
import { useLocale, useTranslations } from 'next-intl';
import { ReceiptLink } from '@/app/console/tickets/[number]/confirmation-line';
import { Facts } from '@/app/console/tickets/[number]/story-point';
import { ReceiptOutcomeChip } from '@/components/console/receipt-outcome';
import { Time } from '@/components/ui/time';
import type { RefusedReceipt } from '@/lib/tickets/agent-receipts';

type ListProps = { receipts: readonly RefusedReceipt[]; mayReplay: boolean };

const SHOWN = 5;

export function ReceiptList({ receipts, mayReplay }: ListProps) {
  const t = useTranslations('console.story');
  const [first, more] = [receipts.slice(0, SHOWN), receipts.slice(SHOWN)];
  return (
    <div className="grid gap-1">
      <Lines receipts={first} mayReplay={mayReplay} />
      {more.length > 0 && (
        <details>
          <summary className="w-fit text-quiet">{t('more', { count: more.length })}</summary>
          <Lines receipts={more} mayReplay={mayReplay} />
        </details>
      )}
    </div>
  );
}

function Lines({ receipts, mayReplay }: ListProps) {
  const t = useTranslations('console');
  const locale = useLocale();
  return (
    <ul className="grid gap-1">
      {receipts.map((receipt) => (
        <li key={receipt.id} className="grid">
          <Facts>
            <span className="self-center">
              <ReceiptOutcomeChip outcome={receipt.outcome} code={receipt.code} />
            </span>
            <Time at={receipt.receivedAt} style="clock" locale={locale} />
            <span className="text-quiet">
              {[receipt.integrationKey, receipt.taskKey, receipt.state].filter(Boolean).join(' · ')}
            </span>
            <ReceiptLink integrationKey={receipt.integrationKey} id={receipt.id}>
              {t(mayReplay ? 'story.whyAndReplay' : 'evidence.why')}
            </ReceiptLink>
          </Facts>
          {receipt.detail && <span className="break-words text-quiet">{receipt.detail}</span>}
        </li>
      ))}
    </ul>
  );
}

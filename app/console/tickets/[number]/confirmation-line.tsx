/** One word of the advertiser: what it says, when, through which integration, and how far it can be believed. */
import { useLocale, useTranslations } from 'next-intl';
import { Facts } from '@/app/console/tickets/[number]/story-point';
import { Money } from '@/components/ui/amount';
import { Icon, type IconName } from '@/components/ui/icon';
import { StatusChip } from '@/components/ui/status-chip';
import { Time } from '@/components/ui/time';
import type { EvidenceConfirmation } from '@/lib/tickets/agent-evidence';

const LOOKS: Record<EvidenceConfirmation['state'], [IconName, string]> = {
  COMPLETED: ['check', 'text-ok'],
  PENDING: ['clock', 'text-wait'],
  RECONCILED: ['undo', 'text-bad'],
};

export function ConfirmationLine({ confirmation }: { confirmation: EvidenceConfirmation }) {
  const t = useTranslations('console.evidence');
  const locale = useLocale();
  const { state, taskKey, taskName, reason, conflicts, payoutMicros, integrationKey, dialect } = confirmation;
  const [icon, tone] = LOOKS[state];
  return (
    <div className="grid gap-0.5">
      <Facts>
        <span className={`inline-flex items-center gap-1 self-center font-medium ${tone}`}>
          <Icon name={icon} className="size-4" />
          {t(`state.${state}`)}
        </span>
        <bdi>{taskName ?? taskKey}</bdi>
        <Time at={confirmation.receivedAt} style="clock" locale={locale} />
        {reason && <bdi>{reason}</bdi>}
        {payoutMicros !== null && <Money micros={payoutMicros} />}
        {conflicts > 0 && <span className="text-bad">{t('conflicts', { count: conflicts })}</span>}
      </Facts>
      <Facts>
        <span className="text-quiet">
          {integrationKey} ({dialect})
        </span>
        <TrustBadge confirmation={confirmation} />
        <ReceiptLink integrationKey={integrationKey} id={confirmation.receiptId}>
          {t('receipt')}
        </ReceiptLink>
        <span className="font-mono text-xs break-all text-quiet">{confirmation.transaction}</span>
      </Facts>
    </div>
  );
}

function TrustBadge({ confirmation: { trust, weaknesses } }: { confirmation: EvidenceConfirmation }) {
  const t = useTranslations('console.evidence');
  const why = useTranslations('console.trustReason');
  const strong = trust === 'strong';
  return (
    <>
      <StatusChip tone={strong ? 'ok' : 'wait'} icon={strong ? 'check' : 'warning'} className="px-1.5 py-0 text-xs">
        {t(trust)}
      </StatusChip>
      {!strong && <span className="text-wait">{weaknesses.map((one) => why(one)).join(', ')}</span>}
    </>
  );
}

/** To the page that explains it. Everybody who reads tickets may read an integration's log (permissions.ts). */
export function ReceiptLink({
  integrationKey,
  id,
  children,
}: {
  integrationKey: string;
  id: string;
  children: string;
}) {
  return (
    <a
      href={`/console/integrations/${encodeURIComponent(integrationKey)}/receipts/${id}`}
      className="inline-flex min-h-6 items-center text-accent underline"
    >
      {children}
    </a>
  );
}

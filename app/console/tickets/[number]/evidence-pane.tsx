/** Evidence before decoration: what happened, from the first tap to the game's answer, and what speaks for and against. */
import { useLocale, useTranslations } from 'next-intl';
import { CallbackList } from '@/app/console/tickets/[number]/callback-list';
import { ForAndAgainst } from '@/app/console/tickets/[number]/for-and-against';
import { Nothing, Pane, Part } from '@/components/console/pane';
import { RewardStatusChip } from '@/components/console/ticket-status';
import { Money } from '@/components/ui/amount';
import { Icon, type IconName } from '@/components/ui/icon';
import { Time } from '@/components/ui/time';
import { formatReward } from '@/lib/rules/reward-words';
import type { EvidenceClick, EvidenceConfirmation, RefusedReceipt } from '@/lib/tickets/agent-evidence';
import type { AgentTicket } from '@/lib/tickets/read-ticket-for-agent';

type PaneProps = { ticket: AgentTicket; now: Date };

export function EvidencePane({ ticket, now }: PaneProps) {
  const t = useTranslations('console.ticket');
  return (
    <Pane id="evidence" title={t('evidence')}>
      <ForAndAgainst facts={ticket.facts} />
      <Steps ticket={ticket} />
      <Clicks clicks={ticket.evidence.clicks} ticketClick={ticket.clickId} />
      <Confirmations confirmations={ticket.evidence.confirmations} />
      <Refused receipts={ticket.evidence.refused} />
      <CallbackList callbacks={ticket.evidence.callbacks} now={now} />
    </Pane>
  );
}

function Steps({ ticket }: { ticket: AgentTicket }) {
  const t = useTranslations('console.evidence');
  const locale = useLocale();
  if (ticket.evidence.steps.length === 0) return null;
  return (
    <Part title={t('steps')}>
      <ul className="grid gap-1">
        {ticket.evidence.steps.map((step) => (
          <li key={step.key} className="flex flex-wrap items-center gap-x-3">
            <span className="font-medium">{step.name}</span>
            <span className="tabular-nums">
              {formatReward(step.rewardAmount, ticket.currencyName, locale)} (<Money micros={step.payoutMicros} />)
            </span>
            <RewardStatusChip status={step.status} />
            {step.deadline && (
              <span className="text-quiet">
                {t.rich('deadline', { when: () => <Time at={step.deadline!} style="clock" locale={locale} /> })}
              </span>
            )}
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Clicks({ clicks, ticketClick }: { clicks: EvidenceClick[]; ticketClick: string }) {
  const t = useTranslations('console.evidence');
  const locale = useLocale();
  return (
    <Part title={t('clicks')}>
      <ul className="grid gap-1">
        {clicks.map((click, index) => (
          <li key={click.id} className="flex flex-wrap items-baseline gap-x-3">
            <Time at={click.clickedAt} style="clock" locale={locale} />
            <span>{[click.country, deviceText(click.device), click.ip].filter(Boolean).join(', ')}</span>
            <span className="font-mono text-xs break-all text-quiet">{click.id}</span>
            <span className="text-quiet">
              {t(index === 0 ? 'firstClick' : 'again')}
              {click.id === ticketClick && clicks.length > 1 && ` · ${t('ticketClick')}`}
            </span>
          </li>
        ))}
      </ul>
    </Part>
  );
}

/** The facts that are plain words or numbers; a whole user agent would drown the line. */
function deviceText(device: Record<string, unknown>): string {
  const words = Object.values(device).filter((value) => ['string', 'number'].includes(typeof value));
  return words.map((value) => String(value).slice(0, 60)).join(' ');
}

const STATE_ICONS: Record<EvidenceConfirmation['state'], [IconName, string]> = {
  COMPLETED: ['check', 'text-ok'],
  PENDING: ['clock', 'text-wait'],
  RECONCILED: ['undo', 'text-bad'],
};

function Confirmations({ confirmations }: { confirmations: EvidenceConfirmation[] }) {
  const t = useTranslations('console.evidence');
  return (
    <Part title={t('confirmations')}>
      {confirmations.length === 0 && <Nothing>{t('noConfirmations')}</Nothing>}
      <ul className="grid gap-1">
        {confirmations.map((confirmation) => (
          <Confirmation key={confirmation.id} confirmation={confirmation} />
        ))}
      </ul>
    </Part>
  );
}

function Confirmation({ confirmation }: { confirmation: EvidenceConfirmation }) {
  const t = useTranslations('console.evidence');
  const locale = useLocale();
  const { state, taskKey, reason, trust, weaknesses, conflicts, payoutMicros, integrationKey, dialect } = confirmation;
  const why = useTranslations('console.trustReason');
  const [icon, tone] = STATE_ICONS[state];
  return (
    <li className="flex flex-wrap items-center gap-x-3">
      <span className={`inline-flex items-center gap-1 font-medium ${tone}`}>
        <Icon name={icon} className="size-4" />
        {t(`state.${state}`)}
      </span>
      <Time at={confirmation.receivedAt} style="clock" locale={locale} />
      <span>{[taskKey, reason].filter(Boolean).join(' · ')}</span>
      {payoutMicros !== null && <Money micros={payoutMicros} />}
      <span className="text-quiet">
        {integrationKey} ({dialect})
      </span>
      <span className="font-mono text-xs break-all text-quiet">{confirmation.transaction}</span>
      {trust === 'weak' ? (
        <span className="text-wait">
          {[t('weak'), weaknesses.map((one) => why(one)).join(', ')].filter(Boolean).join(': ')}
        </span>
      ) : (
        <span className="text-quiet">{t('strong')}</span>
      )}
      {conflicts > 0 && <span className="text-bad">{t('conflicts', { count: conflicts })}</span>}
      <ReceiptLink integrationKey={integrationKey} id={confirmation.receiptId}>
        {t('receipt')}
      </ReceiptLink>
    </li>
  );
}

function Refused({ receipts }: { receipts: RefusedReceipt[] }) {
  const t = useTranslations('console.evidence');
  const locale = useLocale();
  return (
    <Part title={t('refused')}>
      {receipts.length === 0 && <Nothing>{t('noRefused')}</Nothing>}
      <ul className="grid gap-1">
        {receipts.map((receipt) => (
          <li key={receipt.id} className="grid gap-x-3">
            <span className="flex flex-wrap items-center gap-x-3">
              <span className="inline-flex items-center gap-1 font-medium text-bad">
                <Icon name="cross" className="size-4" />
                {receipt.code}
              </span>
              <Time at={receipt.receivedAt} style="clock" locale={locale} />
              <span className="text-quiet">
                {[receipt.integrationKey, receipt.taskKey, receipt.state].filter(Boolean).join(' · ')}
              </span>
              <ReceiptLink integrationKey={receipt.integrationKey} id={receipt.id}>
                {t('why')}
              </ReceiptLink>
            </span>
            {receipt.detail && <span className="break-words">{receipt.detail}</span>}
          </li>
        ))}
      </ul>
    </Part>
  );
}

/** To the page that explains it. Everybody who reads tickets may read an integration's log (permissions.ts). */
function ReceiptLink({ integrationKey, id, children }: { integrationKey: string; id: string; children: string }) {
  return (
    <a
      href={`/console/integrations/${encodeURIComponent(integrationKey)}/receipts/${id}`}
      className="inline-flex min-h-6 items-center text-accent underline"
    >
      {children}
    </a>
  );
}

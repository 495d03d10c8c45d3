/** What it led to: its confirmation, the click, the tickets; and what it was run again from, or as. */
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Pane } from '@/components/console/pane';
import { ReceiptOutcomeChip } from '@/components/console/receipt-outcome';
import { TicketStatusChip } from '@/components/console/ticket-status';
import { Time } from '@/components/ui/time';
import type { ReceiptForConsole } from '@/lib/postbacks/read-receipt';

type LedToProps = { receipt: ReceiptForConsole; log: string; now: Date };

export function LedToPane({ receipt, log, now }: LedToProps) {
  const t = useTranslations('console.receipt');
  const { clickId, ledTo, replayOf, replays } = receipt;
  return (
    <Pane id="led-to" title={t('ledTo')}>
      {!ledTo.confirmation && !clickId && <p className="text-quiet">{t('nothing')}</p>}
      <dl className="grid gap-x-4 gap-y-2 wrap-anywhere sm:grid-cols-[auto_minmax(0,1fr)]">
        {ledTo.confirmation && <Confirmation confirmation={ledTo.confirmation} />}
        {clickId && <Click clickId={clickId} click={ledTo.click} now={now} />}
        {ledTo.click && <Tickets tickets={ledTo.tickets} />}
        {replayOf && (
          <Fact name={t('replayOf')}>
            <ReceiptLink log={log} id={replayOf} />
          </Fact>
        )}
        {replays.length > 0 && (
          <Fact name={t('replays')}>
            <Replays replays={replays} log={log} now={now} />
          </Fact>
        )}
      </dl>
    </Pane>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-quiet">{name}</dt>
      <dd className="flex flex-wrap items-center gap-x-3 gap-y-1">{children}</dd>
    </>
  );
}

function Confirmation({ confirmation }: { confirmation: NonNullable<ReceiptForConsole['ledTo']['confirmation']> }) {
  const t = useTranslations('console.receipt');
  const weak = useTranslations('console.evidence');
  const locale = useLocale();
  const { state, transaction, matchedAt, trust } = confirmation;
  return (
    <Fact name={t('confirmation')}>
      <span className="font-medium">{t(`state.${state}`)}</span>
      <span className="font-mono text-xs break-all">{transaction}</span>
      <span className="text-quiet">
        {matchedAt
          ? t.rich('matched', { when: () => <Time at={matchedAt} style="clock" locale={locale} /> })
          : t('waiting')}
      </span>
      {trust !== 'strong' && <span className="text-wait">{weak('weak')}</span>}
    </Fact>
  );
}

type ClickProps = { clickId: string; click: ReceiptForConsole['ledTo']['click']; now: Date };

function Click({ clickId, click, now }: ClickProps) {
  const t = useTranslations('console.receipt');
  const locale = useLocale();
  return (
    <Fact name={t('click')}>
      <span className="font-mono text-xs break-all">{clickId}</span>
      {click ? (
        <>
          <span className="font-medium">{click.offerTitle}</span>
          <span className="text-quiet">{click.advertiserName}</span>
          <Time at={click.clickedAt} now={now} locale={locale} />
          <span className="font-mono text-xs break-all text-quiet">
            {click.userId} · {click.app}
          </span>
        </>
      ) : (
        <span className="text-quiet">{t('unknownClick')}</span>
      )}
    </Fact>
  );
}

function Tickets({ tickets }: Pick<ReceiptForConsole['ledTo'], 'tickets'>) {
  const t = useTranslations('console.receipt');
  return (
    <Fact name={t('tickets')}>
      {tickets.length === 0 && <span className="text-quiet">{t('noTickets')}</span>}
      {tickets.map(({ number, status }) => (
        <span key={number} className="inline-flex items-center gap-1.5">
          <a
            href={`/console/tickets/${number}`}
            className="inline-flex min-h-6 items-center font-mono text-accent underline"
          >
            {number}
          </a>
          <TicketStatusChip status={status} />
        </span>
      ))}
    </Fact>
  );
}

function Replays({ replays, log, now }: { replays: ReceiptForConsole['replays']; log: string; now: Date }) {
  const locale = useLocale();
  return replays.map(({ id, receivedAt, outcome, code }) => (
    <span key={id} className="inline-flex flex-wrap items-center gap-1.5">
      <a href={`${log}/${id}`} className="inline-flex min-h-6 items-center text-accent underline">
        <Time at={receivedAt} now={now} locale={locale} />
      </a>
      <ReceiptOutcomeChip outcome={outcome} code={code} />
    </span>
  ));
}

function ReceiptLink({ log, id }: { log: string; id: string }) {
  return (
    <a
      href={`${log}/${id}`}
      className="inline-flex min-h-6 items-center font-mono text-xs break-all text-accent underline"
    >
      {id}
    </a>
  );
}

/** What it is about, and how it stands. */
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Pane } from '@/components/console/pane';
import { Time } from '@/components/ui/time';
import type { CallbackForConsole } from '@/lib/rewards/read-callback';

export function CallbackFacts({ callback, now }: { callback: CallbackForConsole; now: Date }) {
  const t = useTranslations('console.callback');
  const word = useTranslations('console.callbacks');
  const locale = useLocale();
  const { kind, offerTitle, taskKey, rewardAmount, user, ticket, clickId, eventId, grantedAt, refires } = callback;
  return (
    <Pane id="facts" title={t('facts')}>
      <Follows callback={callback} now={now} />
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        <Fact name={t('kind')}>{word(`kind.${kind}`)}</Fact>
        <Fact name={t('offer')}>
          {offerTitle}, {taskKey}
        </Fact>
        <Fact name={t('amount')}>
          <span className="tabular-nums">{new Intl.NumberFormat(locale).format(rewardAmount)}</span>
        </Fact>
        <Fact name={t('user')}>
          <Code>{user}</Code>
        </Fact>
        {ticket && (
          <Fact name={t('ticket')}>
            <a href={`/console/tickets/${ticket}`} className="font-mono text-xs text-accent underline">
              {ticket}
            </a>
          </Fact>
        )}
        <Fact name={t('granted')}>
          <Time at={grantedAt} style="exact" locale={locale} />
        </Fact>
        {callback.reversedAt && (
          <Fact name={t('reversed')}>
            <Time at={callback.reversedAt} style="exact" locale={locale} /> {callback.reversalReason}
          </Fact>
        )}
        <Fact name={t('click')}>
          <Code>{clickId}</Code>
        </Fact>
        <Fact name={t('event')}>
          <Code>{eventId}</Code>
        </Fact>
        {refires > 0 && <Fact name={t('again')}>{word('refires', { count: refires })}</Fact>}
      </dl>
      <p className="text-quiet">{t('sameEvent')}</p>
    </Pane>
  );
}

/** Who is being waited for, and until when. */
function Follows({ callback, now }: { callback: CallbackForConsole; now: Date }) {
  const t = useTranslations('console.callback');
  const locale = useLocale();
  const { status, acknowledgedAt, failedAt, heldUntil, nextAt, triesUntil, lastReason } = callback;
  const isHeld = status === 'PENDING' && heldUntil !== null && heldUntil > now;
  const exact = (at: Date | null) => () => (at ? <Time at={at} style="exact" locale={locale} /> : null);
  return (
    <div className="grid gap-1">
      {acknowledgedAt && <p>{t.rich('acknowledged', { when: exact(acknowledgedAt) })}</p>}
      {status === 'FAILED' && failedAt && <p>{t.rich('failed', { when: exact(failedAt) })}</p>}
      {status === 'CANCELLED' && <p>{t('cancelled')}</p>}
      {isHeld && <p>{t.rich('held', { when: exact(heldUntil) })}</p>}
      {status === 'PENDING' && nextAt && !isHeld && (
        <p>
          {t.rich('next', { when: () => <Time at={nextAt} now={now} locale={locale} /> })}{' '}
          {triesUntil && t.rich('until', { when: exact(triesUntil) })}
        </p>
      )}
      {lastReason && status !== 'ACKNOWLEDGED' && <p className="break-words text-quiet">{lastReason}</p>}
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-quiet">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}

function Code({ children }: { children: string }) {
  return <span className="font-mono text-xs break-all">{children}</span>;
}

/** What can become of a mail, each in a form of its own, with the reason where something cannot be done. */
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Nothing, Pane } from '@/components/console/pane';
import { TicketStatusChip } from '@/components/console/ticket-status';
import { Button } from '@/components/ui/button';
import { Field, Input } from '@/components/ui/field';
import { Time } from '@/components/ui/time';
import type { MailForAgent } from '@/lib/tickets/read-suspended';

type SettleProps = { mail: MailForAgent; from: string; typed: Record<string, string>; mayHandle: boolean };

export function SettleMail({ mail, from, typed, mayHandle }: SettleProps) {
  const t = useTranslations('console.suspended');
  const order = { id: mail.id, from };
  return (
    <Pane id="settle" title={t('settle')}>
      <State mail={mail} />
      {!mayHandle && <Nothing>{t('readOnly')}</Nothing>}
      {mayHandle && mail.outcome === 'SUSPENDED' && (
        <>
          <Attach mail={mail} order={order} typed={typed} />
          <Answer mail={mail} order={order} />
          <Reject mail={mail} order={order} />
        </>
      )}
      {mayHandle && mail.outcome === 'REJECTED' && (
        <Order {...order}>
          <Button size="dense" name="do" value="bring-back">
            {t('bringBack')}
          </Button>
        </Order>
      )}
      {mayHandle && mail.lookAt && (
        <Order {...order}>
          <Button size="dense" name="do" value="seen">
            {t('seen')}
          </Button>
        </Order>
      )}
    </Pane>
  );
}

type OrderProps = { id: string; from: string };

function Order({ id, from, children }: OrderProps & { children: ReactNode }) {
  return (
    <form method="post" action={`/api/console/mail/${id}`} className="grid gap-2">
      <input type="hidden" name="from" value={from} />
      {children}
    </form>
  );
}

/** Why it is here, or what has become of it. */
function State({ mail }: { mail: MailForAgent }) {
  const t = useTranslations('console.suspended');
  const locale = useLocale();
  const known = mail.cause !== null && t.has(`causes.${mail.cause}`);
  return (
    <div className="grid gap-1">
      {mail.outcome === 'SUSPENDED' || mail.outcome === 'REJECTED' ? (
        <p>
          <span className="block font-medium">{known ? t(`causes.${mail.cause}`) : t('unknownCause')}</span>
          {known && <span className="text-quiet">{t(`causeBody.${mail.cause}`)}</span>}
        </p>
      ) : (
        <p className="font-medium">{t(`outcome.${mail.outcome}`)}</p>
      )}
      {mail.handledBy && mail.handledAt && (
        <p className="text-quiet">
          {t(mail.answeredAt ? 'answeredBy' : 'settledBy', { name: mail.handledBy })}{' '}
          <Time at={mail.handledAt} style="clock" locale={locale} />
        </p>
      )}
      {mail.ticket && (
        <p className="flex flex-wrap items-center gap-x-2">
          <a href={`/console/tickets/${mail.ticket.number}`} className="font-mono text-accent hover:underline">
            {mail.ticket.number}
          </a>
          <TicketStatusChip status={mail.ticket.status} />
          <span>{mail.ticket.offerTitle}</span>
          <bdi className="wrap-anywhere text-quiet">{mail.ticket.address}</bdi>
        </p>
      )}
    </div>
  );
}

function Attach({ mail, order, typed }: Omit<SettleProps, 'from' | 'mayHandle'> & { order: OrderProps }) {
  const t = useTranslations('console.suspended');
  if (!mail.content) return <Nothing>{t('cannotAttach')}</Nothing>;
  return (
    <Order {...order}>
      <Field id="number" label={t('attachTo')} hint={t('attachHint')}>
        <Input
          dense
          id="number"
          name="number"
          required
          dir="ltr"
          maxLength={40}
          autoComplete="off"
          placeholder="MG-XXXX-XXXX"
          defaultValue={typed.number ?? mail.ticket?.number ?? ''}
        />
      </Field>
      <label className="flex items-start gap-2">
        <input
          type="checkbox"
          name="only"
          value="append"
          defaultChecked={typed.only === 'append'}
          className="mt-0.5 size-4"
        />
        <span>{t('onlyAppend')}</span>
      </label>
      <div>
        <Button size="dense" look="primary" name="do" value="attach">
          {t('attach')}
        </Button>
      </div>
    </Order>
  );
}

function Answer({ mail, order }: { mail: MailForAgent; order: OrderProps }) {
  const t = useTranslations('console.suspended');
  const obstacle = mail.content ? mail.content.obstacle : 'unreadable';
  return (
    <Order {...order}>
      <div className="border-t border-line pt-3">
        <Button size="dense" name="do" value="instruct" disabled={obstacle !== null} aria-describedby="instruct-hint">
          {t('instruct')}
        </Button>
      </div>
      <p id="instruct-hint" className="text-quiet">
        {t(obstacle ? `obstacle.${obstacle}` : 'instructHint')}
      </p>
    </Order>
  );
}

function Reject({ mail, order }: { mail: MailForAgent; order: OrderProps }) {
  const t = useTranslations('console.suspended');
  return (
    <Order {...order}>
      <div className="flex flex-wrap gap-2 border-t border-line pt-3">
        <Button size="dense" look="danger" name="do" value="reject">
          {t('reject')}
        </Button>
        {mail.more > 0 && (
          <Button size="dense" look="danger" name="do" value="reject-sender">
            {t('rejectSender', { count: mail.more + 1 })}
          </Button>
        )}
      </div>
      <p className="text-quiet">{t('rejectHint')}</p>
    </Order>
  );
}

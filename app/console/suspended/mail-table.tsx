/** The lines of a list of mail: who, about what, the first words, and why it is here. */
import { useLocale, useTranslations } from 'next-intl';
import { LogLine, LogPart, LogTable } from '@/components/console/log-table';
import { Button } from '@/components/ui/button';
import { Time } from '@/components/ui/time';
import { type MailFilter, mailQuery } from '@/lib/rules/mail-filter';
import { maskAddress } from '@/lib/rules/masked';
import { type ListedMail, MAILS_COUNTED } from '@/lib/tickets/list-suspended';

type TableProps = { mails: readonly ListedMail[]; filter: MailFilter; now: Date; pii: boolean; mayHandle: boolean };

export function MailTable({ mails, filter, now, pii, mayHandle }: TableProps) {
  const t = useTranslations('console.suspended');
  const isLookAt = filter.list === 'look-at';
  const columns = ['received', 'from', 'subject', ...(isLookAt ? [] : (['cause'] as const)), 'ticket'] as const;
  const names = columns.map((column) => t(column));
  return (
    <LogTable caption={t(`list.${filter.list}`)} columns={isLookAt && mayHandle ? [...names, t('settle')] : names}>
      {mails.map((mail) => (
        <Line key={mail.id} mail={mail} filter={filter} now={now} pii={pii} mayHandle={mayHandle} />
      ))}
    </LogTable>
  );
}

function Line({ mail, filter, now, pii, mayHandle }: Omit<TableProps, 'mails'> & { mail: ListedMail }) {
  const t = useTranslations('console.suspended');
  const locale = useLocale();
  const query = mailQuery(filter);
  const href = `/console/suspended/${mail.id}${query.size > 0 ? `?from=${encodeURIComponent(query.toString())}` : ''}`;
  const isLookAt = filter.list === 'look-at';
  return (
    <LogLine href={href} when={<Time at={mail.receivedAt} now={now} locale={locale} />} open={t('open')}>
      <LogPart className="min-w-0 md:max-w-56">
        <From mail={mail} pii={pii} />
      </LogPart>
      <LogPart className="min-w-0 md:max-w-96">
        <bdi className="block truncate font-medium">{mail.subject || t('noSubject')}</bdi>
        {mail.said && <bdi className="block truncate text-quiet">{mail.said}</bdi>}
      </LogPart>
      {!isLookAt && (
        <LogPart>
          {mail.cause && t.has(`causes.${mail.cause}`) ? t(`causes.${mail.cause}`) : t('unknownCause')}
          {mail.handledBy && (
            <span className="block text-quiet">
              {t(mail.answeredAt ? 'answeredBy' : 'rejectedBy', { name: mail.handledBy })}
            </span>
          )}
        </LogPart>
      )}
      <LogPart label={mail.ticketNumber && t('ticket')} className="whitespace-nowrap">
        {mail.ticketNumber && (
          <a href={`/console/tickets/${mail.ticketNumber}`} className="font-mono text-accent hover:underline">
            {mail.ticketNumber}
          </a>
        )}
      </LogPart>
      {isLookAt && mayHandle && (
        <LogPart>
          <form method="post" action={`/api/console/mail/${mail.id}`}>
            <input type="hidden" name="from" value={query.toString()} />
            <Button size="dense" name="do" value="seen">
              {t('seen')}
            </Button>
          </form>
        </LogPart>
      )}
    </LogLine>
  );
}

function From({ mail, pii }: { mail: ListedMail; pii: boolean }) {
  const t = useTranslations('console.suspended');
  const address = mail.fromAddress && (pii ? mail.fromAddress : maskAddress(mail.fromAddress));
  return (
    <>
      <bdi className="block truncate">{address ?? t('noSender')}</bdi>
      {mail.ofSender > 1 && (
        <span className="text-quiet">
          {t('ofSender', { count: mail.ofSender >= MAILS_COUNTED ? `${MAILS_COUNTED}+` : String(mail.ofSender) })}
        </span>
      )}
    </>
  );
}

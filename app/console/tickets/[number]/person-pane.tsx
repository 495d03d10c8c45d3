/** Who is asking, and how it went before. */
import { useLocale, useTranslations } from 'next-intl';
import { Pane } from '@/components/console/pane';
import { TicketStatusChip } from '@/components/console/ticket-status';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';
import type { AgentTicket } from '@/lib/tickets/read-ticket-for-agent';

export function PersonPane({ ticket, now }: { ticket: AgentTicket; now: Date }) {
  const t = useTranslations('console');
  const locale = useLocale();
  const { person } = ticket;
  return (
    <Pane id="person" title={t('ticket.person')}>
      {person.bannedAt && (
        <Notice
          tone="bad"
          title={t.rich('personCard.banned', {
            when: () => <Time at={person.bannedAt!} style="day" locale={locale} />,
          })}
        >
          {[person.bannedBy && t('personCard.bannedBy', { by: person.bannedBy }), person.banReason]
            .filter(Boolean)
            .join(': ')}
        </Notice>
      )}
      <Bans bans={person.bans} />
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5">
        <dt className="text-quiet">{t('personCard.id')}</dt>
        <dd className="wrap-anywhere">
          {person.externalId} <span className="text-quiet">· {ticket.appName}</span>
        </dd>
        <dt className="text-quiet">{t('personCard.address')}</dt>
        <dd className="wrap-anywhere">
          {ticket.address}{' '}
          <span className="text-quiet">
            · {t(ticket.validatedAt ? 'personCard.validated' : 'personCard.notValidated')}
          </span>
        </dd>
      </dl>
      <ul className="grid gap-0.5">
        <li>{t.rich('personCard.since', { when: () => <Time at={person.since} now={now} locale={locale} /> })}</li>
        <li>{t('personCard.rewards', { count: person.rewards, reversed: person.reversals })}</li>
        <li>{t('personCard.sameAddress', { count: person.usersWithSameAddress })}</li>
      </ul>
      <OtherTickets ticket={ticket} />
    </Pane>
  );
}

/** Who banned this user and who lifted it, so that a ban that comes and goes is seen. */
function Bans({ bans }: Pick<AgentTicket['person'], 'bans'>) {
  const t = useTranslations('console.personCard');
  const locale = useLocale();
  if (bans.length === 0) return null;
  return (
    <ul className="grid gap-0.5">
      {bans.map(({ at, action, by, reason }) => (
        <li key={`${at.getTime()} ${action}`} className="wrap-anywhere">
          <Time at={at} style="clock" locale={locale} />{' '}
          {t(action === 'banned' ? 'banSet' : 'banLifted', { by: by ?? '' })}
          {reason && <span className="text-quiet"> · {reason}</span>}
        </li>
      ))}
    </ul>
  );
}

function OtherTickets({ ticket: { person } }: { ticket: AgentTicket }) {
  const t = useTranslations('console.personCard');
  const locale = useLocale();
  if (person.tickets.length === 0) return <p className="text-quiet">{t('noTickets')}</p>;
  return (
    <section className="grid gap-1">
      <h3 className="font-medium">{t('tickets', { approved: person.approved, denied: person.denied })}</h3>
      <ul className="grid gap-1.5">
        {person.tickets.map((other) => (
          <li key={other.number} className="grid">
            <span className="flex flex-wrap items-center gap-x-2">
              <a className="font-mono text-accent hover:underline" href={`/console/tickets/${other.number}`}>
                {other.number}
              </a>
              <TicketStatusChip status={other.status} />
            </span>
            <span>
              {other.offerTitle} <Time at={other.openedAt} style="day" locale={locale} className="text-quiet" />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Who is asking, and how it went before. */
import { useLocale, useTranslations } from 'next-intl';
import { NeighbourList } from '@/app/console/tickets/[number]/neighbour-list';
import { deviceText } from '@/app/console/tickets/[number]/story-beginning';
import { Pane, Part } from '@/components/console/pane';
import { TicketStatusChip } from '@/components/console/ticket-status';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';
import { formatReward } from '@/lib/rules/reward-words';
import type { Device } from '@/lib/tickets/agent-person';
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
          <bdi>{person.externalId}</bdi> <span className="text-quiet">· {ticket.appName}</span>
        </dd>
        <dt className="text-quiet">{t('personCard.address')}</dt>
        <dd className="wrap-anywhere">
          <bdi>{person.address}</bdi>{' '}
          <span className="text-quiet">
            · {t(ticket.validatedAt ? 'personCard.validated' : 'personCard.notValidated')}
          </span>
        </dd>
      </dl>
      {person.masked && <p className="text-quiet">{t('personCard.masked')}</p>}
      <p>{t.rich('personCard.since', { when: () => <Time at={person.since} now={now} locale={locale} /> })}</p>
      <OtherTickets ticket={ticket} />
      <Rewards ticket={ticket} />
      <Devices devices={person.devices} now={now} />
      <NeighbourList neighbours={person.neighbours} />
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

function Rewards({ ticket: { person, currencyName } }: { ticket: AgentTicket }) {
  const t = useTranslations('console.personCard');
  const locale = useLocale();
  const words = t('rewards', { count: person.rewards, reversed: person.reversals });
  if (person.latestRewards.length === 0) return <p>{words}</p>;
  return (
    <details>
      <summary className={person.reversals > 0 ? 'w-fit text-bad' : 'w-fit'}>{words}</summary>
      <ul className="mt-1 grid gap-1">
        {person.latestRewards.map((reward) => (
          <li key={`${reward.grantedAt.getTime()} ${reward.offerTitle}`}>
            <bdi>{reward.offerTitle}</bdi> {formatReward(reward.rewardAmount, currencyName, locale)}{' '}
            <Time at={reward.grantedAt} style="day" locale={locale} className="text-quiet" />
            {reward.reversedAt && (
              <span className="text-bad">
                {' '}
                {t.rich('takenBack', { when: () => <Time at={reward.reversedAt!} style="day" locale={locale} /> })}
                {reward.reversalReason && ` · ${reward.reversalReason}`}
              </span>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Devices({ devices, now }: { devices: Device[]; now: Date }) {
  const t = useTranslations('console.personCard');
  const locale = useLocale();
  if (devices.length === 0) return null;
  return (
    <Part title={t('devices', { count: devices.length })}>
      <ul className="grid gap-1">
        {devices.map(({ device, country, ip, clicks, lastAt }, index) => (
          <li key={index} className="wrap-anywhere">
            <bdi>{[deviceText(device), country, ip].filter(Boolean).join(', ')}</bdi>{' '}
            {typeof device.id === 'string' && <span className="font-mono text-xs text-quiet">{device.id}</span>}{' '}
            <span className="text-quiet">
              {t('clicks', { count: clicks })}, <Time at={lastAt} now={now} locale={locale} />
            </span>
          </li>
        ))}
      </ul>
    </Part>
  );
}

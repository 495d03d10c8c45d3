/** Which ticket, how much, until when, and who has it. */
import { useLocale, useTranslations } from 'next-intl';
import { Deadline } from '@/components/console/deadline';
import { RewardStatusChip, TicketStatusChip } from '@/components/console/ticket-status';
import { Money } from '@/components/ui/amount';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { Time } from '@/components/ui/time';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';
import { can } from '@/lib/rules/permissions';
import { formatReward } from '@/lib/rules/reward-words';
import type { AgentTicket } from '@/lib/tickets/read-ticket-for-agent';

type HeadingProps = { ticket: AgentTicket; agent: SignedInAgent; now: Date };

export function TicketHeading({ ticket, agent, now }: HeadingProps) {
  const t = useTranslations('console');
  const locale = useLocale();
  const steps = ticket.kind === 'ban-appeal' ? t('ticket.appeal') : ticket.tasks.map(({ name }) => name).join(', ');
  return (
    <header className="grid gap-1.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h1 className="text-lg font-semibold">
          <span className="font-mono">{ticket.number}</span> · {ticket.offerTitle}, {steps}
        </h1>
        <CopyButton text={ticket.number} label={t('ticket.copy')} done={t('ticket.copied')} size="dense" />
        <Assignment ticket={ticket} agent={agent} />
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <span className="flex items-center gap-1.5">
          <span className="text-quiet">{t('ticket.axisTicket')}</span> <TicketStatusChip status={ticket.status} />
        </span>
        <span className="flex items-center gap-1.5">
          <span className="text-quiet">{t('ticket.axisReward')}</span> <RewardStatusChip status={ticket.rewardStatus} />
        </span>
        <span className="tabular-nums">
          {formatReward(ticket.rewardTotal, ticket.currencyName, locale)} (<Money micros={ticket.valueMicros} />)
        </span>
        <Clock ticket={ticket} now={now} />
        <span className="text-quiet">{t('ticket.round', { round: ticket.round })}</span>
        <span className="text-quiet">{t('ticket.language', { language: ticket.locale })}</span>
      </div>
    </header>
  );
}

/** R20: target and breach. Two instants an agent never has to compute. */
function Clock({ ticket, now }: Pick<HeadingProps, 'ticket' | 'now'>) {
  const t = useTranslations('console.ticket');
  const locale = useLocale();
  const time = (at: Date) => <Time at={at} now={now} locale={locale} />;
  if (ticket.dueAt) return <Deadline dueAt={ticket.dueAt} breachAt={ticket.breachAt} now={now} announce />;
  if (ticket.closedReason) return <span className="text-quiet">{t('closed', { reason: ticket.closedReason })}</span>;
  return <span className="text-quiet">{t.rich('opened', { when: () => time(ticket.openedAt) })}</span>;
}

function Assignment({ ticket, agent }: Pick<HeadingProps, 'ticket' | 'agent'>) {
  const t = useTranslations('console.ticket');
  const mine = ticket.assigneeId === agent.id;
  const who = ticket.assigneeName ? t('assigned', { name: ticket.assigneeName }) : t('unassigned');
  return (
    <span className="ms-auto flex items-center gap-2">
      <span>{who}</span>
      {ticket.decidable && can(agent.role, 'tickets:assign') && (
        <form method="post" action={`/api/console/tickets/${ticket.number}/assignment`}>
          <input type="hidden" name="version" value={ticket.version} />
          <input type="hidden" name="assignee" value={mine ? '' : 'me'} />
          <Button size="dense">{t(mine ? 'giveBack' : 'take')}</Button>
        </form>
      )}
    </span>
  );
}

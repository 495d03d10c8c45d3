/** Which ticket, how much, until when, and who has it: stays in sight while the page is read. */
import { useLocale, useTranslations } from 'next-intl';
import { TicketHere } from '@/app/console/tickets/[number]/here';
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
    <header className="z-10 -mx-4 -mt-4 grid gap-1.5 border-b border-line bg-surface px-4 py-2 md:sticky md:top-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h1 className="min-w-0 text-lg/6 font-semibold wrap-anywhere">
          <span className="font-mono whitespace-nowrap">{ticket.number}</span> · <bdi>{ticket.offerTitle}</bdi>,{' '}
          <bdi>{steps}</bdi>
        </h1>
        <CopyButton text={ticket.number} label={t('ticket.copy')} done={t('ticket.copied')} size="dense" />
        <TicketHere number={ticket.number} agent={agent} />
        <Assignment ticket={ticket} agent={agent} />
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <span className="flex items-center gap-1.5">
          <span className="text-quiet">{t('ticket.axisTicket')}</span> <TicketStatusChip status={ticket.status} />
        </span>
        <span className="flex items-center gap-1.5">
          <span className="text-quiet">{t('ticket.axisReward')}</span> <RewardStatusChip status={ticket.rewardStatus} />
        </span>
        <bdi className="font-medium tabular-nums">
          {formatReward(ticket.rewardTotal, ticket.currencyName, locale)} (<Money micros={ticket.valueMicros} />)
        </bdi>
        <Clock ticket={ticket} now={now} />
        <span className="text-quiet">{t('ticket.round', { round: ticket.round })}</span>
        <span className="text-quiet">{t('ticket.language', { language: ticket.locale })}</span>
      </div>
    </header>
  );
}

/** R20: target and breach, as one chip that an agent never has to compute. */
function Clock({ ticket, now }: Pick<HeadingProps, 'ticket' | 'now'>) {
  const t = useTranslations('console.ticket');
  const locale = useLocale();
  if (ticket.dueAt) return <Deadline dueAt={ticket.dueAt} breachAt={ticket.breachAt} now={now} announce />;
  if (ticket.closedReason) return <span className="text-quiet">{t('closed', { reason: ticket.closedReason })}</span>;
  return (
    <span className="text-quiet">
      {t.rich('opened', { when: () => <Time at={ticket.openedAt} now={now} locale={locale} /> })}
    </span>
  );
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
          <Button size="dense" data-command={mine ? undefined : 'assign-me'}>
            {t(mine ? 'giveBack' : 'take')}
          </Button>
        </form>
      )}
    </span>
  );
}

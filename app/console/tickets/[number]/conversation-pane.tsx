/** What was said and what happened, oldest first, and the two boxes to write in. */
import { useTranslations } from 'next-intl';
import type { Flash } from '@/app/console/flash';
import { Composer } from '@/app/console/tickets/[number]/composer';
import { Entry } from '@/app/console/tickets/[number]/conversation-entry';
import { Pane } from '@/components/console/pane';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';
import { can } from '@/lib/rules/permissions';
import type { AgentTicket } from '@/lib/tickets/read-ticket-for-agent';

type PaneProps = { ticket: AgentTicket; agent: SignedInAgent; colleagues: readonly string[]; flash: Flash | null };

export function ConversationPane({ ticket, agent, colleagues, flash }: PaneProps) {
  const t = useTranslations('console.ticket');
  const mayTake = can(agent.role, 'mail:handle');
  return (
    <Pane id="conversation" title={t('conversation')}>
      <div role="log" aria-labelledby="conversation" className="grid gap-2">
        {ticket.conversation.map((entry, index) => (
          <Entry key={index} entry={entry} mayTake={mayTake} />
        ))}
      </div>
      <Composer ticket={ticket} agent={agent} colleagues={colleagues} flash={flash} />
    </Pane>
  );
}

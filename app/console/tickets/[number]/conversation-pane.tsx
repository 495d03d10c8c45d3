/** What was said and what happened, oldest first, and a place for a note. */
import { useTranslations } from 'next-intl';
import type { Flash } from '@/app/console/flash';
import { Entry } from '@/app/console/tickets/[number]/conversation-entry';
import { Pane } from '@/components/console/pane';
import { Button } from '@/components/ui/button';
import { Textarea } from '@/components/ui/field';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';
import { can } from '@/lib/rules/permissions';
import type { AgentTicket } from '@/lib/tickets/read-ticket-for-agent';

type PaneProps = { ticket: AgentTicket; agent: SignedInAgent; flash: Flash | null };

export function ConversationPane({ ticket, agent, flash }: PaneProps) {
  const t = useTranslations('console.ticket');
  return (
    <Pane id="conversation" title={t('conversation')}>
      <ol className="grid gap-2">
        {ticket.conversation.map((entry, index) => (
          <li key={index}>
            <Entry entry={entry} />
          </li>
        ))}
      </ol>
      {can(agent.role, 'tickets:note') && <NoteForm number={ticket.number} flash={flash} />}
    </Pane>
  );
}

function NoteForm({ number, flash }: { number: string; flash: Flash | null }) {
  const t = useTranslations('console.conversation');
  return (
    <form
      method="post"
      action={`/api/console/tickets/${number}/notes`}
      className="grid gap-1.5 border-t border-line pt-3"
    >
      <label htmlFor="note-body" className="font-medium">
        {t('writeNote')}
      </label>
      <Textarea
        dense
        id="note-body"
        name="body"
        rows={2}
        required
        maxLength={4000}
        aria-describedby="note-hint"
        defaultValue={flash?.typed.body}
      />
      <div className="flex items-center justify-between gap-2">
        <span id="note-hint" className="text-quiet">
          {t('noteHint')}
        </span>
        <Button size="dense">{t('addNote')}</Button>
      </div>
    </form>
  );
}

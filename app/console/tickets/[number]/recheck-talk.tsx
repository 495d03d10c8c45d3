/**
 * What is said to the advertiser and by it. A box of its own, with a look of its own and a key of its own: nothing carries words
 * from here to the user or back.
 */
import { useLocale, useTranslations } from 'next-intl';
import type { Flash } from '@/app/console/flash';
import { CommandKeys } from '@/app/console/own-keys';
import { ActionForm } from '@/app/console/tickets/[number]/action-panel';
import { Words } from '@/app/console/tickets/[number]/words';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { Textarea } from '@/components/ui/field';
import { Icon } from '@/components/ui/icon';
import { Time } from '@/components/ui/time';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';
import { LONGEST_RECHECK_MESSAGE } from '@/lib/rechecks/add-recheck-message';
import type { DeskRechecks, TicketRecheck } from '@/lib/rechecks/read-rechecks';
import { can } from '@/lib/rules/permissions';
import type { AgentTicket } from '@/lib/tickets/read-ticket-for-agent';

type TalkProps = {
  recheck: TicketRecheck;
  rechecks: DeskRechecks;
  ticket: AgentTicket;
  agent: SignedInAgent;
  flash: Flash | null;
};

export function RecheckTalk({ recheck, rechecks, ticket, agent, flash }: TalkProps) {
  const t = useTranslations('console.recheck');
  const messages = withoutAnswer(recheck);
  const maySpeak = can(agent.role, 'rechecks:ask');
  if (messages.length === 0 && !maySpeak) return null;
  const name = rechecks.terms.name;
  return (
    <section aria-labelledby="talk" className="rounded-box border-2 border-dashed border-edge bg-surface">
      <h3 className="flex min-h-7 flex-wrap items-center gap-2 border-b border-dashed border-edge px-3 py-1">
        <Icon name="question" className="size-4" />
        <span id="talk" className="me-auto font-medium">
          {t('talk', { name })}
        </span>
        {maySpeak && <CommandKeys agent={agent} command="tell-advertiser" />}
      </h3>
      <div className="grid gap-2 p-3">
        {messages.length > 0 && (
          <div role="log" aria-labelledby="talk" className="grid gap-2">
            {messages.map((message) => (
              <Said key={`${message.at.toISOString()} ${message.body}`} message={message} />
            ))}
          </div>
        )}
        {maySpeak && <Speak name={name} ticket={ticket} flash={flash} />}
      </div>
    </section>
  );
}

/** The words of the answer stand in its own box. */
function withoutAnswer({ messages, answeredAt }: TicketRecheck): TicketRecheck['messages'] {
  return messages.filter(({ author, at }) => author === 'AGENT' || at.getTime() !== answeredAt?.getTime());
}

function Said({ message: { at, author, name, body } }: { message: TicketRecheck['messages'][number] }) {
  const locale = useLocale();
  return (
    <article
      className={classNames('rounded-box border border-line bg-raised px-3 py-2', author === 'AGENT' ? 'ms-6' : 'me-6')}
    >
      <header className="flex flex-wrap items-baseline justify-between gap-x-3">
        <bdi className="font-medium">{name}</bdi>
        <Time at={at} style="clock" locale={locale} className="text-quiet" />
      </header>
      <Words>{body}</Words>
    </article>
  );
}

function Speak({ name, ticket, flash }: { name: string; ticket: AgentTicket; flash: Flash | null }) {
  const t = useTranslations('console.recheck');
  const mine = flash?.typed.box === 'recheck-message' ? flash : null;
  const problem = mine && { code: mine.code, message: mine.message, ...mine.details };
  return (
    <ActionForm ticket={ticket} door="recheck/messages" problem={problem}>
      <input type="hidden" name="box" value="recheck-message" />
      <label htmlFor="recheck-body" className="sr-only">
        {t('talk', { name })}
      </label>
      <Textarea
        dense
        id="recheck-body"
        name="body"
        data-command="tell-advertiser"
        rows={2}
        required
        maxLength={LONGEST_RECHECK_MESSAGE}
        aria-describedby="recheck-body-hint"
        defaultValue={mine?.typed.body}
      />
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span id="recheck-body-hint" className="text-quiet">
          {t('talkHint')}
        </span>
        <Button size="dense">{t('talkSend')}</Button>
      </div>
    </ActionForm>
  );
}

/** Everything that an agent can do with a ticket, always within reach at the bottom of the window, with and without scripts. */
import { useTranslations } from 'next-intl';
import { getTranslations } from 'next-intl/server';
import type { Flash } from '@/app/console/flash';
import { ActionForm } from '@/app/console/tickets/[number]/action-panel';
import { MacroPanel } from '@/app/console/tickets/[number]/macro-panel';
import { MorePanel } from '@/app/console/tickets/[number]/more-panel';
import { RecheckPanel } from '@/app/console/tickets/[number]/recheck-panel';
import { RulingPanel } from '@/app/console/tickets/[number]/ruling-panel';
import { Assign, Snooze, Tag } from '@/app/console/tickets/[number]/work-panels';
import { UndoLine } from '@/components/console/undo-toast';
import { Button, LinkButton } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';
import type { DeskRechecks } from '@/lib/rechecks/read-rechecks';
import { can } from '@/lib/rules/permissions';
import { secondsUntil } from '@/lib/rules/seconds-until';
import { type DeskChoices, readDeskChoices } from '@/lib/tickets/desk-choices';
import type { OpenIntent } from '@/lib/tickets/intents';
import type { AgentTicket } from '@/lib/tickets/read-ticket-for-agent';

type BarProps = { ticket: AgentTicket; agent: SignedInAgent; rechecks: DeskRechecks; flash: Flash | null };

export async function DecisionBar({ ticket, agent, rechecks, flash, now }: BarProps & { now: Date }) {
  const t = await getTranslations('console');
  const { intent } = ticket.desk;
  const mayWork = can(agent.role, 'tickets:decide');
  return (
    <section
      id="decide"
      aria-label={t('decide.title')}
      className="sticky bottom-0 z-10 -mx-4 -mb-4 mt-auto flex flex-wrap items-center gap-2 border-t border-line bg-raised px-4 py-2"
    >
      {intent ? (
        <StillOpen intent={intent} agent={agent} now={now} />
      ) : mayWork ? (
        <Actions
          ticket={ticket}
          agent={agent}
          rechecks={rechecks}
          flash={flash}
          choices={await readDeskChoices(ticket)}
        />
      ) : (
        <p className="text-quiet">{t('decide.readOnly')}</p>
      )}
      <span className="ms-auto text-quiet tabular-nums">{t('ticket.version', { version: ticket.version })}</span>
    </section>
  );
}

/** Decided or asked a moment ago: until it is sent there is nothing else to do here than to take it back. */
function StillOpen({ intent, agent, now }: { intent: OpenIntent; agent: SignedInAgent; now: Date }) {
  const mine = intent.agentId === agent.id;
  const { id, number, kind, outcome, agentName, runsAt } = intent;
  const item = { id, number, kind, outcome, by: mine ? null : agentName, seconds: secondsUntil(runsAt, now) };
  const mayUndo = can(agent.role, mine ? 'tickets:decide' : 'tickets:undo');
  return <UndoLine item={item} mayUndo={mayUndo} />;
}

type ActionsProps = BarProps & { choices: DeskChoices };

function Actions({ ticket, agent, rechecks, flash, choices }: ActionsProps) {
  const t = useTranslations('console.act');
  const first = ticket.desk.firstApprover;
  if (!ticket.decidable) return <Afterwards ticket={ticket} agent={agent} choices={choices} />;
  return (
    <>
      {first && <SecondWanted first={first} mine={first.id === agent.id} />}
      {ticket.confirmed ? (
        <RulingPanel outcome="approve" ticket={ticket} agent={agent} flash={flash} />
      ) : (
        <CannotApprove />
      )}
      <RulingPanel outcome="deny" ticket={ticket} agent={agent} flash={flash} />
      <RecheckPanel ticket={ticket} agent={agent} rechecks={rechecks} flash={flash} />
      {ticket.validatedAt && (
        <LinkButton href="#ask" size="dense">
          <Icon name="mail" className="size-4" />
          {t('askUser')}
        </LinkButton>
      )}
      <Assign ticket={ticket} agent={agent} choices={choices} />
      <Tag ticket={ticket} agent={agent} choices={choices} />
      <Snooze ticket={ticket} agent={agent} />
      <MacroPanel ticket={ticket} agent={agent} />
      <MorePanel ticket={ticket} agent={agent} choices={choices} />
    </>
  );
}

/** Four eyes: who has seen it, and whose turn it is. */
function SecondWanted({ first, mine }: { first: { name: string }; mine: boolean }) {
  const t = useTranslations('console.undo');
  return (
    <p className="flex w-full items-center gap-2 text-wait">
      <Icon name="half" className="size-4" />
      {mine ? t('secondByYou') : t('secondBy', { name: first.name })}
    </p>
  );
}

/** R5: the button stays where it is, and says why it does nothing. */
function CannotApprove() {
  const t = useTranslations('console.decide');
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Button type="button" size="dense" disabled aria-describedby="not-confirmed">
        <Icon name="check" className="size-4" />
        {t('approve')}
      </Button>
      <span id="not-confirmed" className="text-quiet">
        {t('notConfirmed')}
      </span>
    </span>
  );
}

/** Nothing is decided any more, or not yet: it can be tagged, and a wrong link taken back. */
function Afterwards({ ticket, agent, choices }: Omit<ActionsProps, 'flash' | 'rechecks'>) {
  const t = useTranslations('console');
  const early = ticket.status === 'AWAITING_24H' || ticket.status === 'AWAITING_EMAIL';
  const isDuplicate = ticket.desk.closedReason === 'duplicate' && can(agent.role, 'tickets:merge');
  return (
    <>
      <p className="text-quiet">{t(early ? 'decide.early' : 'decide.notWaiting')}</p>
      <Tag ticket={ticket} agent={agent} choices={choices} />
      {isDuplicate && (
        <ActionForm ticket={ticket} door="duplicate">
          <input type="hidden" name="act" value="unlink" />
          <Button size="dense">{t('act.unlink')}</Button>
        </ActionForm>
      )}
    </>
  );
}

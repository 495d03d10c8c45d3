/** Approve or deny, always within reach at the bottom of the window. Two forms that also work without JavaScript. */
import { useLocale, useTranslations } from 'next-intl';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import type { Flash } from '@/app/console/flash';
import { CommandKeys } from '@/app/console/own-keys';
import { useDraftWords } from '@/app/console/tickets/[number]/use-draft-words';
import { useProblemWords } from '@/app/console/tickets/[number]/use-problem-words';
import { DecisionForm } from '@/components/console/decision-form';
import { DraftField } from '@/components/console/draft-field';
import { UndoLine } from '@/components/console/undo-toast';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { Select } from '@/components/ui/field';
import { Icon } from '@/components/ui/icon';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';
import { APPROVE_REASONS, DENY_REASONS, LONGEST_NOTE, type Outcome } from '@/lib/rules/agent-reasons';
import { can } from '@/lib/rules/permissions';
import { secondsUntil } from '@/lib/rules/seconds-until';
import type { OpenIntent } from '@/lib/tickets/intents';
import type { AgentTicket } from '@/lib/tickets/read-ticket-for-agent';

type BarProps = { ticket: AgentTicket; agent: SignedInAgent; flash: Flash | null };

export async function DecisionBar({ ticket, agent, flash, now }: BarProps & { now: Date }) {
  const t = await getTranslations('console');
  const { intent, firstApprover } = ticket.desk;
  return (
    <section
      id="decide"
      aria-label={t('decide.title')}
      className="sticky bottom-0 z-10 -mx-4 -mb-4 mt-auto flex flex-wrap items-center gap-3 border-t border-line bg-raised px-4 py-2"
    >
      {intent ? (
        <StillOpen intent={intent} agent={agent} now={now} />
      ) : (
        <Choices ticket={ticket} agent={agent} flash={flash} first={firstApprover} />
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

function Choices({ ticket, agent, flash, first }: BarProps & { first: AgentTicket['desk']['firstApprover'] }) {
  const t = useTranslations('console.decide');
  if (!ticket.decidable) {
    const early = ticket.status === 'AWAITING_24H' || ticket.status === 'AWAITING_EMAIL';
    return <p className="text-quiet">{t(early ? 'early' : 'notWaiting')}</p>;
  }
  if (!can(agent.role, 'tickets:decide')) return <p className="text-quiet">{t('readOnly')}</p>;
  return (
    <>
      {first && <SecondWanted first={first} mine={first.id === agent.id} />}
      {ticket.confirmed ? <Choice outcome="approve" ticket={ticket} agent={agent} flash={flash} /> : <CannotApprove />}
      <Choice outcome="deny" ticket={ticket} agent={agent} flash={flash} />
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

type ChoiceProps = { outcome: Outcome } & BarProps;

function Choice({ outcome, ticket, agent, flash }: ChoiceProps) {
  const t = useTranslations('console.decide');
  const approving = outcome === 'approve';
  const mine = flash?.typed.outcome === outcome ? flash : null;
  return (
    <details id={outcome} name="decide" open={mine !== null} className="sm:relative">
      <summary
        className={classNames(
          'flex min-h-7 list-none items-center gap-2 rounded-box border px-2.5 font-medium',
          approving ? 'border-ok-line bg-ok-fill text-ok' : 'border-bad-line bg-bad-fill text-bad',
        )}
      >
        <Icon name={approving ? 'check' : 'cross'} className="size-4" />
        {t(outcome)}
        <CommandKeys agent={agent} command={outcome} />
      </summary>
      <div className="absolute inset-x-4 bottom-full mb-1 rounded-box border border-line bg-raised p-4 shadow-lg sm:inset-x-auto sm:start-0 sm:w-96">
        <Ruling outcome={outcome} ticket={ticket} flash={mine} />
      </div>
    </details>
  );
}

function Ruling({ outcome, ticket, flash }: Omit<ChoiceProps, 'agent'>) {
  const t = useTranslations('console.decide');
  const locale = useLocale();
  const words = useProblemWords();
  const approving = outcome === 'approve';
  const draft = ticket.drafts[outcome];
  const problem = flash && { code: flash.code, message: flash.message, ...flash.details };
  return (
    <DecisionForm
      action={`/api/console/tickets/${ticket.number}/decision`}
      version={ticket.version}
      words={words}
      locale={locale}
      problem={problem}
    >
      <input type="hidden" name="outcome" value={outcome} />
      <Labelled id={`${outcome}-reason`} label={t('reason')}>
        <Reasons outcome={outcome} chosen={flash?.typed.reason} />
      </Labelled>
      <Labelled id={`${outcome}-note`} label={t(approving ? 'noteApprove' : 'noteDeny')}>
        <DraftField
          kind={outcome}
          number={ticket.number}
          id={`${outcome}-note`}
          name="note"
          rows={3}
          maxLength={LONGEST_NOTE}
          describedBy={`${outcome}-note-hint`}
          defaultValue={flash?.typed.note ?? draft?.body}
          savedAt={draft?.savedAt.toISOString() ?? null}
          words={useDraftWords()}
          locale={locale}
        />
        <span id={`${outcome}-note-hint`} className="text-quiet">
          {t(approving ? 'noteApproveHint' : 'noteDenyHint')}
        </span>
      </Labelled>
      <Button look={approving ? 'primary' : 'danger'} size="dense" wide>
        {t(approving ? 'confirmApprove' : 'confirmDeny')}
      </Button>
    </DecisionForm>
  );
}

function Reasons({ outcome, chosen }: { outcome: Outcome; chosen: string | undefined }) {
  const t = useTranslations('console');
  const reasons = outcome === 'approve' ? APPROVE_REASONS : DENY_REASONS;
  return (
    <Select
      dense
      id={`${outcome}-reason`}
      name="reason"
      required
      defaultValue={chosen ?? (outcome === 'approve' ? reasons[0] : '')}
    >
      <option value="" disabled>
        {t('decide.choose')}
      </option>
      {reasons.map((reason) => (
        <option key={reason} value={reason}>
          {t(`reason.${reason}`)}
        </option>
      ))}
    </Select>
  );
}

function Labelled({ id, label, children }: { id: string; label: string; children: ReactNode }) {
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children}
    </div>
  );
}

/**
 * Two boxes, two looks, two keys: what is asked of the user goes out by e-mail, a note never leaves the house. Nothing carries
 * words from one to the other. Each keeps its own draft; without JavaScript both are plain forms.
 */
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Flash } from '@/app/console/flash';
import { CommandKeys } from '@/app/console/own-keys';
import { useDraftWords } from '@/app/console/tickets/[number]/use-draft-words';
import { useProblemWords } from '@/app/console/tickets/[number]/use-problem-words';
import { DecisionForm } from '@/components/console/decision-form';
import { DraftField } from '@/components/console/draft-field';
import { Button } from '@/components/ui/button';
import { Icon, type IconName } from '@/components/ui/icon';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';
import { can } from '@/lib/rules/permissions';
import type { DraftKind } from '@/lib/tickets/agent-drafts';
import type { AgentTicket } from '@/lib/tickets/read-ticket-for-agent';

type ComposerProps = { ticket: AgentTicket; agent: SignedInAgent; colleagues: readonly string[]; flash: Flash | null };

const LONGEST = { ask: 2_000, note: 4_000 };

export function Composer({ ticket, agent, colleagues, flash }: ComposerProps) {
  const mayAsk = can(agent.role, 'tickets:decide') && ticket.decidable && ticket.validatedAt !== null;
  if (!can(agent.role, 'tickets:note')) return null;
  return (
    <div className="grid gap-2 border-t border-line pt-3">
      {mayAsk && !ticket.desk.intent && <AskBox ticket={ticket} agent={agent} flash={flash} />}
      <NoteBox ticket={ticket} agent={agent} colleagues={colleagues} flash={flash} />
    </div>
  );
}

/** Folded until it is wanted: most tickets are decided without a question. */
function AskBox({ ticket, agent, flash }: Omit<ComposerProps, 'colleagues'>) {
  const t = useTranslations('console.composer');
  const mine = flash?.typed.box === 'ask' ? flash : null;
  return (
    <details
      id="ask-user"
      open={mine !== null || ticket.drafts.ask !== undefined}
      className="rounded-box border border-info-line bg-raised"
    >
      <summary className="flex min-h-7 items-center gap-2 rounded-box bg-info-fill px-3 py-1 font-medium">
        <BoxTitle icon="mail" tone="text-info">
          {t('ask')}
        </BoxTitle>
        <CommandKeys agent={agent} command="ask-user" />
      </summary>
      <div id="ask" className="p-3">
        <Box kind="ask" door="questions" ticket={ticket} flash={mine} label={t('askLabel')} hint={t('askHint')}>
          <Button look="primary" size="dense">
            {t('askSend')}
          </Button>
        </Box>
      </div>
    </details>
  );
}

function NoteBox({ ticket, agent, colleagues, flash }: ComposerProps) {
  const t = useTranslations('console');
  const mine = flash?.typed.box === 'note' ? flash : null;
  return (
    <section aria-labelledby="note-title" className="rounded-box border border-wait-line bg-wait-fill">
      <h3 id="note-title" className="flex min-h-7 items-center gap-2 px-3 py-1 font-medium">
        <BoxTitle icon="copy" tone="text-wait">
          {t('composer.note')}
        </BoxTitle>
        <CommandKeys agent={agent} command="note" />
      </h3>
      <div className="px-3 pb-3">
        <Box
          kind="note"
          door="notes"
          ticket={ticket}
          flash={mine}
          label={t('conversation.writeNote')}
          hint={t('conversation.noteHint')}
          names={colleagues}
        >
          <Button size="dense">{t('conversation.addNote')}</Button>
        </Box>
      </div>
    </section>
  );
}

function BoxTitle({ icon, tone, children }: { icon: IconName; tone: string; children: ReactNode }) {
  return (
    <span className="me-auto inline-flex items-center gap-2">
      <Icon name={icon} className={`size-4 ${tone}`} />
      {children}
    </span>
  );
}

type BoxProps = {
  kind: Extract<DraftKind, 'ask' | 'note'>;
  door: string;
  ticket: AgentTicket;
  flash: Flash | null;
  label: string;
  hint: string;
  names?: readonly string[];
  children: ReactNode;
};

function Box({ kind, door, ticket, flash, label, hint, names, children }: BoxProps) {
  const locale = useLocale();
  const words = useProblemWords();
  const draft = ticket.drafts[kind];
  const id = `${kind}-body`;
  return (
    <DecisionForm
      action={`/api/console/tickets/${ticket.number}/${door}`}
      version={ticket.version}
      words={words}
      locale={locale}
      problem={flash && { code: flash.code, message: flash.message, ...flash.details }}
    >
      <input type="hidden" name="box" value={kind} />
      <div className="grid gap-1">
        <label htmlFor={id} className="sr-only">
          {label}
        </label>
        <DraftField
          kind={kind}
          number={ticket.number}
          id={id}
          name="body"
          command={kind === 'note' ? 'note' : undefined}
          rows={kind === 'ask' ? 4 : 2}
          required
          maxLength={LONGEST[kind]}
          defaultValue={flash?.typed.body ?? draft?.body}
          savedAt={draft?.savedAt.toISOString() ?? null}
          describedBy={`${kind}-hint`}
          words={useDraftWords()}
          locale={locale}
          names={names}
        />
      </div>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span id={`${kind}-hint`} className="text-quiet">
          {hint}
        </span>
        {children}
      </div>
    </DecisionForm>
  );
}

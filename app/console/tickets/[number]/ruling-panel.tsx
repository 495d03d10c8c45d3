/** Approve or deny: the reason, the words, and for a denial the very e-mail that goes out. */
import { useLocale, useTranslations } from 'next-intl';
import type { Flash } from '@/app/console/flash';
import { ActionForm, ActionPanel, Labelled } from '@/app/console/tickets/[number]/action-panel';
import { ReasonSelect } from '@/app/console/tickets/[number]/reason-select';
import { useDraftWords } from '@/app/console/tickets/[number]/use-draft-words';
import { DraftField } from '@/components/console/draft-field';
import { LetterPreview } from '@/components/console/letter-preview';
import { Button } from '@/components/ui/button';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';
import { LONGEST_NOTE, type Outcome } from '@/lib/rules/agent-reasons';
import type { AgentTicket } from '@/lib/tickets/read-ticket-for-agent';

type RulingProps = { outcome: Outcome; ticket: AgentTicket; agent: SignedInAgent; flash: Flash | null };

export function RulingPanel({ outcome, ticket, agent, flash }: RulingProps) {
  const t = useTranslations('console.decide');
  const approving = outcome === 'approve';
  const mine = flash?.typed.outcome === outcome ? flash : null;
  return (
    <ActionPanel
      id={outcome}
      label={t(outcome)}
      icon={approving ? 'check' : 'cross'}
      look={approving ? 'ok' : 'bad'}
      agent={agent}
      command={outcome}
      open={mine !== null}
    >
      <Ruling outcome={outcome} ticket={ticket} flash={mine} />
    </ActionPanel>
  );
}

function Ruling({ outcome, ticket, flash }: Omit<RulingProps, 'agent'>) {
  const t = useTranslations('console.decide');
  const locale = useLocale();
  const approving = outcome === 'approve';
  const draft = ticket.drafts[outcome];
  const problem = flash && { code: flash.code, message: flash.message, ...flash.details };
  return (
    <ActionForm ticket={ticket} door="decision" problem={problem}>
      <input type="hidden" name="outcome" value={outcome} />
      <Labelled id={`${outcome}-reason`} label={t('reason')}>
        <ReasonSelect outcome={outcome} ticketLocale={ticket.locale} chosen={flash?.typed.reason} />
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
      <LetterPreview action={`/api/console/tickets/${ticket.number}/preview`} words={usePreviewWords()} />
      <noscript>
        <Button size="dense" formAction={`/api/console/tickets/${ticket.number}/preview`} formTarget="_blank">
          {t('preview.title')}
        </Button>
      </noscript>
      <Button look={approving ? 'primary' : 'danger'} size="dense" wide>
        {t(approving ? 'confirmApprove' : 'confirmDeny')}
      </Button>
    </ActionForm>
  );
}

function usePreviewWords() {
  const t = useTranslations('console.decide.preview');
  return {
    title: t('title'),
    waiting: t('waiting'),
    failed: t('failed'),
    language: t('language'),
    languages: { '': t('own'), en: t('en'), es: t('es') },
  };
}

/** Evidence before decoration: the story from the first tap to the game's answer, and what speaks for and against. */
import { useTranslations } from 'next-intl';
import { ForAndAgainst } from '@/app/console/tickets/[number]/for-and-against';
import { ReceiptList } from '@/app/console/tickets/[number]/receipt-list';
import { StoryBeginning } from '@/app/console/tickets/[number]/story-beginning';
import { StoryStep } from '@/app/console/tickets/[number]/story-step';
import { ToldList } from '@/app/console/tickets/[number]/told-list';
import { Pane, Part } from '@/components/console/pane';
import type { AgentTicket } from '@/lib/tickets/read-ticket-for-agent';

type PaneProps = { ticket: AgentTicket; now: Date; mayReplay: boolean; mayMail: boolean };

export function EvidencePane({ ticket, now, mayReplay, mayMail }: PaneProps) {
  const t = useTranslations('console');
  const { steps, refused, stray, callbacks } = ticket.evidence;
  const ofNoStep = refused.filter(({ taskKey }) => !isOfOneStep(ticket, taskKey));
  const others = callbacks.filter(({ taskKey }) => !steps.some(({ key }) => key === taskKey));
  return (
    <Pane id="evidence" title={t('ticket.evidence')}>
      <ol className="grid gap-2" aria-label={t('story.title')}>
        <StoryBeginning ticket={ticket} otherCallbacks={others} now={now} />
        {steps.map((step) => (
          <StoryStep key={step.key} step={step} ticket={ticket} now={now} mayReplay={mayReplay} />
        ))}
      </ol>
      {ofNoStep.length > 0 && (
        <Part title={t('evidence.refused')}>
          <ReceiptList receipts={ofNoStep} mayReplay={mayReplay} />
        </Part>
      )}
      {stray.length > 0 && (
        <Part title={t('story.stray')}>
          <p className="text-quiet">{t('story.strayWhat')}</p>
          <ReceiptList receipts={stray} mayReplay={mayReplay} />
        </Part>
      )}
      <ToldList conversation={ticket.conversation} number={mayMail ? ticket.number : null} />
      <ForAndAgainst facts={ticket.facts} />
    </Pane>
  );
}

/** One that names no step belongs to the only one there is. */
function isOfOneStep({ evidence: { steps } }: AgentTicket, taskKey: string | null): boolean {
  return steps.some(({ key }) => key === taskKey) || (taskKey === null && steps.length === 1);
}

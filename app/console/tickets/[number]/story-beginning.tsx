/** How it began: the taps, and the steps of the offer that are not in question, often the install. */
import { useLocale, useTranslations } from 'next-intl';
import { CallbackList } from '@/app/console/tickets/[number]/callback-list';
import { ConfirmationLine } from '@/app/console/tickets/[number]/confirmation-line';
import { Facts, StoryPoint } from '@/app/console/tickets/[number]/story-point';
import { Time } from '@/components/ui/time';
import type { EvidenceCallback } from '@/lib/tickets/agent-callbacks';
import type { EvidenceClick } from '@/lib/tickets/agent-evidence';
import type { AgentTicket } from '@/lib/tickets/read-ticket-for-agent';

type BeginningProps = { ticket: AgentTicket; otherCallbacks: EvidenceCallback[]; now: Date };

export function StoryBeginning({ ticket, otherCallbacks, now }: BeginningProps) {
  const { clicks, confirmations, steps } = ticket.evidence;
  const others = confirmations.filter(({ taskKey }) => !steps.some(({ key }) => key === taskKey));
  const [first, ...again] = clicks;
  return (
    <>
      {first && (
        <StoryPoint look="done">
          <Click click={first} ticketClick={ticket.clickId} first />
          {again.length > 0 && <Again clicks={again} ticketClick={ticket.clickId} />}
        </StoryPoint>
      )}
      {others.map((confirmation) => (
        <StoryPoint key={confirmation.id} look={confirmation.state === 'RECONCILED' ? 'bad' : 'done'}>
          <ConfirmationLine confirmation={confirmation} />
        </StoryPoint>
      ))}
      {otherCallbacks.length > 0 && (
        <StoryPoint look="done">
          <CallbackList callbacks={otherCallbacks} now={now} />
        </StoryPoint>
      )}
    </>
  );
}

function Again({ clicks, ticketClick }: { clicks: EvidenceClick[]; ticketClick: string }) {
  const t = useTranslations('console.story');
  return (
    <details>
      <summary className="w-fit text-quiet">{t('clickedAgain', { count: clicks.length })}</summary>
      <ul className="mt-1 grid gap-1">
        {clicks.map((click) => (
          <li key={click.id}>
            <Click click={click} ticketClick={ticketClick} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function Click({ click, ticketClick, first }: { click: EvidenceClick; ticketClick: string; first?: boolean }) {
  const t = useTranslations('console');
  const locale = useLocale();
  return (
    <Facts>
      <span className="font-medium">{t(first ? 'story.clicked' : 'evidence.again')}</span>
      <Time at={click.clickedAt} style="clock" locale={locale} />
      <bdi>{[click.country, deviceText(click.device), click.ip].filter(Boolean).join(', ')}</bdi>
      <span className="font-mono text-xs break-all text-quiet">{click.id}</span>
      {click.id === ticketClick && !first && <span className="text-quiet">{t('evidence.ticketClick')}</span>}
    </Facts>
  );
}

/** The facts that are plain words or numbers; ids and a whole user agent would drown the line. */
export function deviceText({ id: _id, ...device }: Record<string, unknown>): string {
  const words = Object.values(device).filter((value) => ['string', 'number'].includes(typeof value));
  return words.map((value) => String(value).slice(0, 60)).join(' ');
}

/** From one ticket to the next of the same list, to the one before, and back to the list. */
import { ArrowLeft, ArrowRight, List } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { CommandKeys } from '@/app/console/own-keys';
import { ticketPath } from '@/app/console/tickets/after-decision';
import type { CommandId } from '@/lib/rules/shortcuts';
import { readTicketNumber } from '@/lib/rules/ticket-number';

type TicketWaysProps = { number: string; from: string; before: string; agent: { id: string } };

/** Nothing where the ticket was opened by itself. */
export function TicketWays({ number, from, before, agent }: TicketWaysProps) {
  const t = useTranslations('console.ways');
  if (!from) return null;
  const earlier = readTicketNumber(before);
  const mirrored = 'size-4 rtl:-scale-x-100';
  return (
    <nav aria-label={t('label')} className="flex flex-wrap gap-x-4 gap-y-1">
      <Way href={`/console/tickets?${from}`} command="back-to-list" agent={agent}>
        <List aria-hidden="true" className="size-4" />
        {t('list')}
      </Way>
      {earlier && (
        <Way href={ticketPath(earlier, from)} command="previous-ticket" agent={agent}>
          <ArrowLeft aria-hidden="true" className={mirrored} />
          {t('before')}
        </Way>
      )}
      <Way
        href={`/api/console/tickets/${number}/next?${new URLSearchParams({ from })}`}
        command="next-ticket"
        agent={agent}
      >
        {t('next')}
        <ArrowRight aria-hidden="true" className={mirrored} />
      </Way>
    </nav>
  );
}

type WayProps = { href: string; command: CommandId; agent: { id: string }; children: ReactNode };

function Way({ href, command, agent, children }: WayProps) {
  return (
    <a
      href={href}
      data-command={command}
      className="inline-flex min-h-6 items-center gap-1.5 text-accent hover:underline"
    >
      {children}
      <CommandKeys agent={agent} command={command} />
    </a>
  );
}

/** Looks out for newer versions of the ticket on this page. */
import { useLocale, useTranslations } from 'next-intl';
import { useWhatChangedWords } from '@/app/console/tickets/[number]/use-problem-words';
import { TicketWatch } from '@/components/console/ticket-watch';
import type { AgentTicket } from '@/lib/tickets/read-ticket-for-agent';

export function Watch({ ticket }: { ticket: AgentTicket }) {
  const t = useTranslations('console.whatChanged');
  const words = { ...useWhatChangedWords(), show: t('showNewer') };
  return <TicketWatch number={ticket.number} version={ticket.version} words={words} locale={useLocale()} />;
}

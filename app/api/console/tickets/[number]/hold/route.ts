/** Puts a ticket on hold, or lets it go. */
import { ticketDoor, versionOf } from '@/app/api/console/tickets/ticket-door';
import { holdTicket } from '@/lib/tickets/hold-ticket';

/** `reason`, or `act=release`. */
export const POST = ticketDoor(
  'tickets:decide',
  ['reason'],
  (number, text, agent) => {
    const reason = text('act') === 'release' ? null : text('reason');
    return holdTicket({ number, version: versionOf(text), agentId: agent.id, reason });
  },
  'more',
);

/** Makes one ticket of two. */
import { ticketDoor, versionOf } from '@/app/api/console/tickets/ticket-door';
import { refuse } from '@/lib/rules/refusal';
import { readTicketNumber } from '@/lib/rules/ticket-number';
import { mergeTickets } from '@/lib/tickets/merge-tickets';

/** `other`: the number that goes on. */
export const POST = ticketDoor(
  'tickets:merge',
  ['other'],
  async (number, text, agent) => {
    const into = readTicketNumber(text('other'));
    if (!into) return refuse('malformed', 'This is no ticket number.', { fields: { other: 'unknown' } });
    return mergeTickets({ number, version: versionOf(text), agentId: agent.id, into });
  },
  'more',
);

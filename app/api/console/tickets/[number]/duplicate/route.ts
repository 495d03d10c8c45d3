/** Closes a ticket as the duplicate of another, or takes the link back. */
import { ticketDoor, versionOf } from '@/app/api/console/tickets/ticket-door';
import { refuse } from '@/lib/rules/refusal';
import { readTicketNumber } from '@/lib/rules/ticket-number';
import { linkDuplicate, unlinkDuplicate } from '@/lib/tickets/link-duplicate';

/** `other`: the number that goes on; or `act=unlink`. */
export const POST = ticketDoor(
  'tickets:merge',
  ['other'],
  async (number, text, agent) => {
    const linking = { number, version: versionOf(text), agentId: agent.id };
    if (text('act') === 'unlink') return unlinkDuplicate(linking);
    const other = readTicketNumber(text('other'));
    if (!other) return refuse('malformed', 'This is no ticket number.', { fields: { other: 'unknown' } });
    return linkDuplicate({ ...linking, other });
  },
  'more',
);

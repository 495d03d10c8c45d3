/** Says something to the advertiser: `body`. */
import { ticketDoor } from '@/app/api/console/tickets/ticket-door';
import { addRecheckMessage } from '@/lib/rechecks/add-recheck-message';

export const POST = ticketDoor(
  'rechecks:ask',
  ['body', 'box'],
  (number, text, agent) => addRecheckMessage({ number, body: text('body'), agentId: agent.id }),
  'recheck',
);

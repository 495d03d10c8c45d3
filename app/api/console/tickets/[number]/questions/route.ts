/** Asks the user something: `question`. */
import { ticketDoor, versionOf } from '@/app/api/console/tickets/ticket-door';
import { askUser } from '@/lib/tickets/ask-user';

export const POST = ticketDoor(
  'tickets:decide',
  ['body', 'box'],
  (number, text, agent) => askUser({ number, version: versionOf(text), agentId: agent.id, body: text('body') }),
  'ask',
);

/** A note for colleagues. */
import { ticketDoor } from '@/app/api/console/tickets/ticket-door';
import { addNote } from '@/lib/tickets/add-note';

export const POST = ticketDoor('tickets:note', ['body', 'box'], (number, text, agent) =>
  addNote({ number, body: text('body'), agentId: agent.id }),
);

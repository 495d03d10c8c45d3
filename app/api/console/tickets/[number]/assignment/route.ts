/** Takes a ticket, gives it back to everybody, or hands it to a colleague. */
import { ticketDoor, versionOf } from '@/app/api/console/tickets/ticket-door';
import { refuse } from '@/lib/rules/refusal';
import { assignTicket } from '@/lib/tickets/assign-ticket';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** `assignee`: an agent's id, `me`, or empty for nobody. */
export const POST = ticketDoor('tickets:assign', [], async (number, text, agent) => {
  const assignee = text('assignee') === 'me' ? agent.id : text('assignee');
  if (assignee !== '' && !UUID.test(assignee)) return refuse('malformed', 'There is no such agent.');
  return assignTicket({ number, assigneeId: assignee || null, version: versionOf(text), agentId: agent.id });
});

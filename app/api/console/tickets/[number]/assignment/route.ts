/** Takes a ticket, gives it back to everybody, or hands it to a colleague. */
import { isUuid, ticketDoor, versionOf } from '@/app/api/console/tickets/ticket-door';
import { refuse } from '@/lib/rules/refusal';
import { assignTicket } from '@/lib/tickets/assign-ticket';

/** `assignee`: an agent's id, `me`, or empty for nobody. */
export const POST = ticketDoor('tickets:assign', [], async (number, text, agent) => {
  const assignee = text('assignee') === 'me' ? agent.id : text('assignee');
  if (assignee !== '' && !isUuid(assignee)) return refuse('malformed', 'There is no such agent.');
  return assignTicket({ number, assigneeId: assignee || null, version: versionOf(text), agentId: agent.id });
});

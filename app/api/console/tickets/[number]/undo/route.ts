/** Takes back what was decided or written a moment ago. */
import { isUuid, ticketDoor } from '@/app/api/console/tickets/ticket-door';
import { can } from '@/lib/rules/permissions';
import { undoIntent } from '@/lib/tickets/undo-intent';

/** `intent`: which one; without it, the one that is open. */
export const POST = ticketDoor('tickets:decide', [], async (number, text, agent) => {
  const intent = isUuid(text('intent')) ? text('intent') : null;
  return undoIntent({ number, intent, agentId: agent.id, mayUndoOthers: can(agent.role, 'tickets:undo') });
});

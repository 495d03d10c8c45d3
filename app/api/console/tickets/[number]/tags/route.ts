/** Puts a tag on a ticket, or takes one off. */
import { ticketDoor, versionOf } from '@/app/api/console/tickets/ticket-door';
import { can } from '@/lib/rules/permissions';
import { refuse } from '@/lib/rules/refusal';
import { tagTicket } from '@/lib/tickets/tag-ticket';

/** `add` and `remove`: one name each, either may be left out. */
export const POST = ticketDoor(
  'tickets:assign',
  ['add'],
  async (number, text, agent) => {
    const [add, remove] = [named(text('add')), named(text('remove'))];
    if (add.length + remove.length === 0) return refuse('malformed', 'Which tag?', { fields: { add: 'required' } });
    const mayInvent = can(agent.role, 'macros:write');
    return tagTicket({ number, version: versionOf(text), agentId: agent.id, add, remove, mayInvent });
  },
  'tag',
);

function named(typed: string): string[] {
  return typed.trim() === '' ? [] : [typed.trim()];
}

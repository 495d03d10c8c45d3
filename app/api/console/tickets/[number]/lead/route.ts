/** Hands a ticket to the leads; a lead gives it back. */
import { ticketDoor, versionOf } from '@/app/api/console/tickets/ticket-door';
import { can } from '@/lib/rules/permissions';
import { refuse } from '@/lib/rules/refusal';
import { escalateToLead, giveBackFromLead } from '@/lib/tickets/escalate-to-lead';

/** `reason`, or `act=back` (leads). */
export const POST = ticketDoor(
  'tickets:assign',
  ['reason'],
  async (number, text, agent) => {
    const handing = { number, version: versionOf(text), agentId: agent.id };
    if (text('act') !== 'back') return escalateToLead({ ...handing, reason: text('reason') });
    if (!can(agent.role, 'tickets:undo')) return refuse('not-allowed', 'Only a lead can give it back.');
    return giveBackFromLead(handing);
  },
  'more',
);

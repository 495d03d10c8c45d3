/** Puts a ticket to sleep, or wakes it. */
import { ticketDoor, versionOf } from '@/app/api/console/tickets/ticket-door';
import { refuse } from '@/lib/rules/refusal';
import { isSnooze } from '@/lib/rules/snooze';
import { snoozeTicket } from '@/lib/tickets/snooze-ticket';

/** `until`: one of the choices, or `wake`. */
export const POST = ticketDoor(
  'tickets:assign',
  [],
  async (number, text, agent) => {
    const until = text('until');
    if (until !== 'wake' && !isSnooze(until))
      return refuse('malformed', 'Until when?', { fields: { until: 'unknown' } });
    return snoozeTicket({
      number,
      version: versionOf(text),
      agentId: agent.id,
      snooze: until === 'wake' ? null : until,
    });
  },
  'snooze',
);

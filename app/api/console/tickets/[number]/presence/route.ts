/** "I am at this ticket": every 15 seconds while its page is open, `replying=1` while something is being written, `gone=1` at the end. */
import { readForm } from '@/app/api/wall/form-body';
import { consoleDoor } from '@/app/console/signed-in';
import { json, problem } from '@/lib/foundation/route';
import { isRefusal, refuse } from '@/lib/rules/refusal';
import { readTicketNumber } from '@/lib/rules/ticket-number';
import { leaveTicket, notePresence } from '@/lib/tickets/presence';

type Context = { params: Promise<{ number: string }> };

export const POST = consoleDoor<Context>('tickets:read', async (request, context, agent) => {
  const number = readTicketNumber((await context.params).number);
  const form = await readForm(request);
  if (isRefusal(form)) return problem(form);
  if (!number) return problem(refuse('not-found', 'There is no ticket with this number.'));
  if (form.text('gone') === '1') {
    await leaveTicket({ number, agentId: agent.id });
    return json({ here: false });
  }
  const isThere = await notePresence({ number, agentId: agent.id, replying: form.text('replying') === '1' });
  return isThere ? json({ here: true }) : problem(refuse('not-found', 'There is no ticket with this number.'));
});

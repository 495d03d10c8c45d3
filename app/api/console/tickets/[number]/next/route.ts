/** Leads to the next ticket of the list that the agent came from (`from`: the list's own query), or back to the list at its end. */
import { consoleDoor } from '@/app/console/signed-in';
import { ticketPath } from '@/app/console/tickets/after-decision';
import { listQuery, readListAddress } from '@/app/console/tickets/list-address';
import { problem, seeOther } from '@/lib/foundation/route';
import { refuse } from '@/lib/rules/refusal';
import { readTicketNumber } from '@/lib/rules/ticket-number';
import { readSearch } from '@/lib/tickets/find-tickets';
import { nextTicket } from '@/lib/tickets/next-ticket';

type Context = { params: Promise<{ number: string }> };

export const GET = consoleDoor<Context>('tickets:read', async (request, context, agent, now) => {
  const number = readTicketNumber((await context.params).number);
  if (!number) return problem(refuse('not-found', 'There is no ticket with this number.'));
  const from = new URL(request.url).searchParams.get('from') ?? '';
  const address = readListAddress(Object.fromEntries(new URLSearchParams(from)));
  const found = address.q ? await readSearch(address.q) : null;
  const search = found && 'search' in found ? found.search : undefined;
  const next = await nextTicket({ number, queue: address.queue, order: address.order, search, agentId: agent.id }, now);
  const list = listQuery(address);
  return seeOther(next ? ticketPath(next, list, number) : `/console/tickets?${list}`);
});

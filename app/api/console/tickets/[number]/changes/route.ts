/** What has happened to a ticket since the version that an open page shows (`since`); none when it is still that. */
import { consoleDoor } from '@/app/console/signed-in';
import { json, problem } from '@/lib/foundation/route';
import { refuse } from '@/lib/rules/refusal';
import { readTicketNumber } from '@/lib/rules/ticket-number';
import { readChangesSince } from '@/lib/tickets/last-change';
import { readVersion } from '@/lib/tickets/read-version';

type Context = { params: Promise<{ number: string }> };

export const GET = consoleDoor<Context>('tickets:read', async (request, context, _agent, now) => {
  const number = readTicketNumber((await context.params).number);
  const ticket = number && (await readVersion(number));
  if (!ticket) return problem(refuse('not-found', 'There is no ticket with this number.'));
  const since = Number(new URL(request.url).searchParams.get('since') ?? Number.NaN);
  if (!Number.isInteger(since) || since < 1) return problem(refuse('malformed', 'Since which version?'));
  const events = ticket.version > since ? await readChangesSince(number, since) : [];
  return json({ ...ticket, events, now });
});

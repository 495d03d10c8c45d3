/** What stands in the palette, for the agent who asks. */
import { paletteFor } from '@/app/console/palette-groups';
import { consoleDoor } from '@/app/console/signed-in';
import { json } from '@/lib/foundation/route';
import { readTicketNumber } from '@/lib/rules/ticket-number';

/** `ticket`: the number of the one that is open. */
export const GET = consoleDoor('tickets:read', async (request, _context, agent) =>
  json(await paletteFor(agent, readTicketNumber(new URL(request.url).searchParams.get('ticket') ?? ''))),
);

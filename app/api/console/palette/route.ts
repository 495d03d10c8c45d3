/** What stands in the palette, for the agent who asks. */
import { paletteFor } from '@/app/console/palette-groups';
import { consoleDoor } from '@/app/console/signed-in';
import { json } from '@/lib/foundation/route';

export const GET = consoleDoor('tickets:read', async (_request, _context, agent) => json(await paletteFor(agent)));

/** How full the queues are; the console asks from time to time. */
import { consoleDoor } from '@/app/console/signed-in';
import { json } from '@/lib/foundation/route';
import { countQueues } from '@/lib/tickets/count-queues';

export const GET = consoleDoor('tickets:read', async (_request, _context, agent, now) =>
  json({ counts: await countQueues(agent.id, now) }),
);

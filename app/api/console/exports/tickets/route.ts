/** A queue or a search as a file for a spreadsheet; the address is that of the list. */

import { consoleDoor } from '@/app/console/signed-in';
import { listQuery, readListAddress } from '@/app/console/tickets/list-address';
import { csvDownload } from '@/lib/foundation/csv-download';
import { problem } from '@/lib/foundation/route';
import { can } from '@/lib/rules/permissions';
import { refuse } from '@/lib/rules/refusal';
import { parseTicketSearch } from '@/lib/rules/ticket-search';
import { EXPORT_HEADING, exportQueue, noteExport } from '@/lib/tickets/export-queue';

/** Refused: a search that was not understood; half of it would be another list. */
export const GET = consoleDoor('tickets:read', async (request, _context, agent, now) => {
  const address = readListAddress(Object.fromEntries(new URL(request.url).searchParams));
  const search = parseTicketSearch(address.q);
  const [first] = search.problems;
  if (first) return problem(refuse('malformed', first.message, { fields: { q: first.message } }));
  await noteExport(agent.id, address);
  const asked = { queue: address.queue, order: address.order, agentId: agent.id, search };
  const name = `tickets-${listQuery(address).slice(0, 40)}-${now.toISOString().slice(0, 10)}`;
  return csvDownload(name, EXPORT_HEADING, exportQueue(asked, can(agent.role, 'pii:view'), now));
});

/** Completes the search box: names for `key` that hold what was typed. */
import { consoleDoor } from '@/app/console/signed-in';
import { json } from '@/lib/foundation/route';
import { completeSearch } from '@/lib/tickets/complete-search';

export const GET = consoleDoor('tickets:read', async (request) => {
  const asked = new URL(request.url).searchParams;
  const typed = (asked.get('text') ?? '').replaceAll('\0', '');
  return json({ names: await completeSearch(asked.get('key') ?? '', typed) });
});

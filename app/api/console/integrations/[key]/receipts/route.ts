/** Has something newer come than what is on the page? The log asks every few seconds, with the page's own filter. */
import { consoleDoor } from '@/app/console/signed-in';
import { json, problem } from '@/lib/foundation/route';
import { readIntegration } from '@/lib/offers/read-integration';
import { countNewer } from '@/lib/postbacks/list-receipts';
import { readCursor } from '@/lib/rules/cursor';
import { readReceiptFilter } from '@/lib/rules/receipt-filter';
import { refuse } from '@/lib/rules/refusal';

type Context = { params: Promise<{ key: string }> };

export const GET = consoleDoor<Context>('integrations:read', async (request, { params }) => {
  const integration = await readIntegration((await params).key);
  if (!integration) return problem(refuse('not-found', 'There is no such integration.'));
  const asked = new URL(request.url).searchParams;
  const after = readCursor(asked.get('after') ?? '');
  if (!after) return problem(refuse('malformed', '"after" must be a place in the log.'));
  return json({ newer: await countNewer(integration, readReceiptFilter(Object.fromEntries(asked)), after) });
});

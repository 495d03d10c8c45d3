/**
 * A picture of proof, for agents. Made by us from what was sent; shown by its id after the session was checked. What keeps
 * the browser from taking it for anything but a picture stands in next.config.ts.
 */
import { consoleDoor } from '@/app/console/signed-in';
import { problem } from '@/lib/foundation/route';
import { refuse } from '@/lib/rules/refusal';
import { openScreenshot } from '@/lib/tickets/screenshots-open';

export const GET = consoleDoor<{ params: Promise<{ id: string }> }>('tickets:read', async (_request, context) => {
  const picture = await openScreenshot((await context.params).id);
  if (!picture) return problem(refuse('not-found', 'There is no such picture.'));
  return new Response(new Uint8Array(picture.bytes), {
    headers: {
      'Content-Type': picture.mime,
      'Content-Disposition': `inline; filename*=UTF-8''${encodeURIComponent(picture.name)}`,
      'Cache-Control': 'private, no-store',
    },
  });
});

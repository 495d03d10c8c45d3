/** What changes, told as it changes: `?cursor=` is what the page was made with, `Last-Event-ID` what it has heard since. */
import { openLiveStream } from '@/app/api/console/live/stream';
import { consoleDoor } from '@/app/console/signed-in';
import { problem } from '@/lib/foundation/route';
import { readLiveCursor } from '@/lib/rules/live-cursor';
import { isRefusal } from '@/lib/rules/refusal';

export const dynamic = 'force-dynamic';

export const GET = consoleDoor('tickets:read', async (request, _context, agent) => {
  const said = request.headers.get('last-event-id') ?? new URL(request.url).searchParams.get('cursor');
  const stream = openLiveStream(agent, readLiveCursor(said), request.signal);
  if (isRefusal(stream)) return problem(stream);
  return new Response(stream, {
    headers: {
      'Content-Type': 'text/event-stream; charset=utf-8',
      // Neither kept, nor packed, nor held back by a proxy until there is more of it.
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
    },
  });
});

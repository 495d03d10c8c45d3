/**
 * A picture, for the person who sent it: by wall session, or from an e-mail's link (`?ticket=…&k=…`). What keeps the
 * browser from taking it for anything but a picture stands in next.config.ts.
 */
import { postingVisitor, visitorAtDoor } from '@/app/api/wall/visitor-at-door';
import { json, problem, route } from '@/lib/foundation/route';
import { isRefusal, refuse } from '@/lib/rules/refusal';
import { readTicketByToken } from '@/lib/tickets/read-ticket';
import { removeScreenshot } from '@/lib/tickets/screenshots';
import { openScreenshotForUser } from '@/lib/tickets/screenshots-open';

type Context = { params: Promise<{ id: string }> };

export const GET = route<Context>(async (request, { params }, now) => {
  const { id } = await params;
  const userId = (await ownerByToken(request, now)) ?? (await visitorAtDoor(request, now))?.userId;
  const picture = userId ? await openScreenshotForUser(userId, id) : null;
  if (!picture) return problem(refuse('not-found', 'There is no such picture.'));
  return new Response(new Uint8Array(picture.bytes), {
    headers: {
      'Content-Type': picture.mime,
      'Content-Disposition': `inline; filename*=UTF-8''${encodeURIComponent(picture.name)}`,
      'Cache-Control': 'private, no-store',
    },
  });
});

async function ownerByToken(request: Request, now: Date): Promise<string | null> {
  const { searchParams } = new URL(request.url);
  const [ticket, token] = [searchParams.get('ticket'), searchParams.get('k')];
  return ticket && token ? ((await readTicketByToken(ticket, token, now))?.userId ?? null) : null;
}

/** Takes it off the draft; what was sent with a ticket stays. */
export const DELETE = route<Context>(async (request, { params }, now) => {
  const visitor = await postingVisitor(request, now);
  if (isRefusal(visitor)) return problem(visitor);
  const { id } = await params;
  const refusal = await removeScreenshot({ userId: visitor.userId, id });
  return refusal ? problem(refusal) : json({ removed: id });
});

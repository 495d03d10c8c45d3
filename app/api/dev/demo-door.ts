/** Doors of /dev exist only while the built-in mail sink is in use, that is in the demo, and open to its own pages only. */
import { env } from '@/lib/foundation/env';
import { problem, readBody, refuseForeignOrigin, route } from '@/lib/foundation/route';
import { refuse } from '@/lib/rules/refusal';

type Handler = (form: URLSearchParams, now: Date) => Promise<Response>;

const LARGEST_FORM = 16 * 1024;

export function demoDoor(handler: Handler) {
  return route(async (request, _context, now) => {
    if (!env.MAIL_SINK_DIR) return problem(refuse('not-found', 'There is nothing here.'));
    const foreign = refuseForeignOrigin(request);
    if (foreign) return problem(foreign);
    const body = await readBody(request, LARGEST_FORM);
    if (!body) return problem(refuse('too-large', 'The form is larger than 16 KiB.'));
    return handler(new URLSearchParams(body.toString('utf8')), now);
  });
}

/** Back to the hub, where the query says what came of it. */
export function hubPath(query: Record<string, string>, place: string): string {
  return `/dev?${new URLSearchParams(query)}#${place}`;
}

/** Advertisers and trackers confirm here (03, "Postbacks in"). The integration's dialect reads, verifies and answers. */
import type { Answer, PostbackRequest } from '@/lib/dialects/dialect';
import { env } from '@/lib/foundation/env';
import { clientIp, problem, readBody, route } from '@/lib/foundation/route';
import { receivePostback } from '@/lib/postbacks/receive-postback';
import { type Refusal, refuse } from '@/lib/rules/refusal';

type Context = { params: Promise<{ integration: string }> };

const MAX_QUERY = 4 * 1024;
const MAX_BODY = 16 * 1024;

const receive = route(async (request: Request, { params }: Context, now) => {
  const { integration } = await params;
  const rawQuery = queryAsItCame(request);
  if (rawQuery.length > MAX_QUERY) return problem(refuse('too-large', 'The query is longer than 4 KiB.'));
  const rawBody = await readBody(request, MAX_BODY);
  if (!rawBody) return problem(refuse('too-large', 'The body is larger than 16 KiB.'));
  const headers = Object.fromEntries(request.headers);
  const method = request.method as PostbackRequest['method'];
  const url = `${env.PUBLIC_URL}/api/postbacks/${integration}`;
  const postback = { method, url, rawQuery, headers, rawBody };
  const received = await receivePostback(integration, postback, clientIp(request), now);
  if ('answer' in received) return say(received.answer);
  return received.inTheirWords ? say(received.inTheirWords) : problem(received.refusal, waitOf(received.refusal));
});

/** A 429 says how long to wait. */
function waitOf({ details }: Refusal): Record<string, string> {
  return typeof details?.retryAfter === 'number' ? { 'Retry-After': String(details.retryAfter) } : {};
}

/** Signatures cover bytes: a parsed address would have other escapes. Our own server notes the target before that. */
function queryAsItCame(request: Request): string {
  const target = request.headers.get('x-target-as-it-came') ?? request.url;
  const at = target.indexOf('?');
  return at < 0 ? '' : target.slice(at + 1);
}

function say({ status, contentType, body }: Answer): Response {
  return new Response(body, {
    status,
    headers: { 'Content-Type': contentType, 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' },
  });
}

export const GET = receive;
export const POST = receive;
export const HEAD = notServed;
export const PUT = notServed;
export const PATCH = notServed;
export const DELETE = notServed;

/** Next would answer HEAD with GET, and a link checker must not store a confirmation. */
function notServed(): Response {
  return new Response(null, { status: 405, headers: { Allow: 'GET, POST' } });
}

/** How HTTP doors answer: refusals keep their meaning, the unexpected is logged and stays private. */
import { randomUUID } from 'node:crypto';
import { now as wallClock } from '@/lib/foundation/clock';
import { isDatabaseAway } from '@/lib/foundation/db';
import { env } from '@/lib/foundation/env';
import { httpStatus } from '@/lib/foundation/errors';
import { log } from '@/lib/foundation/log';
import { answering, requestAtHand } from '@/lib/foundation/request';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';

type Handler<Context> = (request: Request, context: Context, now: Date) => Promise<Response>;

/** Wraps a route handler. The clock is read here, once per request; what it writes down bears the request's id and address. */
export function route<Context = unknown>(handler: Handler<Context>) {
  return (request: Request, context: Context): Promise<Response> =>
    answering({ requestId: randomUUID(), ip: clientIp(request) }, async () => {
      try {
        return await handler(request, context, wallClock());
      } catch (error) {
        return problem(refusalOf(error, new URL(request.url).pathname));
      }
    });
}

/** What is said of an error that nobody planned: what it was stays in the log. */
export function refusalOf(error: unknown, path: string): Refusal {
  if (isRefusal(error)) return error;
  if (holdsWhatNoTextHolds(error)) return refuse('malformed', 'This holds a character that cannot be stored.');
  const unavailable = isDatabaseAway(error);
  log.error({ err: error, path, requestId: requestAtHand()?.requestId }, unavailable ? 'database away' : 'unhandled');
  return unavailable
    ? refuse('try-later', 'We cannot store anything right now. Please try again.', { details: { retryAfter: 5 } })
    : refuse('unexpected', 'Something went wrong on our side.');
}

/** An answer before it is a `Response` or goes out by another server. */
export type Said = { status: number; headers: Record<string, string>; body: string };

/** `{ "error": { code, message, fields?, … } }` with the status of the code, and `Retry-After` where there is a wait. */
export function sayProblem({ refused: code, message, fields, details }: Refusal): Said {
  const wait: Record<string, string> =
    typeof details?.retryAfter === 'number' ? { 'Retry-After': String(details.retryAfter) } : {};
  return {
    status: httpStatus[code],
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', ...wait },
    body: JSON.stringify({ error: { code, message, ...(fields && { fields }), ...details } }),
  };
}

export function problem(refusal: Refusal, more: Record<string, string> = {}): Response {
  const { status, headers, body } = sayProblem(refusal);
  return new Response(body, { status, headers: { ...headers, ...more } });
}

/** JSON with money as decimal strings already: a stray bigint is a bug and throws. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers: { 'Cache-Control': 'no-store', ...headers } });
}

/** After a form post: 303, so that the browser follows with GET. Only paths of our own. */
export function seeOther(path: string, headers: Record<string, string> = {}): Response {
  return new Response(null, { status: 303, headers: { Location: path, 'Cache-Control': 'no-store', ...headers } });
}

/**
 * Browsers that change something must come from our own pages: SameSite cookies, and this check of Origin and
 * Sec-Fetch-Site. A request with neither header is not from a browser form and is refused as well.
 */
export function refuseForeignOrigin(request: Request): Refusal | null {
  const site = request.headers.get('sec-fetch-site');
  const origin = request.headers.get('origin');
  const own = origin !== null && (origin === new URL(env.PUBLIC_URL).origin || origin === requestOrigin(request));
  if (own && (site === null || site === 'same-origin')) return null;
  return refuse('not-allowed', 'This form was not sent from our own page. Please open the page again.');
}

/** In the demo the page may be opened as localhost or 127.0.0.1; the Host header then names where the form came from. */
function requestOrigin(request: Request): string {
  return `${new URL(env.PUBLIC_URL).protocol}//${request.headers.get('host') ?? ''}`;
}

/** Reads at most `limit` bytes of the body, counting as they come; null when there are more. */
export async function readBody(request: Request, limit: number): Promise<Buffer | null> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) return null;
  if (!request.body) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > limit) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * The client's address. Our own server appends the address of the socket to `X-Forwarded-For` (bin/forwarded-for.mjs); of
 * that list the last entry is true, and each of our own proxies (TRUSTED_PROXIES) vouches for one more before it.
 */
export function clientIp(request: Request): string | null {
  return trueHop(request.headers.get('x-forwarded-for') ?? '');
}

export function trueHop(forwardedFor: string): string | null {
  const hops = forwardedFor.split(',').map((hop) => hop.trim());
  return hops.at(-1 - env.TRUSTED_PROXIES) || null;
}

/** PostgreSQL's text has no U+0000: whoever sends one, wherever, has sent nothing that exists or could be kept. */
function holdsWhatNoTextHolds(error: unknown): boolean {
  return (error as { code?: string }).code === '22021';
}

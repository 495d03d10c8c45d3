/** Advertisers and trackers confirm here (03, "Postbacks in"). The integration's dialect reads, verifies and answers. */
import { clientIp, readBody, route } from '@/lib/foundation/route';
import { type Asked, answerPostback } from '@/lib/postbacks/answer-postback';

type Context = { params: Promise<{ integration: string }> };

const receive = route(async (request: Request, { params }: Context, now) => {
  const asked = {
    integrationKey: (await params).integration,
    method: request.method as Asked['method'],
    // Signatures cover bytes: a parsed address would have other escapes. Our own server notes the target before that.
    target: request.headers.get('x-target-as-it-came') ?? request.url,
    headers: Object.fromEntries(request.headers),
    remoteIp: clientIp(request),
    readBody: (mostBytes: number) => readBody(request, mostBytes),
  };
  const { status, headers, body } = await answerPostback(asked, now);
  return new Response(body, { status, headers });
});

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

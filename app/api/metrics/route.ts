/**
 * Figures for Prometheus. With METRICS_TOKEN set, for whoever sends it as a bearer; without one, only where the whole house
 * is on this machine (PUBLIC_URL is localhost): elsewhere the door does not exist.
 */
import { only } from '@/app/api/only';
import { isBearerOf } from '@/lib/accounts/bearer';
import { env } from '@/lib/foundation/env';
import { problem, route } from '@/lib/foundation/route';
import { readMetrics } from '@/lib/reports/metrics';
import { refuse } from '@/lib/rules/refusal';

export const dynamic = 'force-dynamic';

export const GET = route(async (request, _, now) => {
  if (env.METRICS_TOKEN === undefined) {
    if (!isThisMachine(env.PUBLIC_URL)) return problem(refuse('not-found', 'There is nothing here.'));
  } else if (!isBearerOf(request.headers.get('authorization'), env.METRICS_TOKEN)) {
    return problem(refuse('not-signed-in', 'Please send "Authorization: Bearer <METRICS_TOKEN>".'), {
      'WWW-Authenticate': 'Bearer',
    });
  }
  const { contentType, body } = await readMetrics(now);
  return new Response(body, { headers: { 'Content-Type': contentType, 'Cache-Control': 'no-store' } });
});
export const { POST, PUT, PATCH, DELETE } = only('GET');

function isThisMachine(url: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname);
}

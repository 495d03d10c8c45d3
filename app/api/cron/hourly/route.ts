/** For hosts that bring their own cron; the worker runs the same use case at every full hour by itself (03, "The rest"). */
import { only } from '@/app/api/only';
import { isBearerOf } from '@/lib/accounts/bearer';
import { env } from '@/lib/foundation/env';
import { json, problem, route } from '@/lib/foundation/route';
import { runHourly } from '@/lib/jobs/run-hourly';
import { refuse } from '@/lib/rules/refusal';

export const POST = route(async (request) => {
  if (!isBearerOf(request.headers.get('authorization'), env.CRON_SECRET)) {
    return problem(refuse('not-signed-in', 'Please send "Authorization: Bearer <CRON_SECRET>".'), {
      'WWW-Authenticate': 'Bearer',
    });
  }
  return json(await runHourly());
});
export const { GET, PUT, PATCH, DELETE } = only('POST');

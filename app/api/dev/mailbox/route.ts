/** The demo's mail as JSON, oldest first (03). Exists only while the built-in sink is in use. */
import { only } from '@/app/api/only';
import { env } from '@/lib/foundation/env';
import { json, problem, route } from '@/lib/foundation/route';
import { readMailSink } from '@/lib/outbox/read-mail-sink';
import { refuse } from '@/lib/rules/refusal';

export const GET = route(async (request) => {
  if (!env.MAIL_SINK_DIR) return problem(refuse('not-found', 'The built-in mailbox is not in use.'));
  return json(await readMailSink(env.MAIL_SINK_DIR, new URL(request.url).searchParams.get('to')));
});

export const { POST, PUT, PATCH, DELETE } = only('GET');

/**
 * Mail in by HTTP, for mail services that call a webhook (03, "The rest"): the raw message, signed as Standard Webhooks with
 * INBOUND_EMAIL_SECRET. Whom the envelope named may be said in `X-Envelope-To`; a repetition is answered with 200 as well.
 */
import { only } from '@/app/api/only';
import { offersSignature, signWebhook, webhookKey } from '@/lib/dialects/webhook-signature';
import { env } from '@/lib/foundation/env';
import { json, problem, readBody, route } from '@/lib/foundation/route';
import { LARGEST_MAIL } from '@/lib/rules/read-mail';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';
import { keepMail } from '@/lib/tickets/keep-mail';

const TOLERANCE_MS = 5 * 60_000;

export const POST = route(async (request, _, now) => {
  const raw = await readBody(request, LARGEST_MAIL);
  if (!raw) return problem(refuse('too-large', 'An e-mail can have at most 10 MB.'));
  const refused = refuseUnsigned(request.headers, raw, now);
  if (refused) return problem(refused);
  if (raw.length === 0) return problem(refuse('malformed', 'Send the raw message as the body.'));
  const kept = await keepMail({ door: 'http', raw, envelope: envelopeOf(request.headers) });
  return isRefusal(kept) ? problem(kept) : json({ outcome: kept.repeated ? 'duplicate' : 'recorded', id: kept.id });
});
export const { GET, PUT, PATCH, DELETE } = only('POST');

/** Without a secret the door is shut: there is no "skip in development". */
function refuseUnsigned(headers: Headers, raw: Buffer, now: Date): Refusal | null {
  const key = env.INBOUND_EMAIL_SECRET ? webhookKey(env.INBOUND_EMAIL_SECRET) : null;
  const [id, timestamp, signature] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map(
    (name) => headers.get(name) ?? '',
  ) as [string, string, string];
  if (!key || !id || !/^\d{1,12}$/.test(timestamp)) return NOT_SIGNED;
  if (!offersSignature(signature, [signWebhook(key, id, timestamp, raw)])) return NOT_SIGNED;
  if (Math.abs(now.getTime() - Number(timestamp) * 1000) > TOLERANCE_MS) {
    return refuse('stale', 'The signature is older than five minutes.');
  }
  return null;
}

const NOT_SIGNED = refuse('bad-signature', 'Sign the message as Standard Webhooks with INBOUND_EMAIL_SECRET.');

function envelopeOf(headers: Headers): { from: string | null; to: string[] } {
  const to = (headers.get('x-envelope-to') ?? '').slice(0, 4_000).split(',');
  return { from: headers.get('x-envelope-from'), to: to.map((address) => address.trim()).filter(Boolean) };
}

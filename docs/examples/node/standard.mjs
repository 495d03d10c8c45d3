// Standard Webhooks: POST /callback with a JSON body; webhook-id, webhook-timestamp and webhook-signature in the headers.
import { createHmac } from 'node:crypto';
import { book } from './ledger.mjs';
import { SECRETS, same, serve } from './serve.mjs';

const FIVE_MINUTES = 300;

serve(({ headers, body }) => {
  const id = headers['webhook-id'] ?? '';
  const timestamp = headers['webhook-timestamp'] ?? '';
  if (!isSigned(`${id}.${timestamp}.`, body, headers['webhook-signature'] ?? '')) return [401, 'wrong signature'];
  if (!(Math.abs(Date.now() / 1000 - Number(timestamp)) <= FIVE_MINUTES)) return [401, 'too old'];
  const { type, user, amount } = JSON.parse(body.toString('utf8'));
  // The id is the same on every retry; a reversal has its own, "r-…". Amounts are never negative.
  if (type === 'reward') book(id, user, Number(amount));
  if (type === 'reversal') book(id, user, -Number(amount));
  // "pending", "activity" and "ban" move no coins, and what comes later and is unknown today must not either.
  return [200, 'OK'];
});

/** Each secret signs: while one is changed there are two signatures, and one that fits is enough. */
function isSigned(head, body, header) {
  const offered = header.split(' ').slice(0, 5);
  return SECRETS.some((secret) => {
    const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : secret;
    const expected = `v1,${createHmac('sha256', key).update(head).update(body).digest('base64')}`;
    return offered.some((signature) => same(expected, signature));
  });
}

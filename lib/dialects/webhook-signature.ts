/**
 * Standard Webhooks signatures, as we write them to publishers and read them from advertisers:
 * `v1,` + base64(HMAC-SHA256(secret, id + "." + timestamp + "." + body)), several of them separated by spaces.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** "Honoured, at most 5 entries": a longer list would let one request ask for any number of comparisons. */
const MOST_SIGNATURES = 5;
const V1 = /^v1,[A-Za-z0-9+/]{43}=$/;

/** The key a secret stands for: `whsec_<base64>` is decoded, anything else is taken as it is. Null: there is no secret. */
export function webhookKey(secret: string): Buffer | null {
  const encoded = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret)?.[1];
  const key = encoded === undefined ? Buffer.from(secret) : Buffer.from(encoded, 'base64');
  return key.length > 0 ? key : null;
}

export function signWebhook(key: Buffer, id: string, timestamp: string, body: Uint8Array | string): string {
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')}`;
}

/** Whether one of the offered signatures is one of the expected ones; unknown schemes are passed over, never trusted. */
export function offersSignature(header: string, expected: readonly string[]): boolean {
  const offered = header
    .split(' ')
    .slice(0, MOST_SIGNATURES)
    .filter((entry) => V1.test(entry));
  let found = false;
  for (const mine of expected) {
    for (const theirs of offered) {
      if (timingSafeEqual(Buffer.from(mine), Buffer.from(theirs))) found = true;
    }
  }
  return found;
}

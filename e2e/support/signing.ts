/** How an advertiser's server signs, written from the interface's description by code that is not ours. */
import { createHmac, randomUUID } from 'node:crypto';
import { call, type Reply, type Sent } from './doors';
import type { Network } from './fixtures';

export type Pairs = [name: string, value: string][];

export const now = () => Math.floor(Date.now() / 1000);

/** `click_id`, `tx` and `ts` are there unless given, or given as undefined. */
export function parameters(given: Record<string, string | undefined>): Pairs {
  const all = { tx: randomUUID(), ts: String(now()), ...given };
  return Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== undefined);
}

/** Sorted by the bytes of the name, form-encoded, joined by `&`. */
export function canonical(pairs: Pairs): string {
  const sorted = [...pairs].sort(([one], [other]) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
  return new URLSearchParams(sorted).toString();
}

export function hmac(secret: string, text: string | Buffer): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}

export function signed(secret: string, pairs: Pairs): string {
  return `${new URLSearchParams(pairs)}&sig=${hmac(secret, canonical(pairs))}`;
}

/** A postback by GET, signed as it should be. */
export function confirm(
  network: Network,
  given: Record<string, string | undefined>,
  headers: Sent['headers'] = {},
): Promise<Reply> {
  return get(network, signed(network.secret, parameters(given)), headers);
}

export function get(
  { integration }: Pick<Network, 'integration'>,
  query: string,
  headers: Sent['headers'] = {},
): Promise<Reply> {
  return call('GET', `/api/postbacks/${integration}?${query}`, { headers });
}

export function post(
  { integration }: Pick<Network, 'integration'>,
  type: string,
  body: string | Buffer,
  headers: Sent['headers'] = {},
  query = '',
): Promise<Reply> {
  return call('POST', `/api/postbacks/${integration}${query}`, { headers: { 'Content-Type': type, ...headers }, body });
}

export const FORM = 'application/x-www-form-urlencoded';
export const JSON_TYPE = 'application/json';

/** Standard Webhooks: `v1,` + base64(HMAC-SHA256(secret, id.timestamp.body)). */
export function webhook(secret: string, body: string, { id = randomUUID() as string, timestamp = String(now()) } = {}) {
  const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}

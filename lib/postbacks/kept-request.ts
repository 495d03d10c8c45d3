/** A receipt's request as it came, byte for byte: for an explanation, and to be run again. */
import type { PostbackRequest } from '@/lib/dialects/dialect';
import { env } from '@/lib/foundation/env';
import { asItCame } from '@/lib/rules/printable';

export type KeptRequest = {
  integrationKey: string;
  method: string;
  query: string;
  headers: Record<string, string>;
  body: string | null;
};

/** Of the headers only those are there that were kept: its type, its sender and what a signature stands in or covers. */
export function toRequest({ integrationKey, method, query, headers, body }: KeptRequest): PostbackRequest {
  return {
    method: method as PostbackRequest['method'],
    url: doorOf(asItCame(integrationKey)),
    rawQuery: asItCame(query),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, asItCame(value)])),
    rawBody: Buffer.from(asItCame(body ?? ''), 'latin1'),
  };
}

/** The public address of an integration's door: what networks are told, and what whole-address signatures cover. */
export function doorOf(integrationKey: string): string {
  return `${env.PUBLIC_URL}/api/postbacks/${integrationKey}`;
}

/**
 * Networks that sign the whole address: every byte up to the hash, on the door's address as it is configured, never one
 * that a `Host` header claims and never one put together again from its parsed parts. The hash is the last parameter and
 * comes once; a request with anything behind it has bytes that nobody signed.
 */
import type { PostbackRequest, Refused } from './dialect';
import { malformed, readParameters } from './parameters';

export type SignedAddress = { signed: string; received: string | undefined };

export function readSignedAddress(request: PostbackRequest, hash: string): SignedAddress | Refused {
  if (request.rawBody.length > 0) return malformed('This network asks with GET: its signature covers no body.');
  const given = readParameters(request);
  if ('refused' in given) return given;
  const whole = request.rawQuery === '' ? request.url : `${request.url}?${request.rawQuery}`;
  if (!given.has(hash)) return { signed: whole, received: undefined };
  const at = request.rawQuery.lastIndexOf(`${hash}=`);
  const isLast = at >= 0 && !request.rawQuery.slice(at).includes('&');
  const before = request.rawQuery.slice(0, Math.max(at, 0));
  if (!isLast || !(before === '' || before.endsWith('&')))
    return malformed(`"${hash}" must be the last parameter: nothing behind it is signed.`);
  return {
    signed: before === '' ? request.url : `${request.url}?${before.slice(0, -1)}`,
    received: request.rawQuery.slice(at + hash.length + 1),
  };
}

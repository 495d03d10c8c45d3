/**
 * A secret in the address, in clear: whoever has seen one request can write the next. It shows that the sender was told
 * the address by us, and covers nothing. The check names digests, never the token.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { PostbackRequest, Refused, Secrets, SignatureCheck } from './dialect';
import { readParameters } from './parameters';

export function verifyToken(
  names: readonly string[],
  request: PostbackRequest,
  secrets: Secrets,
): SignatureCheck | Refused {
  const given = readParameters(request);
  if ('refused' in given) return given;
  const notCovered = [...given.keys()].filter((key) => !names.includes(key));
  return checkToken(
    names.map((name) => given.get(name)),
    notCovered,
    secrets,
  );
}

/** Every token that came must be a live secret; where none came, nothing is proven. */
export function checkToken(
  came: readonly (string | undefined)[],
  notCovered: readonly string[],
  secrets: Secrets,
): SignatureCheck | Refused {
  const live = [secrets.current, secrets.previous].filter((secret): secret is string => !!secret).map(digest);
  if (live.length === 0)
    return { refused: 'bad-signature', message: 'This integration has no secret: nothing is accepted.' };
  const received = came.flatMap((token) => token || []).map(digest);
  return {
    signed: '',
    expected: `sha256:${live[0]!.toString('hex')}`,
    received: received[0] ? `sha256:${received[0].toString('hex')}` : '',
    verdict: received.length === 0 ? 'unsigned' : received.every((one) => isOneOf(one, live)) ? 'valid' : 'invalid',
    notCovered,
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** Every live secret is compared, each in the same time whatever it finds. */
function isOneOf(received: Buffer, live: readonly Buffer[]): boolean {
  return live.map((mine) => timingSafeEqual(mine, received)).includes(true);
}

/**
 * Whether the digest that came is one that a live secret makes. Every live secret is compared, and each comparison takes
 * the same time whatever it finds. An empty secret is no secret: `createHmac` takes one without a word, and then anybody
 * can sign. The algorithm is the network's file's choice, never the caller's.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Refused, Secrets, SignatureCheck } from './dialect';
import type { Parameters } from './parameters';

export type Claim = {
  received: string | undefined;
  notCovered: readonly string[];
};

/** Stands where a secret is one of the parts that are hashed: an explanation never shows the secret itself. */
export const SECRET_PART = '[secret]';

type Encoding = 'hex' | 'base64' | 'base64url';
type Encoded = Claim & { encoding?: Encoding };

/**
 * A plain hash over parts of which the secret is one. Some networks hash values as they were before percent-encoding or
 * after it, and do not say which: then there are several ways, tried in turn.
 */
export function checkHash(
  algorithm: 'md5' | 'sha1' | 'sha256',
  ways: readonly ((secret: string) => string)[],
  { encoding = 'hex', ...claim }: Encoded,
  secrets: Secrets,
): SignatureCheck | Refused {
  const tries = ways.map((way) => ({
    signed: way(SECRET_PART),
    digest: (secret: string) => createHash(algorithm).update(way(secret)).digest(encoding),
  }));
  return check(tries, { ...claim, received: spelled(claim.received, encoding) }, secrets);
}

export function checkHmac(
  algorithm: 'md5' | 'sha1' | 'sha256' | 'sha512',
  signed: string | Uint8Array,
  { encoding = 'hex', ...claim }: Encoded,
  secrets: Secrets,
): SignatureCheck | Refused {
  const digest = (secret: string) => createHmac(algorithm, secret).update(signed).digest(encoding);
  const shown = typeof signed === 'string' ? signed : Buffer.from(signed).toString();
  return check([{ signed: shown, digest }], { ...claim, received: spelled(claim.received, encoding) }, secrets);
}

/** Hex is the same in capitals; every other spelling has one form only. */
function spelled(received: string | undefined, encoding: Encoding): string | undefined {
  const isHex = encoding === 'hex' && received !== undefined && /^[0-9A-Fa-f]+$/.test(received);
  return isHex ? received.toLowerCase() : received;
}

type Try = { signed: string; digest: (secret: string) => string };

/** The explanation shows the try that matched; when none did, the first one with the current secret. */
function check(tries: readonly Try[], claim: Claim, secrets: Secrets): SignatureCheck | Refused {
  const live = [secrets.current, secrets.previous].filter((secret): secret is string => !!secret);
  if (live.length === 0)
    return { refused: 'bad-signature', message: 'This integration has no secret: nothing is accepted.' };
  const made = tries.flatMap(({ signed, digest }) => live.map((secret) => ({ signed, expected: digest(secret) })));
  const received = claim.received ?? '';
  const matching = made.filter(({ expected }) => isSame(expected, received))[0];
  return {
    ...(matching ?? made[0]!),
    received,
    verdict: matching ? 'valid' : received === '' ? 'unsigned' : 'invalid',
    notCovered: claim.notCovered,
  };
}

function isSame(expected: string, received: string): boolean {
  const [mine, theirs] = [Buffer.from(expected), Buffer.from(received)];
  return mine.length === theirs.length && timingSafeEqual(mine, theirs);
}

/** What stands in a request beside the covered parameters, and what anybody could add to it with effect. */
export function uncovered(given: Parameters, covered: readonly string[], addable: readonly string[] = []): string[] {
  return [...new Set([...addable, ...given.keys()])].filter((name) => !covered.includes(name));
}

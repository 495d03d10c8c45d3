/**
 * "It does not fire": of the mistakes that are usual, the one that explains the signature that came. Each is tried by
 * making the signature that it would have led to; one that matches is no guess. Pure and bounded: a few thousand hashes.
 */
import { createHash, createHmac } from 'node:crypto';
import type { Confirms, IntegrationSettings, PostbackRequest, Secrets, SignatureCheck } from './dialect';
import { SECRET_PART } from './digest';
import { signedVariants, type VariantName } from './signed-variants';

export type MistakeName =
  | VariantName
  | 'previous-secret'
  | 'secret-of-another'
  | 'secret-spaces'
  | 'secret-case'
  | 'secret-decoded'
  | 'secret-as-text'
  | 'secret-sent'
  | 'macro-not-filled'
  | 'truncated'
  | 'plus-lost'
  | 'signature-prefix'
  | 'signature-spelling'
  | 'algorithm'
  | 'without-secret';

/** `detail` is a name or a word of the request, never a secret. */
export type Mistake = { name: MistakeName; detail: string | null };

export type Asked = {
  confirms: Confirms;
  request: PostbackRequest;
  secrets: Secrets;
  settings: IntegrationSettings;
  /** The instant the request is judged at. */
  at: Date;
  /** Secrets of the advertiser's other integrations, by key: pasted into the wrong place more often than mistyped. */
  others: readonly { key: string; secret: string }[];
};

/** Null when the signature is right, missing, or wrong in a way nobody has thought of. */
export function likelyMistake(asked: Asked, check: SignatureCheck): Mistake | null {
  if (check.received === '') return null;
  return (
    byAnotherSecret(asked) ?? (check.verdict === 'invalid' ? (byLook(asked, check) ?? byRecipe(asked, check)) : null)
  );
}

type SpelledKey = { name: MistakeName; detail: string | null; secret: string };

/** The dialect itself is asked what it thinks of the request under another secret. */
function byAnotherSecret({ confirms, request, secrets, settings, at, others }: Asked): Mistake | null {
  const isRightUnder = (secret: string) => {
    const check = confirms.verify(request, { current: secret, previous: null }, at, settings);
    return 'verdict' in check && (check.verdict === 'valid' || check.verdict === 'stale');
  };
  if (isRightUnder(secrets.current)) return null;
  const found = otherSecrets(secrets, others).find(({ secret }) => isRightUnder(secret));
  return found ? { name: found.name, detail: found.detail } : null;
}

function otherSecrets({ current, previous }: Secrets, others: Asked['others']): SpelledKey[] {
  const spelled = (name: MistakeName, ...secrets: string[]) =>
    secrets
      .filter((secret) => secret !== current && secret !== '')
      .map((secret): SpelledKey => ({ name, detail: null, secret }));
  return [
    ...spelled('previous-secret', ...(previous ? [previous] : [])),
    ...spelled('secret-spaces', `${current}\n`, `${current} `, ` ${current}`, `${current}\r\n`, current.trim()),
    ...spelled('secret-case', current.toLowerCase(), current.toUpperCase()),
    ...spelled('secret-as-text', current.replace(/^whsec_/, ''), `whsec_${current}`),
    ...others.map(({ key, secret }): SpelledKey => ({ name: 'secret-of-another', detail: key, secret })),
  ];
}

/** What shows without any arithmetic. */
function byLook({ secrets }: Asked, { received, expected }: SignatureCheck): Mistake | null {
  const told = (name: MistakeName, detail: string | null = null): Mistake => ({ name, detail });
  if (received === secrets.current || received === secrets.previous) return told('secret-sent');
  if (/^(\{.*\}|\[.*\]|%7B.*%7D|\$\{.*\}|\(.*\))$/i.test(received))
    return told('macro-not-filled', received.slice(0, 64));
  if (received.length >= 8 && received.length < expected.length && expected.startsWith(received))
    return told('truncated');
  if (received.includes(' ') && received.replaceAll(' ', '+') === expected) return told('plus-lost');
  if (/^[A-Za-z0-9-]{1,16}[=:,]/.test(received) && /^[^=:,]*[=:,](.*)$/.exec(received)?.[1] === expected)
    return told('signature-prefix', /^[^=:,]*[=:,]/.exec(received)![0]);
  return null;
}

// ── another recipe ──────────────────────────────────────────────────────────

type Algorithm = 'md5' | 'sha1' | 'sha256' | 'sha512';
type Way = { name: string; digest: (key: Buffer, text: string) => Buffer };

const hash = (algorithm: Algorithm, ...parts: (string | Buffer)[]) =>
  parts.reduce((sum, part) => sum.update(part), createHash(algorithm)).digest();

/** `text` may hold the place of the secret; then the secret is a part of what is hashed, and nothing is keyed. */
const WAYS: readonly Way[] = (['sha256', 'sha1', 'md5', 'sha512'] as const).flatMap((algorithm): Way[] => {
  const title = algorithm.toUpperCase();
  const bare = (text: string) => text.replaceAll(SECRET_PART, '');
  return [
    { name: `HMAC-${title}`, digest: (key, text) => createHmac(algorithm, key).update(bare(text)).digest() },
    { name: `${title}(… + secret)`, digest: (key, text) => hash(algorithm, bare(text), key) },
    { name: `${title}(secret + …)`, digest: (key, text) => hash(algorithm, key, bare(text)) },
    { name: `${title}, no secret`, digest: (_key, text) => hash(algorithm, bare(text)) },
    {
      name: `${title}(…)`,
      digest: (key, text) =>
        hash(algorithm, ...text.split(SECRET_PART).flatMap((part, index) => (index === 0 ? [part] : [key, part]))),
    },
  ];
});

function byRecipe({ secrets, request }: Asked, { signed, expected, received }: SignatureCheck): Mistake | null {
  if (signed === '') return null;
  const keys = keysOf(secrets.current);
  const [mine, theirs] = [bytesOf(stripped(expected)), received.split(' ').slice(0, 5).map(stripped).map(bytesOf)];
  const matches = (way: Way, key: Buffer, text: string) => {
    const made = way.digest(key, text);
    return theirs.some((one) => one.equals(made));
  };
  const ours = WAYS.flatMap((way) => keys.map((key) => ({ way, key }))).find(({ way, key }) =>
    way.digest(key.bytes, signed).equals(mine),
  );
  if (!ours) return null;
  if (matches(ours.way, ours.key.bytes, signed)) return { name: 'signature-spelling', detail: null };
  const otherKey = keys.find((key) => matches(ours.way, key.bytes, signed));
  if (otherKey) return { name: 'secret-decoded', detail: otherKey.name };
  const otherWay = WAYS.find((way) => keys.some((key) => matches(way, key.bytes, signed)));
  if (otherWay)
    return { name: otherWay.name.endsWith('no secret') ? 'without-secret' : 'algorithm', detail: otherWay.name };
  const variants = signedVariants(signed, request, received);
  const other = variants.find(({ text }) => WAYS.some((way) => keys.some((key) => matches(way, key.bytes, text))));
  return other ? { name: other.mistake, detail: other.detail ?? null } : null;
}

/** The secret as text, and as the bytes that its text may stand for. */
function keysOf(secret: string): { name: string; bytes: Buffer }[] {
  const bare = secret.replace(/^whsec_/, '');
  const keys = [{ name: 'text', bytes: Buffer.from(secret) }];
  if (/^([0-9a-f]{2})+$/i.test(bare)) keys.push({ name: 'hex', bytes: Buffer.from(bare, 'hex') });
  if (/^[A-Za-z0-9+/_-]+={0,2}$/.test(bare)) keys.push({ name: 'base64', bytes: Buffer.from(bare, 'base64') });
  return keys;
}

/** Without the `v1,` of a webhook's signature or the `sha256=` that some write before theirs. */
function stripped(signature: string): string {
  return signature.replace(/^(v1,|sha\d+=|md5=)/i, '');
}

function bytesOf(digest: string): Buffer {
  return /^([0-9a-f]{2})+$/i.test(digest) ? Buffer.from(digest, 'hex') : Buffer.from(digest, 'base64');
}

/**
 * A kept request for people to read. Parameters that hold a secret in clear are covered whatever they hold: a wrong token
 * may be the right one of somewhere else. So is a live secret wherever else it stands; some senders put it in the place of
 * the signature.
 */
export const MASK = '••••••';

/** As it came: text of which one character is one byte. */
export type Shown = { query: string; headers: Readonly<Record<string, string>>; body: string };

/** A secret that is shorter would be found in every second word, and covering it would tell what it is. */
const SHORTEST = 6;

export function maskSecrets(came: Shown, names: readonly string[], secrets: readonly (string | null)[]): Shown {
  const cover = coverValues(secrets);
  const isForm = (came.headers['content-type'] ?? '').toLowerCase().startsWith('application/x-www-form-urlencoded');
  return {
    query: cover(maskForm(came.query, names)),
    headers: Object.fromEntries(Object.entries(came.headers).map(([name, value]) => [name, cover(value)])),
    body: cover(isForm ? maskForm(came.body, names) : maskJson(came.body, names)),
  };
}

/** Covers live secrets, as they are and percent-encoded, in any text that is shown. */
export function coverValues(secrets: readonly (string | null)[]): (text: string) => string {
  const live = secrets.filter((secret): secret is string => secret !== null && secret.length >= SHORTEST);
  const spellings = live.flatMap((secret) => [secret, encodeURIComponent(secret.toWellFormed())]);
  return (text) => spellings.reduce((covered, spelling) => covered.replaceAll(spelling, MASK), text);
}

function maskForm(text: string, names: readonly string[]): string {
  return text
    .split('&')
    .map((piece) => {
      const at = piece.indexOf('=');
      return at > 0 && names.includes(decoded(piece.slice(0, at))) ? `${piece.slice(0, at)}=${MASK}` : piece;
    })
    .join('&');
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name.replaceAll('+', ' '));
  } catch {
    return name;
  }
}

function maskJson(text: string, names: readonly string[]): string {
  return text.replace(/("([^"\\]*)"\s*:\s*)("(?:[^"\\]|\\.)*"|[\w.+-]+)/g, (member, key: string, name: string) =>
    names.includes(name) ? `${key}"${MASK}"` : member,
  );
}

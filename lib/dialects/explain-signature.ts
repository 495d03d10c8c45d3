/**
 * A kept request looked at again: what was signed byte for byte, how far the digests agree, what the signature leaves
 * open, and, when it is wrong, the mistake that explains it. Under today's secrets and settings, judged at the instant the
 * request came.
 */
import type { PostbackRequest, Refused, SignatureCheck } from './dialect';
import { type Asked, likelyMistake, type Mistake } from './likely-mistake';
import { type Parameters, readParameters } from './parameters';

export type Explanation = {
  /** Refused: the request could not even be read as one of this network. */
  check: SignatureCheck | Refused;
  /** What it says, where it can be read: a wrong parameter is told beside a wrong signature. */
  unreadable: Refused | null;
  parts: SignedPart[];
  /** The first character in which the digest that came is another than ours; null when they agree. */
  differsAt: number | null;
  mistake: Mistake | null;
  /** How far the request's own clock is ahead of ours (negative: behind), when that is why it was refused. */
  clockSeconds: number | null;
};

export function explainSignature(asked: Asked): Explanation {
  const { confirms, request, secrets, settings, at } = asked;
  const read = confirms.read(request, settings);
  const unreadable = 'refused' in read ? read : null;
  const check = confirms.verify(request, secrets, at, settings);
  if ('refused' in check) return { check, unreadable, parts: [], differsAt: null, mistake: null, clockSeconds: null };
  return {
    check,
    unreadable,
    parts: signedParts(check.signed, request),
    differsAt: firstDifference(check.expected, check.received),
    mistake: likelyMistake(asked, check),
    clockSeconds: check.verdict === 'stale' ? clockOf(asked) : null,
  };
}

export function firstDifference(expected: string, received: string): number | null {
  if (expected === received) return null;
  const at = [...expected].findIndex((character, index) => character !== received[index]);
  return at < 0 ? expected.length : at;
}

/**
 * Of the numbers in the request that can be an instant, the one at which the dialect would have found it fresh: that is
 * its timestamp, whatever its name.
 */
function clockOf({ confirms, request, secrets, settings, at }: Asked): number | null {
  const values = [...parametersOf(request).values(), ...Object.values(request.headers)];
  const instants = values.filter((value) => /^\d{10}$/.test(value)).map((value) => new Date(Number(value) * 1000));
  const own = instants.find((instant) => {
    const check = confirms.verify(request, secrets, instant, settings);
    return 'verdict' in check && check.verdict === 'valid';
  });
  return own ? Math.round((own.getTime() - at.getTime()) / 1000) : null;
}

// ── what was signed, part by part ───────────────────────────────────────────

/** `from` names the parameter, header or place that these bytes came from; null for what stands between. */
export type SignedPart = { text: string; from: string | null };

/** Longest values first, so that the value of one is not taken for the beginning of another. */
export function signedParts(signed: string, request: PostbackRequest): SignedPart[] {
  const sources = sourcesOf(request).sort(([, one], [, other]) => other.length - one.length);
  return split([{ text: signed, from: null }], sources);
}

const SHORTEST_UNNAMED = 4;

function split(parts: SignedPart[], sources: readonly (readonly [string, string])[]): SignedPart[] {
  return sources.reduce((done, [from, value]) => done.flatMap((part) => cut(part, from, value)), parts);
}

function cut(part: SignedPart, from: string, value: string): SignedPart[] {
  if (part.from !== null || value === '') return [part];
  // After its own name, where the name is signed too; otherwise where it stands first. A "1" stands everywhere.
  const named = part.text.indexOf(`${from}=${value}`);
  if (named < 0 && value.length < SHORTEST_UNNAMED) return [part];
  const at = named < 0 ? part.text.indexOf(value) : named + from.length + 1;
  if (at < 0) return [part];
  const [before, after] = [part.text.slice(0, at), part.text.slice(at + value.length)];
  return [
    { text: before, from: null },
    { text: value, from },
    { text: after, from: null },
  ].filter(({ text }) => text !== '');
}

function sourcesOf(request: PostbackRequest): (readonly [string, string])[] {
  const body = Buffer.from(request.rawBody).toString();
  const raw = request.rawQuery
    .split('&')
    .map((pair) => [pair.split('=')[0]!, pair.slice(pair.indexOf('=') + 1)] as const);
  const headers = Object.entries(request.headers).filter(([name]) => !['content-type', 'user-agent'].includes(name));
  return [...parametersOf(request), ...raw, ...headers, ['body', body], ['address', request.url]];
}

function parametersOf(request: PostbackRequest): Parameters {
  const given = readParameters(request);
  return 'refused' in given ? new Map() : given;
}

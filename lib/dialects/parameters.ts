/**
 * The parameters of a request, read strictly from its raw bytes: `URLSearchParams` and `JSON.parse` would hide what
 * must be refused here (a bad escape becomes U+FFFD, the second of two equal keys wins).
 */
import type { PostbackRequest, Refused } from './dialect';

export type Parameters = ReadonlyMap<string, string>;

const MOST_PARAMETERS = 64;
const MOST_QUERY_BYTES = 4096;
const MOST_BODY_BYTES = 16_384;
const KEY = /^[A-Za-z0-9_-]{1,64}$/;
/** Control characters: PostgreSQL cannot hold U+0000, and no line of a log may be broken. */
const CONTROL = /\p{Cc}/u;

/** Reading and verifying ask for the same; of one request they are read once. */
const known = new WeakMap<PostbackRequest, Parameters | Refused>();

export function readParameters(request: PostbackRequest): Parameters | Refused {
  const before = known.get(request);
  if (before) return before;
  const read = parse(request);
  known.set(request, read);
  return read;
}

function parse(request: PostbackRequest): Parameters | Refused {
  if (request.rawQuery.length > MOST_QUERY_BYTES) return tooLarge('The query is longer than 4 KiB.');
  if (request.rawBody.length > MOST_BODY_BYTES) return tooLarge('The body is longer than 16 KiB.');
  const query = formPairs(request.rawQuery);
  if ('refused' in query) return query;
  const body = bodyPairs(request);
  if ('refused' in body) return body;
  return gather([...query, ...body]);
}

type Pairs = [key: string, value: string][];

function bodyPairs(request: PostbackRequest): Pairs | Refused {
  if (request.rawBody.length === 0) return [];
  if (request.method === 'GET') return malformed('A GET request has no body.');
  const { 'content-type': type = '', 'content-encoding': encoding = 'identity' } = request.headers;
  if (encoding.toLowerCase() !== 'identity') return unsupported('Send the body without compression.');
  switch (mediaType(type)) {
    case 'application/x-www-form-urlencoded':
      return formPairs(Buffer.from(request.rawBody).toString('latin1'));
    case 'application/json':
      return jsonPairs(request.rawBody);
    default:
      return unsupported('Send application/x-www-form-urlencoded or application/json.');
  }
}

/** The type without its parameters; null for a charset other than UTF-8. */
function mediaType(header: string): string | null {
  const [type = '', ...parameters] = header.split(';').map((part) => part.trim().toLowerCase());
  return parameters.every((parameter) => parameter === '' || /^charset="?utf-8"?$/.test(parameter)) ? type : null;
}

/** application/x-www-form-urlencoded: pieces between `&`, `+` is a space, `%XX` is a byte of UTF-8; `;` is data. */
function formPairs(text: string): Pairs | Refused {
  const pairs: Pairs = [];
  for (const piece of text.split('&')) {
    if (piece === '') continue;
    const at = piece.includes('=') ? piece.indexOf('=') : piece.length;
    const key = decodeForm(piece.slice(0, at));
    const value = decodeForm(piece.slice(at + 1));
    if (key === null || value === null) return malformed('A parameter is not percent-encoded UTF-8.');
    pairs.push([key, value]);
  }
  return pairs;
}

function decodeForm(encoded: string): string | null {
  if (!/^(?:[\x20-\x24\x26-\x7e]|%[0-9A-Fa-f]{2})*$/.test(encoded)) return null;
  try {
    return decodeURIComponent(encoded.replaceAll('+', ' '));
  } catch {
    return null;
  }
}

const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const STRING = String.raw`"(?:[^"\\]|\\.)*"`;
const MEMBER = new RegExp(
  String.raw`[ \t\r\n]*(${STRING})[ \t\r\n]*:[ \t\r\n]*(${STRING}|-?\d+)[ \t\r\n]*(,|\}$)`,
  'y',
);

/** One flat object whose values are strings or whole numbers, read member by member so that a repeated key shows. */
function jsonPairs(body: Uint8Array): Pairs | Refused {
  const wrong = malformed('The body must be one flat JSON object whose values are strings.');
  const pairs: Pairs = [];
  try {
    const text = UTF_8.decode(body).replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
    if (/^\{[ \t\r\n]*\}$/.test(text)) return pairs;
    if (!text.startsWith('{')) return wrong;
    for (MEMBER.lastIndex = 1; MEMBER.lastIndex < text.length; ) {
      const [, key, value, end] = MEMBER.exec(text) ?? [];
      if (key === undefined || value === undefined) return wrong;
      pairs.push([JSON.parse(key), jsonText(JSON.parse(value))]);
      if (end === '}') return pairs;
    }
    return wrong;
  } catch {
    return wrong;
  }
}

function jsonText(value: string | number): string {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new RangeError('not an exact number');
  const text = String(value);
  if (!text.isWellFormed()) throw new RangeError('not a string of characters');
  return text;
}

/** One place and one value for every key. */
function gather(pairs: Pairs): Parameters | Refused {
  if (pairs.length > MOST_PARAMETERS) return malformed('There are more than 64 parameters.');
  const parameters = new Map<string, string>();
  for (const [key, value] of pairs) {
    if (!KEY.test(key)) return malformed('The name of a parameter may hold letters, digits, "_" and "-".');
    if (parameters.has(key)) return malformed(`The parameter "${key}" comes twice.`);
    if (CONTROL.test(value)) return malformed(`The parameter "${key}" holds a control character.`);
    parameters.set(key, value);
  }
  return parameters;
}

/** What the operator's map says of a word; a name that every object has (`constructor`) is nobody's word. */
export function mapped<Value>(map: Readonly<Record<string, Value>>, word: string): Value | undefined {
  return Object.hasOwn(map, word) ? map[word] : undefined;
}

export function malformed(message: string): Refused {
  return { refused: 'malformed', message };
}

function tooLarge(message: string): Refused {
  return { refused: 'too-large', message };
}

function unsupported(message: string): Refused {
  return { refused: 'unsupported-type', message };
}

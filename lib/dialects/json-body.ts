/**
 * A JSON body of objects within an object, for networks that sign its raw bytes: what those bytes say is then theirs, and
 * nobody in between can have added a second key. Numbers are taken as they were written, never through a float.
 */
import type { PostbackRequest, Refused } from './dialect';
import { malformed, type Parameters } from './parameters';

const MOST_BODY_BYTES = 16_384;
const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const CONTROL = /\p{Cc}/u;

/** TypeScript does not know yet that a reviver is told the source of a number. */
type Reviver = (key: string, value: unknown, context: { source?: string }) => unknown;
const parse = JSON.parse as (text: string, reviver: Reviver) => unknown;

/** The objects one level down, by name: of each, its texts, numbers and truth values. */
export function readJson({ rawBody, headers }: PostbackRequest): ReadonlyMap<string, Parameters> | Refused {
  if (rawBody.length > MOST_BODY_BYTES) return { refused: 'too-large', message: 'The body is longer than 16 KiB.' };
  const { 'content-type': type = '', 'content-encoding': encoding = 'identity' } = headers;
  if (type.split(';')[0]!.trim().toLowerCase() !== 'application/json' || encoding.toLowerCase() !== 'identity')
    return { refused: 'unsupported-type', message: 'Send application/json without compression.' };
  try {
    const body = parse(UTF_8.decode(rawBody), (_key, value, { source }) =>
      typeof value === 'number' ? source : value,
    );
    if (!isObject(body)) return malformed('The body must be a JSON object.');
    return new Map(
      Object.entries(body).flatMap(([name, inner]): [string, Parameters][] =>
        isObject(inner) ? [[name, textsOf(inner)]] : [],
      ),
    );
  } catch {
    return malformed('The body must be a JSON object of printable text.');
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textsOf(object: Record<string, unknown>): Parameters {
  const said = Object.entries(object).filter(([, value]) => ['string', 'boolean'].includes(typeof value));
  const texts = said.map(([name, value]): [string, string] => [name, String(value)]);
  if (texts.some(([, text]) => CONTROL.test(text) || !text.isWellFormed())) throw new RangeError('not printable');
  return new Map(texts);
}

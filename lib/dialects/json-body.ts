/**
 * A JSON body of objects within objects. Of a member that comes twice the last counts; where the raw bytes are signed nobody
 * in between can have added one. Numbers are taken as they were written, never through a float.
 */
import type { PostbackRequest, Refused } from './dialect';
import { malformed, type Parameters } from './parameters';

const MOST_BODY_BYTES = 16_384;
const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const CONTROL = /\p{Cc}/u;

/** TypeScript does not know yet that a reviver is told the source of a number. */
type Reviver = (key: string, value: unknown, context: { source?: string }) => unknown;
const parse = JSON.parse as (text: string, reviver: Reviver) => unknown;

/** What JSON said by name: texts, with numbers and truth values as they were written. Lists and null say nothing. */
export type Tree = { readonly [name: string]: string | Tree };

/** Deeper than anything that has a name of ours. */
const DEEPEST = 8;

export function parseJson({ rawBody, headers }: PostbackRequest): { tree: Tree } | Refused {
  if (rawBody.length > MOST_BODY_BYTES) return { refused: 'too-large', message: 'The body is longer than 16 KiB.' };
  const { 'content-type': type = '', 'content-encoding': encoding = 'identity' } = headers;
  if (type.split(';')[0]!.trim().toLowerCase() !== 'application/json' || encoding.toLowerCase() !== 'identity')
    return { refused: 'unsupported-type', message: 'Send application/json without compression.' };
  try {
    const body = parse(UTF_8.decode(rawBody), (_key, value, { source }) =>
      typeof value === 'number' ? source : value,
    );
    return isObject(body) ? { tree: toTree(body, 1) } : malformed('The body must be a JSON object.');
  } catch {
    return malformed('The body must be a JSON object of printable text.');
  }
}

/** The objects one level down, by name: of each, what it says itself. */
export function readJson(request: PostbackRequest): ReadonlyMap<string, Parameters> | Refused {
  const body = parseJson(request);
  if ('refused' in body) return body;
  return new Map(
    Object.entries(body.tree).flatMap(([name, inner]): [string, Parameters][] =>
      typeof inner === 'string' ? [] : [[name, new Map(Object.entries(inner).filter(isText))]],
    ),
  );
}

function isText(member: [string, string | Tree]): member is [string, string] {
  return typeof member[1] === 'string';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function toTree(object: Record<string, unknown>, depth: number): Tree {
  const said = Object.entries(object).flatMap(([name, value]): [string, string | Tree][] => {
    if (isObject(value)) return depth < DEEPEST ? [[name, toTree(value, depth + 1)]] : [];
    return typeof value === 'string' || typeof value === 'boolean' ? [[name, printable(String(value))]] : [];
  });
  return Object.fromEntries(said);
}

function printable(text: string): string {
  if (CONTROL.test(text) || !text.isWellFormed()) throw new RangeError('not printable');
  return text;
}

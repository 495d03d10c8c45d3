/**
 * Strict JSON at the doors of the operator's API. What two readers could understand differently is refused, not guessed:
 * a byte order mark, UTF-16, lone surrogates, U+0000, a key given twice, `__proto__`, more than 32 levels.
 *
 * Limits (04): 64 KiB and depth 32. The import of clicks is the exception: a thousand clicks are about half a MiB, so
 * that door allows 1 MiB.
 */
import type { z } from 'zod';
import { readBody } from '@/lib/foundation/route';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';

export const JSON_LIMIT = 64 * 1024;
const MAX_DEPTH = 32;

/** The body as `schema` says, or why not: 415, 413, or 400 with what is wrong in which field. */
export async function readJson<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
  limit = JSON_LIMIT,
): Promise<z.output<Schema> | Refusal> {
  const refused = refuseOtherTypes(request);
  if (refused) return refused;
  const body = await readBody(request, limit);
  if (body === null) return refuse('too-large', `The body is larger than ${limit / 1024} KiB.`);
  const value = parseStrictJson(body);
  return isRefusal(value) ? value : checked(schema, value);
}

function refuseOtherTypes(request: Request): Refusal | null {
  const type = (request.headers.get('content-type') ?? '').toLowerCase().replace(/\s/g, '');
  const encoding = request.headers.get('content-encoding') ?? 'identity';
  const isJson = /^application\/json(;charset="?utf-8"?)?$/.test(type);
  return isJson && encoding === 'identity'
    ? null
    : refuse('unsupported-type', 'Please send application/json in UTF-8.');
}

/** Bytes → value, or a refusal. */
export function parseStrictJson(body: Uint8Array): unknown | Refusal {
  const text = decode(body);
  if (text === null) return refuse('malformed', 'The body is not UTF-8.');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse('malformed', 'The body is not valid JSON.');
  }
  const problem = scan(text);
  if (problem) return refuse('malformed', problem);
  return value;
}

function decode(body: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return null;
  }
}

const TOKEN = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/gs;

/** One pass over strings and brackets of a text that is known to be JSON, before anybody uses the value. */
function scan(text: string): string | null {
  const levels: Set<string>[] = [];
  for (const [token, colon] of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') levels.push(new Set());
    else if (token === '}' || token === ']') levels.pop();
    else {
      const string = JSON.parse(colon === undefined ? token : token.slice(0, -colon.length)) as string;
      if (!string.isWellFormed() || string.includes('\0'))
        return 'A text in the body holds a character that cannot be stored.';
      if (colon !== undefined && isTaken(string, levels.at(-1)!))
        return 'A key in the body is given twice or not allowed.';
    }
    if (levels.length > MAX_DEPTH) return `The body is nested more than ${MAX_DEPTH} levels deep.`;
  }
  return null;
}

function isTaken(key: string, keys: Set<string>): boolean {
  if (key === '__proto__' || keys.has(key)) return true;
  keys.add(key);
  return false;
}

/** A value as `schema` says, or `malformed` with every wrong field by its path (`tasks.0.payoutUsd`). */
export function checked<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> | Refusal {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields: Record<string, string> = {};
  for (const issue of parsed.error.issues) {
    for (const path of pathsOf(issue)) fields[path] ??= issue.message;
  }
  return refuse('malformed', 'Some fields are missing or not as they should be.', { fields });
}

/** An unknown key is named itself, so that a slip of the pen is found at once. */
function pathsOf(issue: z.core.$ZodIssue): string[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => [...path, key].join('.'));
  return [path.join('.') || 'body'];
}

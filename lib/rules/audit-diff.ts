/** What differs between before and after, field by field, as text that can be read beside each other. */

/** Null: it was not there, or is not there any more. */
export type Difference = { path: string; before: string | null; after: string | null };

/** Entries hold no secrets; should one ever get in, it is still not shown. */
const SECRET = /secret|token|password|api_?key|hash/i;
const COVERED = '•••';

/** Fields within fields by their path; lists as a whole. */
export function differences(before: unknown, after: unknown): Difference[] {
  const [was, is] = [flat(before), flat(after)];
  const paths = new Set([...was.keys(), ...is.keys()]);
  return [...paths]
    .map((path) => ({ path, before: was.get(path) ?? null, after: is.get(path) ?? null }))
    .filter((one) => one.before !== one.after)
    .map((one) => (SECRET.test(one.path) ? covered(one) : one));
}

function covered({ path, before, after }: Difference): Difference {
  // "changed" says that a secret did, and holds nothing of it.
  const cover = (text: string | null) => (text === null || text === 'changed' ? text : COVERED);
  return { path, before: cover(before), after: cover(after) };
}

function flat(value: unknown, path = '', into = new Map<string, string>()): Map<string, string> {
  if (value === null || value === undefined) {
    if (path !== '') into.set(path, '—');
  } else if (typeof value === 'object' && !Array.isArray(value)) {
    for (const [name, inner] of Object.entries(value)) flat(inner, path === '' ? name : `${path}.${name}`, into);
  } else {
    into.set(path, typeof value === 'string' ? value : JSON.stringify(value));
  }
  return into;
}

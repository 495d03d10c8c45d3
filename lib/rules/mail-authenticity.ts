/**
 * Whether the sender's domain stands behind the message. Only the result that our own mail server wrote counts, and of
 * those the topmost: anybody can write the header further down (helpdesk reference, 4.3.6; IN-009).
 */
export type Authenticity = 'pass' | 'fail' | 'unknown';

/** `results`: the Authentication-Results headers, topmost first. `authservId`: how our server signs them; null: nobody does. */
export function authenticityOf(results: readonly string[], authservId: string | null): Authenticity {
  if (authservId === null) return 'unknown';
  const ours = results.find((value) => signerOf(value) === authservId.toLowerCase());
  if (!ours) return 'unknown';
  const dmarc = /;\s*dmarc\s*=\s*(\w+)/i.exec(withoutComments(ours))?.[1]?.toLowerCase();
  if (dmarc === 'pass') return 'pass';
  return dmarc === 'fail' ? 'fail' : 'unknown';
}

function signerOf(value: string): string {
  return withoutComments(value).split(';')[0]!.trim().split(/\s/)[0]!.toLowerCase();
}

/** `(comments)` may hold anything, even `; dmarc=pass`. Innermost first, since they nest. */
function withoutComments(value: string): string {
  let [before, after] = ['', value.slice(0, 4_000)];
  while (before !== after) [before, after] = [after, after.replace(/\([^()]*\)/g, ' ')];
  return after;
}

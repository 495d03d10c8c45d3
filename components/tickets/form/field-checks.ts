/**
 * What the browser checks before Submit is enabled. Small on purpose: the schema itself (lib/tickets/ticket-form.ts) stays on
 * the server and has the last word; field-checks.test.ts holds the two together.
 */
import { readEmailAddress } from '@/lib/rules/email-address';

export type FieldKind = 'email' | 'description' | 'answer' | 'steps';
export type FieldProblem = 'required' | 'step' | 'email' | 'too-short' | 'too-long';

const MIN_DESCRIPTION = 20;
export const MAX_DESCRIPTION = 4000;
export const MAX_ANSWER = 500;

/** `typed` is what stands in the field; of the steps, the keys of those that are ticked. */
export function fieldProblem(kind: FieldKind, typed: string, required = true): FieldProblem | null {
  const text = typed
    .replace(/\r\n?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  if (kind === 'steps') return text === '' ? 'step' : null;
  if (kind === 'email') return readEmailAddress(typed) ? null : 'email';
  if (kind === 'answer') return required && text === '' ? 'required' : text.length > MAX_ANSWER ? 'too-long' : null;
  if (text.length < MIN_DESCRIPTION) return 'too-short';
  return text.length > MAX_DESCRIPTION ? 'too-long' : null;
}

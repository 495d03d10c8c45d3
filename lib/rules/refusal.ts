/**
 * Refusals are values that a use case returns; exceptions are for what nobody planned.
 * What HTTP status a code wears at the door stands in lib/foundation/errors.ts.
 */
export type RefusalCode =
  | 'malformed'
  | 'bad-signature'
  | 'stale'
  | 'not-signed-in'
  /** A code of the second step is wanted first, or setting it up. */
  | 'second-step'
  | 'address-not-allowed'
  | 'not-your-click'
  | 'not-allowed'
  | 'user-banned'
  | 'link-not-valid'
  | 'not-found'
  | 'unknown-click'
  | 'unknown-integration'
  | 'method-not-allowed'
  | 'conflict'
  | 'too-late'
  | 'ticket-exists'
  | 'already-rewarded'
  | 'not-confirmed'
  | 'version-changed'
  | 'being-decided'
  | 'second-person-needed'
  | 'too-large'
  | 'unsupported-type'
  | 'too-many'
  | 'unexpected'
  | 'try-later';

/** `message` is plain words for a person; `fields` maps form fields to what is wrong with them; `details` adds facts. */
export type Refusal = {
  readonly refused: RefusalCode;
  readonly message: string;
  readonly fields?: Record<string, string>;
  readonly details?: Record<string, unknown>;
};

export function refuse(
  refused: RefusalCode,
  message: string,
  more: Omit<Refusal, 'refused' | 'message'> = {},
): Refusal {
  return { refused, message, ...more };
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'refused' in value && typeof value.refused === 'string';
}

/** The HTTP status that each refusal wears at the door. A code without a row does not compile. */
import type { RefusalCode } from '@/lib/rules/refusal';

export const httpStatus = {
  malformed: 400,
  'bad-signature': 401,
  stale: 401,
  'not-signed-in': 401,
  'address-not-allowed': 403,
  'not-your-click': 403,
  'not-allowed': 403,
  'user-banned': 403,
  'link-not-valid': 403,
  'not-found': 404,
  'unknown-click': 404,
  'unknown-integration': 404,
  'method-not-allowed': 405,
  conflict: 409,
  'too-late': 409,
  'ticket-exists': 409,
  'already-rewarded': 409,
  'not-confirmed': 409,
  'version-changed': 409,
  'too-large': 413,
  'unsupported-type': 415,
  'too-many': 429,
  unexpected: 500,
  'try-later': 503,
} as const satisfies Record<RefusalCode, number>;

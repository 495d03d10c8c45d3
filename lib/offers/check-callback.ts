/** Where a game wants its rewards reported, checked when it is written down and not at the first callback that fails. */
import { findCallbackFaults, type Told } from '@/lib/offers/callback-faults';
import { type Refusal, refuse } from '@/lib/rules/refusal';

export function checkCallback(told: Told): Refusal | null {
  const faults = findCallbackFaults(told);
  if (faults.length === 0) return null;
  const fields = faults.map(({ field, message, position }) => [`callback.${field}`, placed(message, position)]);
  return refuse('malformed', 'Rewards cannot be reported like this.', { fields: Object.fromEntries(fields) });
}

/** "where: what", counted from 1 as people count. */
function placed(message: string, position: number | null): string {
  return position === null ? message : `Character ${position + 1}: ${message}`;
}

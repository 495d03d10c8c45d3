/** An agent's own keys. All of them or none: two commands on one key, or a decision on a single stroke, are refused with where. */
import { setPreference } from '@/lib/accounts/preferences';
import { type Refusal, refuse } from '@/lib/rules/refusal';
import { type Choice, faultsOf, TABLE } from '@/lib/rules/shortcuts';
import { readStrokes } from '@/lib/rules/strokes';

/** Refused: `malformed`, with `faults` by command (lib/rules/shortcuts.ts). Keys that are the usual ones are not kept. */
export async function saveShortcuts(agentId: string, { off, strokes }: Choice): Promise<object | Refusal> {
  const faults = faultsOf(strokes);
  if (Object.keys(faults).length > 0) return refuse('malformed', 'These keys cannot be had.', { details: { faults } });
  const own = TABLE.flatMap(({ id, strokes: usual }) => {
    const chosen = readStrokes(strokes[id] ?? '');
    return chosen && chosen !== usual ? [[id, chosen] as const] : [];
  });
  return setPreference(agentId, 'shortcuts', { off, strokes: Object.fromEntries(own) });
}

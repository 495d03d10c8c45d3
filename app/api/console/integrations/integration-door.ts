/** The doors of one integration, and what they say about lines that are not right. */
import { settingsDoor } from '@/app/api/console/settings-door';
import { type Refusal, refuse } from '@/lib/rules/refusal';
import type { Faults } from '@/lib/rules/setting-lines';

export const integrationDoor = settingsDoor('integrations:write', '/console/integrations');

const MOST_FAULTS_SHOWN = 10;
const LONGEST_SHOWN = 60;

/** `details.lines` says by field what is wrong with which line. */
export function refuseLines(faulty: Record<string, Faults>): Refusal {
  const lines = Object.fromEntries(
    Object.entries(faulty).map(([field, { faults }]) => [
      field,
      faults.slice(0, MOST_FAULTS_SHOWN).map((fault) => ({ ...fault, text: fault.text.slice(0, LONGEST_SHOWN) })),
    ]),
  );
  return refuse('malformed', 'Some lines are not right. Nothing was saved.', { details: { lines } });
}

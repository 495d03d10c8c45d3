/** What this source's words mean in ours: `statuses` and `events`, one `word = meaning` a line. */
import { integrationDoor, refuseLines } from '@/app/api/console/integrations/integration-door';
import type { ConfirmationState } from '@/lib/dialects/dialect';
import { changeIntegration } from '@/lib/offers/change-integration';
import { ID_PATTERN } from '@/lib/rules/api-fields';
import { type Faults, hasFaults, type MapRule, readMapLines } from '@/lib/rules/setting-lines';

const STATUSES: MapRule<ConfirmationState> = {
  longestWord: 64,
  most: 100,
  isMeaning: (text): text is ConfirmationState => ['PENDING', 'COMPLETED', 'RECONCILED'].includes(text),
};
const EVENTS: MapRule<string> = {
  longestWord: 128,
  most: 200,
  isMeaning: (text): text is string => ID_PATTERN.test(text),
};

export const POST = integrationDoor('mapping', ['statuses', 'events'], async (look, text) => {
  const [statusMap, eventMap] = [readMapLines(text('statuses'), STATUSES), readMapLines(text('events'), EVENTS)];
  if (!hasFaults(statusMap) && !hasFaults(eventMap)) return changeIntegration(look, { statusMap, eventMap });
  const faulty: Record<string, Faults> = {};
  if (hasFaults(statusMap)) faulty.statuses = statusMap;
  if (hasFaults(eventMap)) faulty.events = eventMap;
  return refuseLines(faulty);
});

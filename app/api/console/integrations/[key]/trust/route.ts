/** Whether unsigned postbacks are heard, and how much a day a weakly signed source may approve by itself. */
import { integrationDoor } from '@/app/api/console/integrations/integration-door';
import { changeIntegration } from '@/lib/offers/change-integration';
import { parseUsd } from '@/lib/rules/money';
import { refuse } from '@/lib/rules/refusal';

export const POST = integrationDoor('trust', ['requireSignature', 'dailyBudgetUsd'], async (look, text) => {
  const budget = text('dailyBudgetUsd').trim();
  const dailyBudgetMicros = budget === '' ? null : parseUsd(budget);
  if (budget !== '' && dailyBudgetMicros === null) {
    const message = 'Write the budget in US dollars, like 50 or 49.90.';
    return refuse('malformed', message, {
      fields: { dailyBudgetUsd: message },
      details: { faults: { dailyBudgetUsd: 'budget' } },
    });
  }
  return changeIntegration(look, { requireSignature: text('requireSignature') === 'on', dailyBudgetMicros });
});

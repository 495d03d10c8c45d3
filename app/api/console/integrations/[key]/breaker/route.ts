/** An admin has looked at what tripped the money breaker of an integration, and resets it. */
import { integrationDoor } from '@/app/api/console/integrations/integration-door';
import { resetBreaker } from '@/lib/postbacks/reset-breaker';
import { ID_PATTERN } from '@/lib/rules/api-fields';
import { isRefusal, refuse } from '@/lib/rules/refusal';

export const POST = integrationDoor('trust', [], async ({ key, actor }, text) => {
  if (text('action') !== 'reset')
    return refuse('malformed', 'Reset is all that can be done here.', { fields: { action: 'Use "reset".' } });
  const result = ID_PATTERN.test(key)
    ? await resetBreaker(key, actor)
    : refuse('not-found', 'There is no such integration.');
  return isRefusal(result) ? result : { done: 'breaker' };
});

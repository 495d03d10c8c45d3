/** An admin has looked at what tripped the money breaker of an integration, and resets it. */
import { readForm } from '@/app/api/wall/form-body';
import { backWithProblem } from '@/app/console/flash';
import { consoleDoor, wantsPage } from '@/app/console/signed-in';
import { json, problem, seeOther } from '@/lib/foundation/route';
import { resetBreaker } from '@/lib/postbacks/reset-breaker';
import { ID_PATTERN } from '@/lib/rules/api-fields';
import { isRefusal, refuse } from '@/lib/rules/refusal';

type Context = { params: Promise<{ key: string }> };

export const POST = consoleDoor<Context>('integrations:write', async (request, context, agent) => {
  const { key } = await context.params;
  const form = await readForm(request);
  if (isRefusal(form)) return problem(form);
  const result =
    form.text('action') !== 'reset'
      ? refuse('malformed', 'Reset is all that can be done here.', { fields: { action: 'Use "reset".' } })
      : ID_PATTERN.test(key)
        ? await resetBreaker(key, { kind: 'AGENT', id: agent.id })
        : refuse('not-found', 'There is no such integration.');
  if (!wantsPage(request)) return isRefusal(result) ? problem(result) : json(result);
  const page = `/console/integrations/${encodeURIComponent(key)}`;
  if (!isRefusal(result)) return seeOther(page);
  return result.refused === 'not-found' ? problem(result) : backWithProblem(page, result, {});
});

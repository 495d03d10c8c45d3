/** Makes a key of the operator's API. It is told once: to a script in the answer, to a page in a sealed cookie. */
import { readForm } from '@/app/api/wall/form-body';
import { backWithProblem, backWithResult } from '@/app/console/flash';
import { consoleDoor, wantsPage } from '@/app/console/signed-in';
import { API_SCOPES, createApiKey } from '@/lib/accounts/api-keys';
import { readAgentName } from '@/lib/accounts/rename-agent';
import { seal } from '@/lib/accounts/sealed';
import { json, problem } from '@/lib/foundation/route';
import { isRefusal, refuse } from '@/lib/rules/refusal';

const PAGE = '/console/settings/api-keys';
const LIVES_DAYS = [30, 90, 365];
const DAY = 86_400_000;

export const POST = consoleDoor('keys:write', async (request, _context, agent, now) => {
  const form = await readForm(request, { several: ['scopes'] });
  if (isRefusal(form)) return problem(form);
  const name = readAgentName(form.text('name'));
  const scopes = API_SCOPES.filter((scope) => form.texts('scopes').includes(scope));
  if (!name || scopes.length === 0) {
    const missing = refuse('malformed', 'Give the key a name and at least one thing that it may do.');
    const typed = { name: form.text('name'), scopes: scopes.join(' ') };
    return wantsPage(request) ? backWithProblem(PAGE, missing, typed, 'new') : problem(missing);
  }
  const days = LIVES_DAYS.find((choice) => String(choice) === form.text('days'));
  const expiresAt = days ? new Date(now.getTime() + days * DAY) : null;
  const made = await createApiKey({ name, scopes, expiresAt, by: agent }, now);
  if (!wantsPage(request)) return json(made, 201);
  return backWithResult(PAGE, { key: seal('shown-once', made.key) }, 'told');
});

/**
 * An agent's own way of working. `key` names what is chosen; `value` is the choice, given several times for a list, or `json`
 * holds it whole. A page without JavaScript is led back to `back`.
 */
import { type PostedForm, readForm } from '@/app/api/wall/form-body';
import { consoleDoor, wantsPage } from '@/app/console/signed-in';
import { setPreference } from '@/lib/accounts/preferences';
import { json, problem, seeOther } from '@/lib/foundation/route';
import { consolePath } from '@/lib/rules/console-path';
import { isRefusal, refuse } from '@/lib/rules/refusal';

const LISTS = ['columns'];

export const POST = consoleDoor('tickets:read', async (request, _context, agent) => {
  const form = await readForm(request, { several: ['value'] });
  if (isRefusal(form)) return problem(form);
  const value = readValue(form);
  if (value === undefined) return problem(refuse('malformed', 'This is not JSON.', { fields: { json: 'not JSON' } }));
  const saved = await setPreference(agent.id, form.text('key'), value);
  if (isRefusal(saved)) return problem(saved);
  return wantsPage(request) ? seeOther(consolePath(form.text('back'))) : json(saved);
});

function readValue(form: PostedForm): unknown {
  if (!form.text('json')) return LISTS.includes(form.text('key')) ? form.texts('value') : form.text('value');
  try {
    return JSON.parse(form.text('json'));
  } catch {
    return undefined;
  }
}

/**
 * An agent's own way of working. `key` names what is chosen, `value` is the choice, given several times for a list. A page
 * without JavaScript is led back to `back`. Keys have a door of their own, which sees to it that they can be told apart.
 */
import { readForm } from '@/app/api/wall/form-body';
import { consoleDoor, wantsPage } from '@/app/console/signed-in';
import { setPreference } from '@/lib/accounts/preferences';
import { json, problem, seeOther } from '@/lib/foundation/route';
import { consolePath } from '@/lib/rules/console-path';
import { isRefusal } from '@/lib/rules/refusal';

const LISTS = ['columns'];

export const POST = consoleDoor('tickets:read', async (request, _context, agent) => {
  const form = await readForm(request, { several: ['value'] });
  if (isRefusal(form)) return problem(form);
  const key = form.text('key');
  const value = LISTS.includes(key) ? form.texts('value') : form.text('value');
  const saved = await setPreference(agent.id, key, value);
  if (isRefusal(saved)) return problem(saved);
  return wantsPage(request) ? seeOther(consolePath(form.text('back'))) : json(saved);
});

/** Invites an agent. */
import { readForm } from '@/app/api/wall/form-body';
import { backWithProblem } from '@/app/console/flash';
import { consoleDoor, wantsPage } from '@/app/console/signed-in';
import { inviteAgent } from '@/lib/accounts/invite-agent';
import { json, problem, seeOther } from '@/lib/foundation/route';
import { isRefusal } from '@/lib/rules/refusal';

const PAGE = '/console/settings/agents';

export const POST = consoleDoor('agents:write', async (request, _context, agent, now) => {
  const form = await readForm(request);
  if (isRefusal(form)) return problem(form);
  const [email = '', name = '', role = '', locale = ''] = ['email', 'name', 'role', 'locale'].map(form.text);
  const invited = await inviteAgent({ email, name, role, locale: locale === 'es' ? 'es' : 'en', by: agent }, now);
  if (!wantsPage(request)) return isRefusal(invited) ? problem(invited) : json(invited, 201);
  if (isRefusal(invited)) return backWithProblem(PAGE, invited, { email, name, role, locale }, 'invite');
  return seeOther(`${PAGE}?done=invited`);
});

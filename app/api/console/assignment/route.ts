/** Whether waiting tickets are given out by turns: `byTurns` is `yes` or nothing. */
import { readForm } from '@/app/api/wall/form-body';
import { consoleDoor, wantsPage } from '@/app/console/signed-in';
import { json, problem, seeOther } from '@/lib/foundation/route';
import { isRefusal } from '@/lib/rules/refusal';
import { setByTurns } from '@/lib/tickets/set-assignment';

const PAGE = '/console/settings/assignment?done=turns';

export const POST = consoleDoor('policies:write', async (request, _context, agent) => {
  const form = await readForm(request);
  if (isRefusal(form)) return problem(form);
  await setByTurns(form.text('byTurns') === 'yes', { kind: 'AGENT', id: agent.id });
  return wantsPage(request) ? seeOther(PAGE) : json({ page: PAGE });
});

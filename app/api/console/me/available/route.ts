/** An agent says whether they take tickets now (`available`: `yes` or `no`), and goes on where they were (`back`). */
import { readForm } from '@/app/api/wall/form-body';
import { consoleDoor, wantsPage } from '@/app/console/signed-in';
import { json, problem, seeOther } from '@/lib/foundation/route';
import { consolePath } from '@/lib/rules/console-path';
import { isRefusal } from '@/lib/rules/refusal';
import { setTaker } from '@/lib/tickets/set-assignment';

export const POST = consoleDoor('tickets:decide', async (request, _context, agent) => {
  const form = await readForm(request);
  if (isRefusal(form)) return problem(form);
  const available = form.text('available') === 'yes';
  const refused = await setTaker(agent.id, { available }, { kind: 'AGENT', id: agent.id });
  if (refused) return problem(refused);
  return wantsPage(request) ? seeOther(consolePath(form.text('back'))) : json({ available });
});

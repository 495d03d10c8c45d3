/** How many tickets an agent takes at once (`capacity`), and whether any (`available`: `yes` or `no`). */
import { isUuid } from '@/app/api/console/tickets/ticket-door';
import { readForm } from '@/app/api/wall/form-body';
import { backWithProblem } from '@/app/console/flash';
import { consoleDoor, wantsPage } from '@/app/console/signed-in';
import { json, problem, seeOther } from '@/lib/foundation/route';
import { isRefusal, refuse } from '@/lib/rules/refusal';
import { setTaker } from '@/lib/tickets/set-assignment';

const PAGE = '/console/settings/assignment';

export const POST = consoleDoor<{ params: Promise<{ id: string }> }>(
  'policies:write',
  async (request, context, agent) => {
    const { id } = await context.params;
    const form = await readForm(request);
    if (isRefusal(form)) return problem(form);
    if (!isUuid(id)) return problem(refuse('not-found', 'There is no such agent.'));
    const capacity = /^\d{1,4}$/.test(form.text('capacity')) ? Number(form.text('capacity')) : Number.NaN;
    const change = { capacity, available: form.text('available') === 'yes' };
    const refused = await setTaker(id, change, { kind: 'AGENT', id: agent.id });
    if (refused && wantsPage(request) && refused.refused !== 'not-found')
      return backWithProblem(PAGE, refused, { id }, 'agents');
    if (refused) return problem(refused);
    const page = `${PAGE}?done=agent`;
    return wantsPage(request) ? seeOther(page) : json({ page });
  },
);

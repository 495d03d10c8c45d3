/** Removes a calendar that nothing counts by. */
import { readForm } from '@/app/api/wall/form-body';
import { backWithProblem } from '@/app/console/flash';
import { consoleDoor, wantsPage } from '@/app/console/signed-in';
import { json, problem, seeOther } from '@/lib/foundation/route';
import { isRefusal } from '@/lib/rules/refusal';
import { removeCalendar } from '@/lib/tickets/save-calendar';

const PAGES = '/console/settings/calendars';

export const POST = consoleDoor<{ params: Promise<{ key: string }> }>(
  'policies:write',
  async (request, context, agent) => {
    const form = await readForm(request);
    if (isRefusal(form)) return problem(form);
    const { key } = await context.params;
    const refused = await removeCalendar(key, { kind: 'AGENT', id: agent.id });
    if (refused?.refused === 'conflict' && wantsPage(request))
      return backWithProblem(`${PAGES}/${key}`, refused, { section: 'remove' }, 'remove');
    if (refused) return problem(refused);
    const page = `${PAGES}?done=removed`;
    return wantsPage(request) ? seeOther(page) : json({ page });
  },
);

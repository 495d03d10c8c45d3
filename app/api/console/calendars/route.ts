/** A new calendar: the fields of `lib/rules/calendar-form.ts`. */
import { readForm } from '@/app/api/wall/form-body';
import { backWithProblem } from '@/app/console/flash';
import { consoleDoor, wantsPage } from '@/app/console/signed-in';
import { json, problem, seeOther } from '@/lib/foundation/route';
import { readCalendarForm } from '@/lib/rules/calendar-form';
import { isRefusal } from '@/lib/rules/refusal';
import { addCalendar } from '@/lib/tickets/save-calendar';

const PAGES = '/console/settings/calendars';

export const POST = consoleDoor('policies:write', async (request, _context, agent) => {
  const form = await readForm(request);
  if (isRefusal(form)) return problem(form);
  const input = readCalendarForm(form.text);
  const made = isRefusal(input) ? input : await addCalendar(input, { kind: 'AGENT', id: agent.id });
  if (isRefusal(made))
    return wantsPage(request) ? backWithProblem(PAGES, made, { ...form.all(), section: 'new' }, 'new') : problem(made);
  const page = `${PAGES}/${made.id}?done=calendar`;
  return wantsPage(request) ? seeOther(page) : json({ page });
});

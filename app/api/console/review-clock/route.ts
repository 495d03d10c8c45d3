/** By when tickets have to be reviewed: `targetHours`, `breachHours`, `calendar` (an id or nothing), `pauseForUser`, `recount`. */
import { readForm } from '@/app/api/wall/form-body';
import { backWithProblem } from '@/app/console/flash';
import { consoleDoor, wantsPage } from '@/app/console/signed-in';
import { json, problem, seeOther } from '@/lib/foundation/route';
import { isRefusal } from '@/lib/rules/refusal';
import { setReviewPolicy } from '@/lib/tickets/set-review-policy';

const PAGE = '/console/settings/calendars';

export const POST = consoleDoor('policies:write', async (request, _context, agent) => {
  const form = await readForm(request);
  if (isRefusal(form)) return problem(form);
  const input = {
    targetHours: wholeHours(form.text('targetHours')),
    breachHours: wholeHours(form.text('breachHours')),
    pauseForUser: form.text('pauseForUser') === 'yes',
    calendarId: form.text('calendar') || null,
  };
  const actor = { kind: 'AGENT', id: agent.id } as const;
  const refused = await setReviewPolicy(input, actor, { recount: form.text('recount') === 'yes' });
  if (refused)
    return wantsPage(request)
      ? backWithProblem(PAGE, refused, { ...form.all(), section: 'policy' }, 'policy')
      : problem(refused);
  const page = `${PAGE}?done=policy`;
  return wantsPage(request) ? seeOther(page) : json({ page });
});

/** 0 is never accepted. */
function wholeHours(text: string): number {
  return /^\d{1,4}$/.test(text.trim()) ? Number(text) : 0;
}

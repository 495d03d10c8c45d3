/** "Let a day pass" for one click; a registered ticket whose time has come submits itself at once. */
import { z } from 'zod';
import { demoDoor, hubPath } from '@/app/api/dev/demo-door';
import { problem, seeOther } from '@/lib/foundation/route';
import { letDaysPass, MOST_DAYS } from '@/lib/reports/demo-days';
import { isRefusal, refuse } from '@/lib/rules/refusal';
import { submitRegisteredTickets } from '@/lib/tickets/queue-tickets';

const form = z.object({
  click: z.string().min(1).max(128),
  days: z.coerce.number().int().min(1).max(MOST_DAYS),
  user: z.string().max(128).default(''),
});

export const POST = demoDoor(async (fields) => {
  const given = form.safeParse(Object.fromEntries(fields));
  if (!given.success) return problem(refuse('malformed', `Between 1 and ${MOST_DAYS} days can pass.`));
  const { click, days, user } = given.data;
  const passed = await letDaysPass(click, days);
  if (isRefusal(passed)) return problem(passed);
  await submitRegisteredTickets();
  return seeOther(hubPath({ ...(user && { user }), click, passed: String(days) }, 'advertiser'));
});

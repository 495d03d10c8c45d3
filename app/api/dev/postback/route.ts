/** "Act as the advertiser": a signed postback, sent over HTTP to our own door. The hub then shows the receipt. */
import { z } from 'zod';
import { demoDoor, hubPath } from '@/app/api/dev/demo-door';
import { problem, seeOther } from '@/lib/foundation/route';
import { sendAsAdvertiser } from '@/lib/outbox/demo-advertiser';
import { isRefusal, refuse } from '@/lib/rules/refusal';

const form = z.object({
  click: z.string().min(1).max(128),
  task: z.string().min(1).max(128),
  state: z.enum(['COMPLETED', 'PENDING', 'RECONCILED']),
  user: z.string().max(128).default(''),
});

export const POST = demoDoor(async (fields, now) => {
  const given = form.safeParse(Object.fromEntries(fields));
  if (!given.success) return problem(refuse('malformed', 'The form is not complete.'));
  const { click: clickId, task: taskKey, state, user } = given.data;
  const sent = await sendAsAdvertiser({ clickId, taskKey, state }, now);
  const told: Record<string, string> = isRefusal(sent) ? { problem: sent.message } : { receipt: sent.receipt };
  return seeOther(hubPath({ ...(user && { user }), click: clickId, ...told }, 'advertiser'));
});

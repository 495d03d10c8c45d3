/** An admin sends a simulated callback to the game. What came of it is on record, and its page shows it. */
import { z } from 'zod';
import { readForm } from '@/app/api/wall/form-body';
import { backWithProblem } from '@/app/console/flash';
import { consoleDoor, wantsPage } from '@/app/console/signed-in';
import { json, problem, seeOther } from '@/lib/foundation/route';
import { simulateCallback } from '@/lib/offers/simulate-callback';
import { CALLBACK_TRIALS } from '@/lib/rules/callback-trials';
import { isRefusal, refuse } from '@/lib/rules/refusal';

type Context = { params: Promise<{ key: string }> };

const order = z.object({ trial: z.enum(CALLBACK_TRIALS), user: z.string().trim().max(128) });

export const POST = consoleDoor<Context>('apps:write', async (request, { params }, agent, now) => {
  const { key } = await params;
  const form = await readForm(request);
  if (isRefusal(form)) return problem(form);
  const typed = { trial: form.text('trial'), user: form.text('user') };
  const { data } = order.safeParse(typed);
  const result = data
    ? await simulateCallback({ key, trial: data.trial, userId: data.user || 'test-user' }, agent.id, now)
    : refuse('malformed', 'Choose what to send.');
  const page = `/console/apps/${encodeURIComponent(key)}/try`;
  if (!wantsPage(request)) return isRefusal(result) ? problem(result) : json(result);
  if (!isRefusal(result))
    return seeOther(`${page}?${new URLSearchParams({ shown: result.id, user: data!.user })}#result`);
  return result.refused === 'not-found' ? problem(result) : backWithProblem(page, result, typed, 'send');
});

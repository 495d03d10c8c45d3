/** An admin sends a sample to the integration. What came of it is told once, on the page that the form stands in. */
import { z } from 'zod';
import { readForm } from '@/app/api/wall/form-body';
import { backWithProblem, backWithResult } from '@/app/console/flash';
import { consoleDoor, wantsPage } from '@/app/console/signed-in';
import { json, problem } from '@/lib/foundation/route';
import { tryIntegration } from '@/lib/postbacks/try-integration';
import { isRefusal, refuse } from '@/lib/rules/refusal';
import { TRIALS } from '@/lib/rules/trials';

type Context = { params: Promise<{ key: string }> };

const order = z.object({
  trial: z.enum(TRIALS),
  click: z.string().trim().max(128),
  task: z.string().trim().max(128),
  meant: z.enum(['', 'yes']),
});

export const POST = consoleDoor<Context>('integrations:write', async (request, { params }, agent, now) => {
  const { key } = await params;
  const form = await readForm(request);
  if (isRefusal(form)) return problem(form);
  const typed = Object.fromEntries(['trial', 'click', 'task', 'meant'].map((name) => [name, form.text(name)]));
  const page = `/console/integrations/${encodeURIComponent(key)}/try`;
  const { data } = order.safeParse(typed);
  const tried = data
    ? await tryIntegration(
        { key, trial: data.trial, click: data.click || null, taskKey: data.task || null, meant: data.meant === 'yes' },
        agent.id,
        now,
      )
    : refuse('malformed', 'Choose what to send.');
  if (!wantsPage(request)) return isRefusal(tried) ? problem(tried) : json({ tried });
  if (!isRefusal(tried)) return backWithResult(page, { trial: typed.trial, tried }, 'result');
  return tried.refused === 'not-found' ? problem(tried) : backWithProblem(page, tried, typed, 'send');
});

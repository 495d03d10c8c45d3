/** A lead or admin says that a paused publisher works again: `action` is `resume`. */
import { readForm } from '@/app/api/wall/form-body';
import { consoleDoor, wantsPage } from '@/app/console/signed-in';
import { json, problem, seeOther } from '@/lib/foundation/route';
import { resumeCallbacks } from '@/lib/offers/resume-callbacks';
import { ID_PATTERN } from '@/lib/rules/api-fields';
import { isRefusal, refuse } from '@/lib/rules/refusal';

type Context = { params: Promise<{ key: string }> };

export const POST = consoleDoor<Context>('callbacks:resume', async (request, { params }, agent) => {
  const { key } = await params;
  const form = await readForm(request);
  if (isRefusal(form)) return problem(form);
  if (form.text('action') !== 'resume')
    return problem(
      refuse('malformed', 'Resume is all that can be done here.', { fields: { action: 'Use "resume".' } }),
    );
  const result = ID_PATTERN.test(key)
    ? await resumeCallbacks(key, { kind: 'AGENT', id: agent.id })
    : refuse('not-found', 'There is no such app.');
  if (!wantsPage(request)) return isRefusal(result) ? problem(result) : json(result);
  // Whoever was second finds it resumed.
  if (isRefusal(result) && result.refused !== 'conflict') return problem(result);
  return seeOther('/console/apps');
});

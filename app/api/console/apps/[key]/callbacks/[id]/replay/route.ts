/** A lead or admin has one callback told again; of one that was acknowledged before, `again` says that it is meant. */
import { readForm } from '@/app/api/wall/form-body';
import { backWithProblem } from '@/app/console/flash';
import { consoleDoor, wantsPage } from '@/app/console/signed-in';
import { json, problem, seeOther } from '@/lib/foundation/route';
import { replayCallback } from '@/lib/rewards/replay-callback';
import { UUID } from '@/lib/rules/api-fields';
import { isRefusal, refuse } from '@/lib/rules/refusal';

type Context = { params: Promise<{ key: string; id: string }> };

export const POST = consoleDoor<Context>('callbacks:replay', async (request, { params }, agent) => {
  const { key, id } = await params;
  const form = await readForm(request);
  if (isRefusal(form)) return problem(form);
  if (!UUID.test(id)) return problem(refuse('not-found', 'There is no such callback.'));
  const evenIfAcknowledged = form.text('again') === 'yes';
  const replayed = await replayCallback(id, { kind: 'AGENT', id: agent.id }, { appKey: key, evenIfAcknowledged });
  const page = `/console/apps/${encodeURIComponent(key)}/callbacks/${id}`;
  if (!wantsPage(request)) return isRefusal(replayed) ? problem(replayed) : json(replayed);
  if (!isRefusal(replayed)) return seeOther(`${page}?done=replayed`);
  return replayed.refused === 'not-found' ? problem(replayed) : backWithProblem(page, replayed, {}, 'replay');
});

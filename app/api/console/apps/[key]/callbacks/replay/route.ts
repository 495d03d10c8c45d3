/** A filtered set of an app's callbacks is replayed: `action` starts or cancels it; the page asks how far it has come. */
import { readForm } from '@/app/api/wall/form-body';
import { backWithProblem } from '@/app/console/flash';
import { consoleDoor, wantsPage } from '@/app/console/signed-in';
import { json, problem, seeOther } from '@/lib/foundation/route';
import { readCallbackSetup } from '@/lib/offers/callback-setup';
import { cancelReplay, readLatestReplay, startReplay } from '@/lib/rewards/replay-callbacks';
import { callbackQuery, readCallbackFilter } from '@/lib/rules/callback-filter';
import { isRefusal, refuse } from '@/lib/rules/refusal';

type Context = { params: Promise<{ key: string }> };

/** `replayed`: how many the page has seen. */
export const GET = consoleDoor<Context>('apps:read', async (request, { params }) => {
  const app = await readCallbackSetup((await params).key);
  if (!app) return problem(refuse('not-found', 'There is no such app.'));
  const seen = new URL(request.url).searchParams;
  const replay = await readLatestReplay(app.id);
  const isNew = String(replay?.replayed) !== seen.get('replayed') || replay?.status !== seen.get('status');
  return json({ newer: isNew ? 1 : 0 });
});

export const POST = consoleDoor<Context>('callbacks:replay', async (request, { params }, agent) => {
  const { key } = await params;
  const form = await readForm(request);
  if (isRefusal(form)) return problem(form);
  const filter = readCallbackFilter(
    Object.fromEntries(['status', 'kind', 'user', 'ticket', 'from', 'to'].map((name) => [name, form.text(name)])),
  );
  const order = { appKey: key, filter, expected: numberIn(form.text('count')), agentId: agent.id };
  const action = form.text('action');
  const result =
    action === 'start'
      ? await startReplay(order)
      : action === 'cancel'
        ? await cancelReplay(key, agent.id)
        : refuse('malformed', 'Use "start" or "cancel".', { fields: { action: 'Use "start" or "cancel".' } });
  if (!wantsPage(request)) return isRefusal(result) ? problem(result) : json(result, action === 'start' ? 201 : 200);
  const page = `/console/apps/${encodeURIComponent(key)}/callbacks/replay`;
  if (!isRefusal(result)) return seeOther(page);
  if (result.refused === 'not-found') return problem(result);
  return backWithProblem(page, result, Object.fromEntries(callbackQuery(filter)), 'set');
});

/** As people of any country write it; what is no number is no set's. */
function numberIn(typed: string): number {
  const digits = typed.replace(/[\s.,'’]/g, '');
  return /^\d{1,9}$/.test(digits) ? Number(digits) : -1;
}

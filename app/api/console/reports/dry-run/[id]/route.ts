/** One dry run: its page asks how far it has come, and whoever asked for it stops it. */
import { readForm } from '@/app/api/wall/form-body';
import { consoleDoor, wantsPage } from '@/app/console/signed-in';
import { json, problem, seeOther } from '@/lib/foundation/route';
import { cancelDryRun } from '@/lib/reports/dry-run';
import { readDryRun } from '@/lib/reports/read-dry-run';
import { isRefusal, refuse } from '@/lib/rules/refusal';

type Context = { params: Promise<{ id: string }> };

const NONE = refuse('not-found', 'There is no such dry run.');

/** `done`, `status`: what the page has seen. */
export const GET = consoleDoor<Context>('reports:read', async (request, { params }) => {
  const run = await readDryRun((await params).id);
  if (!run) return problem(NONE);
  const seen = new URL(request.url).searchParams;
  const isNew = String(run.done) !== seen.get('done') || run.status !== seen.get('status');
  return json({ newer: isNew ? 1 : 0 });
});

export const POST = consoleDoor<Context>('reports:read', async (request, { params }, agent) => {
  const form = await readForm(request);
  if (isRefusal(form)) return problem(form);
  const run = await readDryRun((await params).id);
  if (!run) return problem(NONE);
  if (form.text('action') !== 'cancel')
    return problem(refuse('malformed', 'Use "cancel".', { fields: { action: 'Use "cancel".' } }));
  const result = await cancelDryRun(run.id, agent.id);
  if (!wantsPage(request)) return isRefusal(result) ? problem(result) : json(result);
  // One that ended meanwhile shows that by itself.
  if (isRefusal(result) && result.refused !== 'conflict') return problem(result);
  return seeOther(`/console/reports/dry-run/${run.id}`);
});

/** One order over many tickets: how far it has come, and `act`: `cancel`, `retry` what failed, `undo` what was done. */
import { readForm } from '@/app/api/wall/form-body';
import { backWithProblem } from '@/app/console/flash';
import { consoleDoor, wantsPage } from '@/app/console/signed-in';
import { json, problem, seeOther } from '@/lib/foundation/route';
import { readTypedCount } from '@/lib/rules/bulk';
import { isRefusal, refuse } from '@/lib/rules/refusal';
import { cancelBulk } from '@/lib/tickets/bulk-cancel';
import { retryBulk, undoBulk } from '@/lib/tickets/bulk-follow';
import { readBulkJob } from '@/lib/tickets/bulk-read';

type Context = { params: Promise<{ id: string }> };

const ACTS = { cancel: cancelBulk, retry: retryBulk, undo: undoBulk };

/** `seen`: how far the page has it. */
export const GET = consoleDoor<Context>('tickets:read', async (request, { params }) => {
  const job = await readBulkJob((await params).id);
  if (!job) return problem(refuse('not-found', 'There is no such order.'));
  const { status, total, done, failed, skipped } = job;
  const seen = `${status}.${done}.${failed}.${skipped}`;
  const newer = new URL(request.url).searchParams.get('seen') === seen ? 0 : 1;
  return json({ newer, status, total, done, failed, skipped });
});

export const POST = consoleDoor<Context>('tickets:assign', async (request, { params }, agent) => {
  const form = await readForm(request);
  if (isRefusal(form)) return problem(form);
  const job = await readBulkJob((await params).id);
  if (!job) return problem(refuse('not-found', 'There is no such order.'));
  const act = form.text('act');
  const result =
    act === 'cancel' || act === 'retry' || act === 'undo'
      ? await ACTS[act]({ id: job.id, confirmed: readTypedCount(form.text('count')), agent })
      : refuse('malformed', 'Use “cancel”, “retry” or “undo”.', { fields: { act: 'unknown' } });
  if (isRefusal(result))
    return wantsPage(request) ? backWithProblem(`/console/bulk/${job.id}`, result, {}, 'main') : problem(result);
  const page = `/console/bulk/${result.id}`;
  return wantsPage(request) ? seeOther(page) : json({ ...result, page });
});

/** An admin has everything that a filter finds among the refused run again, a step at a time. The log tells what came of it. */
import { readForm } from '@/app/api/wall/form-body';
import { backWithProblem, backWithResult } from '@/app/console/flash';
import { consoleDoor, wantsPage } from '@/app/console/signed-in';
import { json, problem } from '@/lib/foundation/route';
import { replayRefused } from '@/lib/postbacks/replay-refused';
import { FILTER_FIELDS, filterQuery, readReceiptFilter } from '@/lib/rules/receipt-filter';
import { isRefusal, refuse } from '@/lib/rules/refusal';

type Context = { params: Promise<{ key: string }> };

export const POST = consoleDoor<Context>('integrations:write', async (request, { params }, agent, now) => {
  const { key } = await params;
  const form = await readForm(request);
  if (isRefusal(form)) return problem(form);
  const filter = readReceiptFilter(Object.fromEntries(FILTER_FIELDS.map((name) => [name, form.text(name)])));
  const since = readSince(form.text('since'), now);
  const log = `/console/integrations/${encodeURIComponent(key)}/receipts`;
  const step = since
    ? await replayRefused(key, filter, since, agent.id)
    : refuse('malformed', '"since" must be an instant that is over.');
  if (!wantsPage(request)) return isRefusal(step) ? problem(step) : json(step);
  if (!isRefusal(step)) return backWithResult(log, step, 'log', filterQuery(filter));
  return step.refused === 'not-found' ? problem(step) : backWithProblem(log, step, {}, 'log');
});

/** The first step begins now; the next ones say when that was. */
function readSince(text: string, now: Date): Date | null {
  if (text === '') return now;
  const since = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) ? new Date(text) : null;
  return since && since <= now ? since : null;
}

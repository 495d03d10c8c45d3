/** An admin has a refused or unmatched postback run again. The receipt that it became says what happened. */
import { readForm } from '@/app/api/wall/form-body';
import { backWithProblem } from '@/app/console/flash';
import { consoleDoor, wantsPage } from '@/app/console/signed-in';
import { json, problem, seeOther } from '@/lib/foundation/route';
import { replayReceipt } from '@/lib/postbacks/replay-receipt';
import { isRefusal } from '@/lib/rules/refusal';

type Context = { params: Promise<{ key: string; receiptId: string }> };

export const POST = consoleDoor<Context>('integrations:write', async (request, { params }, agent) => {
  const { key, receiptId } = await params;
  // Nothing is asked, but it must be a form of ours: whatever else could be sent from elsewhere.
  const form = await readForm(request);
  if (isRefusal(form)) return problem(form);
  const replayed = await replayReceipt(key, receiptId, agent.id);
  const log = `/console/integrations/${encodeURIComponent(key)}/receipts`;
  if (!wantsPage(request)) return isRefusal(replayed) ? problem(replayed) : json(replayed, 201);
  if (!isRefusal(replayed)) return seeOther(`${log}/${replayed.receipt}?done=replayed`);
  return replayed.refused === 'not-found' ? problem(replayed) : backWithProblem(`${log}/${receiptId}`, replayed, {});
});

/**
 * After a wrong secret was put right: everything that was refused meanwhile is run again, the oldest first, so many at a
 * time. `since` marks the run: what has been run again after it is done, so that the next step goes on with the rest, and two
 * who press at once do no harm.
 */
import { readIntegration } from '@/lib/offers/read-integration';
import { findRefused } from '@/lib/postbacks/list-receipts';
import { replayReceipt } from '@/lib/postbacks/replay-receipt';
import type { ReceiptFilter, ReceiptOutcome } from '@/lib/rules/receipt-filter';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';

export type ReplayStep = {
  since: string;
  ends: Partial<Record<ReceiptOutcome, number>>;
  /** More are waiting for the next step. */
  isMore: boolean;
  /** Why the step ended before its time. */
  stopped: string | null;
};

/** About a second's work. */
const STEP = 50;

/** `since` must not lie in the future; only what came before it is run again. */
export async function replayRefused(
  integrationKey: string,
  filter: ReceiptFilter,
  since: Date,
  agentId: string,
): Promise<ReplayStep | Refusal> {
  const integration = await readIntegration(integrationKey);
  if (!integration) return refuse('not-found', 'There is no such integration.');
  const found = await findRefused(integration, filter, since, STEP + 1);
  const step: ReplayStep = { since: since.toISOString(), ends: {}, isMore: found.length > STEP, stopped: null };
  for (const { id } of found.slice(0, STEP)) {
    const replayed = await replayReceipt(integrationKey, id, agentId);
    if (isRefusal(replayed)) return { ...step, isMore: true, stopped: replayed.message };
    step.ends[replayed.outcome] = (step.ends[replayed.outcome] ?? 0) + 1;
  }
  return step;
}

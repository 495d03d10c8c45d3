/**
 * What came of the calls, written for a whole batch at once and only by the worker that still holds the lease: told,
 * to be told again, or given up. Who waits for the publisher's yes is told in the same transaction.
 */
import type { Acknowledgement, Rewards } from '@/lib/dialects/rewards';
import { recordset, sql, type Tx } from '@/lib/foundation/db';
import type { Claimed, Destination } from '@/lib/outbox/callback-lane-claim';
import type { CallAnswer, FailedCall } from '@/lib/outbox/http';
import { SPELL_ENDS_AFTER_MS } from '@/lib/rules/failing-endpoint';
import { nextAttemptAt } from '@/lib/rules/retry-schedule';

export type Called = { claimed: Claimed; heard: CallAnswer | FailedCall | NotCalled };

type NotCalled = Omit<FailedCall, 'failed'> & { failed: 'not-composed' };

/** How the calls ended; `late` ones belonged to another worker by then. */
export type Tally = { acknowledged: number; retried: number; failed: number };

const MOST_ANSWER_KEPT = 2048;

/** Only then its outcome says something about the publisher. */
export function wasCalled({ claimed }: Called): boolean {
  return !(claimed.told instanceof Error);
}

export function judge({ claimed, heard }: Called, rewards: Rewards): Acknowledgement {
  if ('failed' in heard) return { verdict: 'retry', reason: `${heard.failed}: ${heard.detail}` };
  if (claimed.told instanceof Error) throw claimed.told;
  return rewards.acknowledged(heard, claimed.told.event);
}

export async function settleCallbacks(
  tx: Tx,
  { appId, rewards, failingSince }: Destination,
  batch: readonly Called[],
  jitter: () => number,
): Promise<Tally> {
  const tally: Tally = { acknowledged: 0, retried: 0, failed: 0 };
  if (batch.length === 0) return tally;
  const rows = batch.map((called) => toRow(called, rewards, tx.now, jitter()));
  const written = await tx.query<Written>(sql`
    UPDATE callback cb
       SET status = given.status, next_at = given.next_at, lease_until = NULL, last_reason = given.reason,
           acknowledged_at = CASE given.status WHEN 'ACKNOWLEDGED' THEN coalesce(cb.acknowledged_at, ${tx.now}) ELSE cb.acknowledged_at END,
           failed_at = CASE given.status WHEN 'FAILED' THEN ${tx.now}::timestamptz END
      FROM ${recordset(rows, COLUMNS)}
     WHERE cb.id = given.id AND cb.lease_token = given.lease_token
       AND (cb.status = 'PENDING' OR cb.status = 'CANCELLED' AND given.status = 'ACKNOWLEDGED')
    RETURNING cb.id, cb.kind, cb.grant_id, cb.status, old.status AS was`);
  await finishAttempts(tx, rows);
  const heardOf = rows.filter((_, index) => wasCalled(batch[index]!));
  if (heardOf.length > 0) await noteHealth(tx, appId, failingSince, heardOf);
  await followAcknowledged(tx, written);
  for (const { status } of written) {
    if (status === 'ACKNOWLEDGED') tally.acknowledged += 1;
    else if (status === 'FAILED') tally.failed += 1;
    else tally.retried += 1;
  }
  return tally;
}

type Written = { id: string; kind: string; grantId: string; status: string; was: string };

const COLUMNS = `id uuid, lease_token int, status text, next_at timestamptz, reason text, outcome text, http_status int,
  duration_ms int, answer text`;

function toRow(called: Called, rewards: Rewards, now: Date, jitter: number) {
  const { claimed, heard } = called;
  const judged = judge(called, rewards);
  const retryAfterMs = 'failed' in heard ? 0 : readRetryAfter(heard.retryAfter, now);
  const nextAt =
    judged.verdict === 'retry' ? nextAttemptAt(rewards.waits, claimed.attempts, now, { jitter, retryAfterMs }) : null;
  const acknowledged = judged.verdict === 'acknowledged';
  const status = acknowledged ? 'ACKNOWLEDGED' : nextAt ? 'PENDING' : 'FAILED';
  return {
    id: claimed.id,
    lease_token: claimed.leaseToken,
    status,
    next_at: nextAt,
    reason: acknowledged ? null : storable(judged.reason),
    outcome: acknowledged ? 'acknowledged' : nextAt ? 'retry' : 'failed',
    http_status: 'failed' in heard ? null : heard.status,
    duration_ms: heard.durationMs,
    answer: 'failed' in heard ? null : storable(heard.body),
  };
}

/** Seconds or an HTTP date. */
function readRetryAfter(header: string | null, now: Date): number {
  if (header === null) return 0;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? 0 : Math.max(0, at - now.getTime());
}

/** PostgreSQL keeps no U+0000, and cutting may halve a character. */
function storable(text: string): string {
  return text.slice(0, MOST_ANSWER_KEPT).replaceAll('\0', '\ufffd').toWellFormed();
}

/** What was heard is evidence even when it came too late to count. */
async function finishAttempts(tx: Tx, rows: readonly Record<string, unknown>[]): Promise<void> {
  await tx.execute(sql`
    UPDATE callback_attempt attempt
       SET outcome = given.outcome, reason = given.reason, http_status = given.http_status,
           duration_ms = given.duration_ms, answer = given.answer
      FROM ${recordset(rows, COLUMNS)}
     WHERE attempt.callback_id = given.id AND attempt.attempt_no = given.lease_token`);
}

/** Since when this publisher has not said yes to anything, although it was asked. */
async function noteHealth(tx: Tx, appId: string, failingSince: Date | null, rows: readonly { status: string }[]) {
  const well = rows.some(({ status }) => status === 'ACKNOWLEDGED');
  if (well && failingSince === null) return;
  const spell = new Date(tx.now.getTime() - SPELL_ENDS_AFTER_MS);
  await tx.execute(
    well
      ? sql`UPDATE app SET callback_failing_since = NULL, callback_tried_at = NULL WHERE id = ${appId}::uuid`
      : sql`UPDATE app SET callback_tried_at = ${tx.now},
                   callback_failing_since = CASE WHEN callback_tried_at > ${spell} THEN coalesce(callback_failing_since, ${tx.now})
                                                 ELSE ${tx.now}::timestamptz END
             WHERE id = ${appId}::uuid`,
  );
}

async function followAcknowledged(tx: Tx, written: readonly Written[]): Promise<void> {
  const acknowledged = written.filter(({ status }) => status === 'ACKNOWLEDGED');
  const callbackIds = acknowledged.filter(({ kind }) => kind === 'REWARD').map(({ id }) => id);
  if (callbackIds.length > 0) {
    await tx.query(sql`SELECT graphile_worker.add_job('tell-acknowledged', ${JSON.stringify({ callbackIds })}::json)`);
  }
  // Reversed while the call was under way: the publisher has just paid, so it has to hear of the reversal after all.
  const reversed = acknowledged.filter(({ was }) => was === 'CANCELLED').map(({ grantId }) => grantId);
  if (reversed.length === 0) return;
  await tx.execute(sql`
    UPDATE callback SET status = 'PENDING', next_at = ${tx.now}, last_reason = NULL
     WHERE grant_id = ANY(${reversed}::uuid[]) AND kind = 'REVERSAL' AND status = 'CANCELLED'`);
}

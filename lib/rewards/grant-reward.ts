/**
 * The grant: a reward that is owed, once per user, offer title and task, ever (R4), and the promise to tell the publisher.
 * Both rows are written in the caller's transaction, which holds the `progress` row; the unique keys are the last word.
 */
import { recordset, sql, type Tx } from '@/lib/foundation/db';
import { promiseCallbacks, refireCallbacks } from '@/lib/outbox/promise-callback';
import { eventId } from '@/lib/rewards/event-id';
import { type Granted, promiseRewards } from '@/lib/rewards/promise-reward';

export type GrantOrder = {
  userId: string;
  titleKey: string;
  taskKey: string;
  appId: string;
  appKey: string;
  externalUserId: string;
  offerId: string;
  clickId: string;
  amountMicros: bigint;
  rewardAmount: bigint;
  /** What it rests on: the advertiser's confirmation alone, or the decision of a ticket. */
  origin: 'CONFIRMATION' | 'TICKET';
  confirmationId: string | null;
  decisionId: string | null;
};

/** Grants what has not been granted before; unrewarded steps (amount 0) never make a grant. Returns the new grants' number. */
export async function grantRewards(tx: Tx, orders: readonly GrantOrder[]): Promise<number> {
  const rows = orders.filter((order) => order.rewardAmount > 0n).map((order) => toRow(order));
  if (rows.length === 0) return 0;
  const granted = await tx.query<Granted>(sql`
    INSERT INTO reward_grant (user_id, title_key, task_key, app_id, offer_id, click_id, amount_micros, reward_amount,
                              origin, confirmation_id, decision_id, event_id, granted_at)
    SELECT user_id, title_key, task_key, app_id, offer_id, click_id, amount_micros, reward_amount,
           origin, confirmation_id, decision_id, event_id, ${tx.now}
      FROM ${recordset(rows, COLUMNS)}
    ON CONFLICT DO NOTHING RETURNING id, app_id, offer_id, event_id, confirmation_id`);
  await promiseRewards(tx, granted);
  return granted.length;
}

const COLUMNS = `user_id uuid, title_key text, task_key text, app_id uuid, offer_id uuid, click_id text, amount_micros bigint,
  reward_amount bigint, origin text, confirmation_id uuid, decision_id uuid, event_id uuid`;

function toRow(order: GrantOrder) {
  return {
    user_id: order.userId,
    title_key: order.titleKey,
    task_key: order.taskKey,
    app_id: order.appId,
    offer_id: order.offerId,
    click_id: order.clickId,
    amount_micros: String(order.amountMicros),
    reward_amount: String(order.rewardAmount),
    origin: order.origin,
    confirmation_id: order.confirmationId,
    decision_id: order.decisionId,
    event_id: eventId(order),
  };
}

/** R18: what was granted but never acknowledged is told again, with the event id it always had. */
export async function refireUnacknowledged(tx: Tx, callbackIds: readonly string[]): Promise<void> {
  await refireCallbacks(tx, callbackIds);
}

/**
 * R22: takes a grant back. The publisher hears of it only if it has heard of the reward: acknowledged it, or may have heard
 * that it was on hold. Otherwise what was to be told is withdrawn and there is nothing to take back. Returns false when it was
 * reversed before.
 */
export async function reverseGrant(
  tx: Tx,
  grantId: string,
  cause: { confirmationId: string | null; reason: string | null },
): Promise<boolean> {
  const [grant] = await tx.query<{ id: string; appId: string; eventId: string }>(sql`
    UPDATE reward_grant SET reversed_at = ${tx.now}, reversal_reason = ${cause.reason},
           reversal_confirmation_id = ${cause.confirmationId}::uuid
     WHERE id = ${grantId}::uuid AND reversed_at IS NULL RETURNING id, app_id, event_id`);
  if (!grant) return false;
  const untold = await withdraw(tx, grantId);
  await promiseCallbacks(tx, [{ grantId, appId: grant.appId, kind: 'REVERSAL', eventId: grant.eventId, at: tx.now }]);
  if (untold) {
    await tx.execute(sql`
      UPDATE callback SET status = 'CANCELLED', next_at = NULL, last_reason = 'the reward was never acknowledged'
       WHERE grant_id = ${grantId}::uuid AND kind = 'REVERSAL'`);
  }
  return true;
}

/** True when the publisher has heard of nothing. An attempt that was not acknowledged may have been understood all the same. */
async function withdraw(tx: Tx, grantId: string): Promise<boolean> {
  await tx.execute(sql`
    UPDATE callback SET status = 'CANCELLED', next_at = NULL, last_reason = 'reversed before it was acknowledged'
     WHERE grant_id = ${grantId}::uuid AND kind IN ('REWARD', 'PENDING') AND status IN ('PENDING', 'FAILED')`);
  const heard = await tx.query(sql`
    SELECT FROM callback
     WHERE grant_id = ${grantId}::uuid
       AND (kind = 'REWARD' AND acknowledged_at IS NOT NULL OR kind = 'PENDING' AND first_attempt_at IS NOT NULL)`);
  return heard.length === 0;
}

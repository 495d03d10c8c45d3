/**
 * "Allow $0 rewarded callbacks … e.g., for offer installs" (seed 001): a step that pays nothing is told to a publisher that
 * asked for it (`zeroRewards`), once. It is kept as a grant of nothing, so that it has an event id, a callback and a log
 * like every other; nobody is owed anything by it.
 */
import type { CallbackOptions } from '@/lib/dialects/rewards';
import { sql, type Tx } from '@/lib/foundation/db';
import { promiseCallbacks } from '@/lib/outbox/promise-callback';
import { eventId } from '@/lib/rewards/event-id';
import { wantsState } from '@/lib/rewards/promise-reward';

export type Activity = {
  userId: string;
  externalUserId: string;
  titleKey: string;
  taskKey: string;
  appId: string;
  appKey: string;
  offerId: string;
  clickId: string;
  amountMicros: bigint;
  confirmationId: string;
};

export async function tellActivity(tx: Tx, activity: Activity): Promise<void> {
  const { userId, titleKey, taskKey, appId, offerId, clickId, amountMicros, confirmationId } = activity;
  const [app] = await tx.query<{ options: CallbackOptions }>(
    sql`SELECT callback_options AS options FROM app WHERE id = ${appId}::uuid`,
  );
  if (!app?.options.zeroRewards || !wantsState(app.options, 'COMPLETED')) return;
  const told = await tx.query<{ id: string; eventId: string }>(sql`
    INSERT INTO reward_grant (user_id, title_key, task_key, app_id, offer_id, click_id, amount_micros, reward_amount,
                              origin, confirmation_id, event_id, granted_at)
    VALUES (${userId}::uuid, ${titleKey}, ${taskKey}, ${appId}::uuid, ${offerId}::uuid, ${clickId}, ${amountMicros}, 0,
            'ACTIVITY', ${confirmationId}::uuid, ${eventId(activity)}::uuid, ${tx.now})
    ON CONFLICT DO NOTHING RETURNING id, event_id`);
  await promiseCallbacks(
    tx,
    told.map(({ id, eventId: event }) => ({ grantId: id, appId, kind: 'ACTIVITY', eventId: event, at: tx.now })),
  );
}

/**
 * The promise to tell a publisher: a row, written in the transaction of the grant it is about, and a wake-up for the
 * lane of its app (04: "a callback lost, or sent with a second id" must never happen). The calls are made elsewhere.
 */
import type { RewardKind } from '@/lib/dialects/rewards';
import { type Runner, recordset, sql, type Tx } from '@/lib/foundation/db';

export type CallbackOrder = {
  grantId: string;
  appId: string;
  kind: RewardKind;
  eventId: string;
  /** From when on it may be delivered: now, or when the hold is over. */
  at: Date;
  /** For a reward that is credited with delay. */
  heldUntil?: Date | null;
};

/** Once per grant and kind; what was promised before stays as it is. Wakes the lanes of new rows. */
export async function promiseCallbacks(tx: Tx, orders: readonly CallbackOrder[]): Promise<void> {
  if (orders.length === 0) return;
  const rows = orders.map(({ grantId, appId, kind, eventId, at, heldUntil = null }) => ({
    grant_id: grantId,
    app_id: appId,
    kind,
    event_id: eventId,
    next_at: at,
    held_until: heldUntil,
  }));
  const promised = await tx.query<{ appId: string }>(sql`
    INSERT INTO callback (grant_id, app_id, kind, event_id, created_at, next_at, held_until)
    SELECT grant_id, app_id, kind, event_id, ${tx.now}, next_at, held_until
      FROM ${recordset(rows, 'grant_id uuid, app_id uuid, kind text, event_id uuid, next_at timestamptz, held_until timestamptz')}
    ON CONFLICT (grant_id, kind) DO NOTHING RETURNING app_id`);
  await wakeCallbacks(
    tx,
    promised.map(({ appId }) => appId),
  );
}

/**
 * R18: tells again what was not acknowledged, with the event id it always had and a fresh ladder of waits. What has been
 * acknowledged is told again only when a person asks for a replay (`force`). A hold goes on unless a person ends it so; of a
 * hold that is over nobody is told again; nor of a user whose data was erased, whom no name is left for. False: there was nothing to do.
 */
export async function refireCallback(tx: Tx, callbackId: string, options: { force?: boolean } = {}): Promise<boolean> {
  return (await refireCallbacks(tx, [callbackId], options)) === 1;
}

/** The same for any number; returns how many are told again. */
export async function refireCallbacks(tx: Tx, callbackIds: readonly string[], { force = false } = {}): Promise<number> {
  if (callbackIds.length === 0) return 0;
  const refired = await tx.query<{ appId: string }>(sql`
    UPDATE callback cb
       SET status = 'PENDING', attempts = 0, failed_at = NULL, refires = refires + 1,
           next_at = CASE WHEN ${force} THEN ${tx.now} ELSE greatest(cb.held_until, ${tx.now}) END,
           held_until = CASE WHEN ${force} AND cb.held_until > ${tx.now} THEN NULL ELSE cb.held_until END
     WHERE id = ANY(${callbackIds}::uuid[])
       AND (status IN ('PENDING', 'FAILED') OR status = 'ACKNOWLEDGED' AND ${force})
       AND (kind <> 'PENDING' OR EXISTS (
             SELECT FROM callback reward
              WHERE reward.grant_id = cb.grant_id AND reward.kind = 'REWARD' AND reward.status = 'PENDING'
                AND reward.held_until > ${tx.now}))
       AND NOT EXISTS (SELECT FROM reward_grant g JOIN end_user u ON u.id = g.user_id
                        WHERE g.id = cb.grant_id AND u.erased_at IS NOT NULL)
    RETURNING app_id`);
  await wakeCallbacks(
    tx,
    refired.map(({ appId }) => appId),
  );
  return refired.length;
}

/** The lane is looked at as soon as this transaction commits. Many apps at once; the order keeps two of these from a deadlock. */
export async function wakeCallbacks(tx: Runner, appIds: readonly string[]): Promise<void> {
  await addLaneJobs(tx, [...new Set(appIds)].sort(), { key: 'deliver-callbacks:', at: null });
}

/** Somebody else holds the lane: look again soon. Under the key of `wakeCallbacks`, which the holder does not touch. */
export async function retryLane(runner: Runner, appId: string, at: Date): Promise<void> {
  await addLaneJobs(runner, [appId], { key: 'deliver-callbacks:', at });
}

/**
 * The lane is looked at then. This key is the lane's own: a look that is due in an hour must not push away one that is
 * due now, which replacing a job under the same key would do.
 */
export async function wakeCallbacksLater(runner: Runner, appId: string, at: Date): Promise<void> {
  await addLaneJobs(runner, [appId], { key: 'deliver-callbacks:later:', at });
}

/**
 * The safety net, every minute: lanes with something due and nobody on it, because a worker was killed with its job in
 * hand or an app was paused. Returns how many were woken.
 */
export async function wakeDueCallbacks(tx: Tx): Promise<number> {
  const due = await tx.query<{ id: string }>(sql`
    SELECT app.id FROM app
     WHERE app.callback_enabled AND app.callback_paused_at IS NULL AND app.callback_url IS NOT NULL
       AND EXISTS (SELECT FROM callback
                    WHERE callback.app_id = app.id AND callback.status = 'PENDING' AND callback.next_at <= ${tx.now}
                      AND (callback.lease_until IS NULL OR callback.lease_until < ${tx.now}))`);
  await wakeCallbacks(
    tx,
    due.map(({ id }) => id),
  );
  return due.length;
}

/**
 * graphile-worker leaves a job that is being worked on alone and adds another, so a wake-up during a run is not lost.
 * Only if the job is taken between the two steps inside `add_jobs` does it add nothing and say so by an absent row; the
 * second time it sees the job taken.
 */
async function addLaneJobs(runner: Runner, appIds: readonly string[], job: { key: string; at: Date | null }) {
  let missing = appIds;
  for (let turn = 0; missing.length > 0 && turn < 5; turn += 1) {
    const added = await runner.query<{ key: string }>(sql`
      SELECT added.key FROM graphile_worker.add_jobs(ARRAY(
        SELECT ROW('deliver-callbacks', json_build_object('appId', id), NULL, ${job.at}::timestamptz, 25::smallint,
                   ${job.key}::text || id, 0::smallint, NULL)::graphile_worker.job_spec
          FROM unnest(${missing}::text[]) WITH ORDINALITY AS lane(id, position) ORDER BY position)) AS added`);
    const keys = new Set(added.map(({ key }) => key));
    missing = missing.filter((id) => !keys.has(job.key + id));
  }
}

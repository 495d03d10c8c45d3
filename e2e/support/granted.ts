/** Many rewards of one app, granted without a story: callbacks to list, to count and to tell again. */
import { randomUUID } from 'node:crypto';
import { storeClicks } from '@/lib/clicks/store-clicks';
import { db, inTransaction, sql } from '@/lib/foundation/db';
import { grantRewards } from '@/lib/rewards/grant-reward';
import { aCast, anOffer, type Cast, DAY } from './cast';

/** What such rows leave broken: nobody has confirmed them. */
export const GRANTED_BY_HAND = [
  'a grant without a ticket rests on a confirmation',
  'the amount granted is the amount promised at the click',
];

export type GrantedApp = { cast: Cast; offerId: string; titleKey: string };

export async function aGrantedApp(options: { callbackUrl?: string } = {}): Promise<GrantedApp> {
  const { callbackUrl = 'http://127.0.0.1:9/?user=[USER_ID]&event=[EVENT_ID]&reward=[REWARDS]' } = options;
  const cast = await aCast({ callbackUrl, callbackDialect: 'ironsource' });
  const offerId = await anOffer(cast);
  const [offer] = await db.query<{ titleKey: string }>(sql`SELECT title_key FROM offer WHERE id = ${offerId}::uuid`);
  return { cast, offerId, titleKey: offer!.titleKey };
}

/** One reward each for so many new users; their callbacks in the order in which they were promised. */
export async function grantMany({ cast, offerId, titleKey }: GrantedApp, count: number): Promise<string[]> {
  const names = Array.from({ length: count }, () => `user-${randomUUID()}`);
  return inTransaction(async (tx) => {
    const users = await tx.query<{ id: string; externalId: string }>(sql`
      INSERT INTO end_user (app_id, external_id) SELECT ${cast.appId}::uuid, unnest(${names}::text[]) RETURNING id, external_id`);
    const clicks = users.map(({ id }) => ({ id: randomUUID().replaceAll('-', ''), userId: id }));
    const clickedAt = new Date(tx.now.getTime() - 2 * DAY);
    const facts = { offerId, clickedAt, ip: null, country: 'DE', device: {} };
    await storeClicks(
      tx,
      clicks.map((click) => ({ ...click, ...facts })),
    );
    const orders = users.map(({ id, externalId }, index) => ({
      userId: id,
      externalUserId: externalId,
      titleKey,
      taskKey: 'level-10',
      appId: cast.appId,
      appKey: cast.appKey,
      offerId,
      clickId: clicks[index]!.id,
      amountMicros: 3_500_000n,
      rewardAmount: 3500n,
      origin: 'CONFIRMATION' as const,
      confirmationId: null,
      decisionId: null,
    }));
    await grantRewards(tx, orders);
    const made = await tx.query<{ id: string }>(sql`
      SELECT c.id FROM callback c JOIN reward_grant g ON g.id = c.grant_id
       WHERE g.user_id = ANY(${users.map(({ id }) => id)}::uuid[]) ORDER BY c.created_at, c.id`);
    return made.map(({ id }) => id);
  });
}

/** As if the game had said yes at the first attempt. */
export async function acknowledgeAll(callbackIds: readonly string[]): Promise<void> {
  await db.execute(sql`
    WITH told AS (
      UPDATE callback SET status = 'ACKNOWLEDGED', attempts = attempts + 1, lease_token = lease_token + 1, next_at = NULL,
             first_attempt_at = coalesce(first_attempt_at, created_at), acknowledged_at = coalesce(acknowledged_at, now())
       WHERE id = ANY(${callbackIds}::uuid[]) AND status = 'PENDING' RETURNING id, lease_token)
    INSERT INTO callback_attempt (callback_id, attempt_no, started_at, duration_ms, request, http_status, answer, outcome)
    SELECT id, lease_token, now(), 40, 'GET http://game.example/', 200, 'OK', 'acknowledged' FROM told`);
}

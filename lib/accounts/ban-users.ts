/**
 * A network has banned end users, or lifted its ban (R6). It reaches those of its own only: users with that id who have
 * started an offer of the network's advertiser. The ban that stands first stands, and whoever set it ends it: a network
 * lifts no operator's ban and no other network's; an appeal ends any, and the same words do not bring it back.
 */
import { auditEntries } from '@/lib/foundation/audit';
import { type Runner, recordset, sql, type Tx } from '@/lib/foundation/db';

export type BanOrder = {
  integrationId: string;
  advertiserId: string;
  /** The user's id at the publisher. */
  userId: string;
  banned: boolean;
  reason: string | null;
  /** Sets the clock; else the database's. */
  at: Date | null;
};

const LONGEST_REASON = 300;

/** A callback that comes again, or is sent again by somebody who has seen it, does not overrule a person's answer. */
const liftedOnAppeal = sql`EXISTS (
  SELECT FROM audit_entry e
   WHERE e.subject = 'end-user:' || meant.id AND e.action = 'ban-lifted' AND e.actor_kind IN ('AGENT', 'API')
     AND e.before->>'by' = meant.integration_id::text AND e.before->>'reason' IS NOT DISTINCT FROM meant.reason)`;

/** One statement for one or many; of several about one user the last counts. Each change leaves an audit entry. */
export async function applyBans(runner: Runner, orders: readonly BanOrder[]): Promise<void> {
  if (orders.length === 0) return;
  const rows = orders.map(({ integrationId, advertiserId, userId, banned, reason, at }, ord) => ({
    ord,
    integration_id: integrationId,
    advertiser_id: advertiserId,
    external_id: userId,
    banned,
    reason: reason?.slice(0, LONGEST_REASON) ?? null,
    at,
  }));
  await runner.execute(sql`
    WITH latest AS (
           SELECT DISTINCT ON (given.integration_id, given.external_id) given.*
             FROM ${recordset(rows, COLUMNS)} ORDER BY given.integration_id, given.external_id, given.ord DESC),
         meant AS (
           SELECT u.id, u.banned_at, u.ban_reason, u.banned_by_integration_id, latest.integration_id, latest.banned, latest.reason,
                  coalesce(latest.at, date_trunc('milliseconds', now())) AS at
             FROM latest JOIN end_user u ON u.external_id = latest.external_id
            WHERE EXISTS (SELECT FROM click c JOIN offer o ON o.id = c.offer_id
                           WHERE c.user_id = u.id AND o.advertiser_id = latest.advertiser_id)
            ORDER BY u.id FOR UPDATE OF u),
         changed AS (
           UPDATE end_user u
              SET banned_at = CASE WHEN meant.banned THEN meant.at END,
                  ban_reason = CASE WHEN meant.banned THEN meant.reason END,
                  banned_by_integration_id = CASE WHEN meant.banned THEN meant.integration_id END
             FROM meant
            WHERE u.id = meant.id
              AND CASE WHEN meant.banned THEN u.banned_at IS NULL AND NOT ${liftedOnAppeal}
                       ELSE u.banned_by_integration_id = meant.integration_id END
           RETURNING u.id, meant.banned, meant.reason, meant.ban_reason, meant.integration_id, meant.at)
    INSERT INTO audit_entry (at, actor_kind, actor_id, action, subject, before, after)
    SELECT changed.at, 'NETWORK', i.key, CASE WHEN changed.banned THEN 'banned' ELSE 'ban-lifted' END, 'end-user:' || changed.id,
           CASE WHEN NOT changed.banned THEN jsonb_build_object('reason', changed.ban_reason) END,
           CASE WHEN changed.banned THEN jsonb_build_object('reason', changed.reason) END
      FROM changed JOIN integration i ON i.id = changed.integration_id`);
}

const COLUMNS = `ord int, integration_id uuid, advertiser_id uuid, external_id text, banned boolean, reason text, at timestamptz`;

/** An appeal was approved: whoever set the ban, it ends. */
export async function liftBan(tx: Tx, userId: string, by: { kind: 'AGENT' | 'API'; id: string }): Promise<void> {
  const lifted = await tx.query<{ reason: string | null; by: string | null }>(sql`
    UPDATE end_user SET banned_at = NULL, ban_reason = NULL, banned_by_integration_id = NULL
     WHERE id = ${userId}::uuid AND banned_at IS NOT NULL
    RETURNING old.ban_reason AS reason, old.banned_by_integration_id AS by`);
  await auditEntries(
    tx,
    lifted.map((before) => ({ actor: by, action: 'ban-lifted', subject: `end-user:${userId}`, before })),
  );
}

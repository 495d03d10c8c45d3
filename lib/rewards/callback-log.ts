/**
 * The callbacks of one app as its log shows them: newest first, a page at a time by key. Whatever is asked for, an index
 * leads to it: the one by time, the small ones of what is seldom, or those of a user and a ticket.
 */
import { db, empty, join, type Sql, sql } from '@/lib/foundation/db';
import type { CallbackFilter, CallbackKind, CallbackStatus } from '@/lib/rules/callback-filter';
import { type Cursor, pageOf } from '@/lib/rules/cursor';

export type CallbackLine = {
  id: string;
  kind: CallbackKind;
  status: CallbackStatus;
  createdAt: Date;
  nextAt: Date | null;
  acknowledgedAt: Date | null;
  attempts: number;
  refires: number;
  lastReason: string | null;
  user: string;
  offerTitle: string;
  taskKey: string;
  rewardAmount: bigint;
  /** The latest ticket about this step. */
  ticket: string | null;
};

const PAGE = 50;

export async function listCallbacksOfApp(appId: string, filter: CallbackFilter, before: Cursor | null) {
  const place = before ? sql`AND (c.created_at, c.id) < (${before.at}, ${before.id}::uuid)` : empty;
  const rows = await db.query<CallbackLine>(sql`
    SELECT c.id, c.kind, c.status, c.created_at, c.next_at, c.acknowledged_at, c.attempts, c.refires, c.last_reason,
           u.external_id AS user, o.title AS offer_title, g.task_key, g.reward_amount, ${LATEST_TICKET} AS ticket
      FROM (SELECT c.* FROM callback c WHERE ${isIn(appId, filter)} ${place}
             ORDER BY c.created_at DESC, c.id DESC LIMIT ${PAGE + 1}) AS c
      JOIN reward_grant g ON g.id = c.grant_id
      JOIN end_user u ON u.id = g.user_id
      JOIN offer o ON o.id = g.offer_id
     ORDER BY c.created_at DESC, c.id DESC`);
  return pageOf(rows, PAGE, ({ createdAt }) => createdAt);
}

/** With `reward_grant` as `g`. */
export const LATEST_TICKET = sql`(
  SELECT t.number FROM ticket_task tt JOIN ticket t ON t.id = tt.ticket_id
   WHERE tt.user_id = g.user_id AND tt.title_key = g.title_key AND tt.task_key = g.task_key
   ORDER BY t.opened_at DESC LIMIT 1)`;

/** How many of the newest page came after this one, or were tried since the page was seen. */
export async function countNewerCallbacks(
  appId: string,
  filter: CallbackFilter,
  after: Cursor,
  seenAt: Date,
): Promise<number> {
  const [found] = await db.query<{ count: number }>(sql`
    SELECT count(*)::int AS count
      FROM (SELECT c.id, c.created_at FROM callback c WHERE ${isIn(appId, filter)}
             ORDER BY c.created_at DESC, c.id DESC LIMIT ${PAGE}) AS newest
     WHERE (created_at, id) > (${after.at}, ${after.id}::uuid)
        OR EXISTS (SELECT FROM callback_attempt made
                    WHERE made.callback_id = newest.id
                      AND made.started_at + made.duration_ms * interval '1 millisecond' > ${seenAt})`);
  return found!.count;
}

export const MOST_WAITING = 10_000;

/** Those that wait for an acknowledgement, counted up to `MOST_WAITING`. */
export async function countWaiting(appId: string): Promise<number> {
  const [found] = await db.query<{ count: number }>(sql`
    SELECT count(*)::int AS count FROM (
      SELECT FROM callback WHERE app_id = ${appId}::uuid AND status = 'PENDING' LIMIT ${MOST_WAITING}) AS counted`);
  return found!.count;
}

/** What the filter means, of `callback` as `c`. */
export function isIn(appId: string, { status, kind, user, ticket, from, to }: CallbackFilter): Sql {
  const wanted = [
    sql`c.app_id = ${appId}::uuid`,
    status === null ? empty : STATUS_IS[status],
    kind === null ? empty : kind === 'REWARD' ? sql`c.kind = 'REWARD'` : sql`c.kind = ${kind} AND c.kind <> 'REWARD'`,
    from ? sql`c.created_at >= ${from}` : empty,
    to ? sql`c.created_at < ${to}` : empty,
    user !== null ? sql`c.grant_id IN (${grantsOfUser(appId, user)})` : empty,
    ticket !== null ? sql`c.grant_id IN (${grantsOfTicket(ticket)})` : empty,
  ];
  return join(
    wanted.filter((part) => part !== empty),
    ' AND ',
  );
}

/** Spelled out, so that the indexes of what is seldom can be used. */
const STATUS_IS: Record<CallbackStatus, Sql> = {
  PENDING: sql`c.status = 'PENDING'`,
  ACKNOWLEDGED: sql`c.status = 'ACKNOWLEDGED'`,
  FAILED: sql`c.status = 'FAILED' AND c.status IN ('FAILED', 'CANCELLED')`,
  CANCELLED: sql`c.status = 'CANCELLED' AND c.status IN ('FAILED', 'CANCELLED')`,
};

function grantsOfUser(appId: string, user: string): Sql {
  return sql`SELECT g.id FROM end_user u JOIN reward_grant g ON g.user_id = u.id
              WHERE u.app_id = ${appId}::uuid AND u.external_id = ${user}`;
}

/** Of the steps that it is about, whoever caused them. */
function grantsOfTicket(number: string): Sql {
  return sql`SELECT g.id FROM ticket t JOIN ticket_task tt ON tt.ticket_id = t.id
               JOIN reward_grant g ON g.user_id = tt.user_id AND g.title_key = tt.title_key AND g.task_key = tt.task_key
              WHERE t.number = ${number}`;
}

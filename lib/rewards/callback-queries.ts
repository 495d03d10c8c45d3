/** Callbacks as an operator sees them: what was promised to which game, and how it went. Newest first. */
import { db, type Runner, type Sql, sql } from '@/lib/foundation/db';
import type { CallbackList, CallbackOutput, CallbackQuery } from '@/lib/rewards/callback-schema';
import { CALLBACK_STATUSES } from '@/lib/rules/callback-filter';
import { type Cursor, LAST, pageOf } from '@/lib/rules/cursor';
import { formatUsd } from '@/lib/rules/money';

export async function listCallbacks({ ticket, status, cursor, limit }: CallbackQuery): Promise<CallbackList> {
  const start = cursor ?? LAST;
  const source = ticket
    ? ofTicket(ticket, status ?? null, start, limit + 1)
    : ofStatuses(status ? [status] : CALLBACK_STATUSES, start, limit + 1);
  const { shown, nextCursor } = pageOf(await readRows(db, source), limit, ({ createdAt }) => createdAt);
  return { callbacks: shown.map((row) => toOutput(row)), nextCursor };
}

export async function readCallback(runner: Runner, callbackId: string): Promise<CallbackOutput | null> {
  const [row] = await readRows(runner, sql`SELECT * FROM callback WHERE id = ${callbackId}::uuid`);
  return row ? toOutput(row) : null;
}

/** One walk along the index (status, created_at, id) per status, merged: as fast with a million callbacks as with ten. */
function ofStatuses(statuses: readonly string[], { at, id }: Cursor, count: number): Sql {
  return sql`
    SELECT c.* FROM unnest(${[...statuses]}::text[]) AS wanted(status) CROSS JOIN LATERAL (
      SELECT * FROM callback WHERE status = wanted.status AND (created_at, id) < (${at}, ${id}::uuid)
      ORDER BY created_at DESC, id DESC LIMIT ${count}) c
    ORDER BY c.created_at DESC, c.id DESC LIMIT ${count}`;
}

/** The callbacks of the steps that a ticket is about, whoever caused them: tracking or the ticket's decision. */
function ofTicket(number: string, status: string | null, { at, id }: Cursor, count: number): Sql {
  return sql`
    SELECT c.* FROM ticket t
    JOIN ticket_task tt ON tt.ticket_id = t.id
    JOIN reward_grant g ON g.user_id = tt.user_id AND g.title_key = tt.title_key AND g.task_key = tt.task_key
    JOIN callback c ON c.grant_id = g.id
    WHERE t.number = ${number} AND (${status}::text IS NULL OR c.status = ${status})
      AND (c.created_at, c.id) < (${at}, ${id}::uuid)
    ORDER BY c.created_at DESC, c.id DESC LIMIT ${count}`;
}

type Row = Omit<CallbackOutput, 'amountUsd' | 'rewardAmount' | Instant> & {
  amountMicros: bigint;
  rewardAmount: bigint;
  createdAt: Date;
} & Record<Exclude<Instant, 'createdAt'>, Date | null>;
type Instant = 'createdAt' | 'nextAt' | 'heldUntil' | 'firstAttemptAt' | 'acknowledgedAt' | 'failedAt';

async function readRows(runner: Runner, callbacks: Sql): Promise<Row[]> {
  return runner.query<Row>(sql`
    SELECT c.id, c.kind, c.event_id, c.status, a.key AS app, u.external_id AS "user", o.key AS offer, g.task_key AS task,
           g.click_id AS click, g.amount_micros, g.reward_amount, c.attempts, c.refires AS replays, c.created_at,
           c.next_at, c.held_until, c.first_attempt_at, c.acknowledged_at, c.failed_at, c.last_reason
    FROM (${callbacks}) c
    JOIN reward_grant g ON g.id = c.grant_id
    JOIN app a ON a.id = c.app_id
    JOIN end_user u ON u.id = g.user_id
    JOIN offer o ON o.id = g.offer_id
    ORDER BY c.created_at DESC, c.id DESC`);
}

function toOutput({ amountMicros, rewardAmount, ...row }: Row): CallbackOutput {
  return {
    ...row,
    amountUsd: formatUsd(amountMicros),
    rewardAmount: Number(rewardAmount),
    createdAt: row.createdAt.toISOString(),
    nextAt: row.nextAt?.toISOString() ?? null,
    heldUntil: row.heldUntil?.toISOString() ?? null,
    firstAttemptAt: row.firstAttemptAt?.toISOString() ?? null,
    acknowledgedAt: row.acknowledgedAt?.toISOString() ?? null,
    failedAt: row.failedAt?.toISOString() ?? null,
  };
}

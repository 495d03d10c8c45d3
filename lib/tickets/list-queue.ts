/**
 * One page of a queue for the console. Every queue is served by an index and pages by key, never by offset: one short
 * index scan per status, merged. A ticket without a due date (the clock stands still) comes after all that have one.
 */
import { db, empty, join, type Sql, sql } from '@/lib/foundation/db';
import { DUE_SOON_MS, QUEUE_TABLE, type Queue } from '@/lib/rules/queues';
import { type Refusal, refuse } from '@/lib/rules/refusal';
import { type QueueCursor, readCursor, writeCursor } from '@/lib/tickets/queue-cursor';
import { QUEUE_ROW_COLUMNS, QUEUE_ROW_JOINS, type QueueRow } from '@/lib/tickets/queue-row';

export type QueuePage = { rows: QueueRow[]; next: string | null };

export const PAGE_SIZE = 50;

type Asked = { queue: Queue; agentId: string; cursor?: string | null; limit?: number };

export async function listQueue(asked: Asked, now: Date): Promise<QueuePage | Refusal> {
  const after = asked.cursor ? readCursor(asked.cursor) : undefined;
  if (after === null)
    return refuse('malformed', 'This page of the list does not exist.', { fields: { cursor: 'not one of ours' } });
  const limit = Math.min(Math.max(asked.limit ?? PAGE_SIZE, 1), 100);
  const found = await readPage(asked, after, limit + 1, now);
  const rows = found.slice(0, limit);
  const last = found.length > limit ? rows.at(-1) : undefined;
  return {
    rows: rows.map(({ sortedBy: _, ...row }) => row),
    next: last ? writeCursor({ at: last.sortedBy, id: last.id }) : null,
  };
}

type SortedRow = QueueRow & { sortedBy: Date | null };

function readPage(asked: Asked, after: QueueCursor | undefined, limit: number, now: Date): Promise<SortedRow[]> {
  const { order } = QUEUE_TABLE[asked.queue];
  const direction = order === 'due' ? sql`ASC` : sql`DESC`;
  return db.query<SortedRow>(sql`
    WITH page AS MATERIALIZED (
      SELECT id, at FROM (${join(scans(asked, after, limit, now), ' UNION ALL ')}) AS scanned
       ORDER BY at ${direction} NULLS LAST, id ${direction} LIMIT ${limit})
    SELECT page.at AS sorted_by, ${QUEUE_ROW_COLUMNS}
      FROM page JOIN ticket t ON t.id = page.id ${QUEUE_ROW_JOINS}
     ORDER BY page.at ${direction} NULLS LAST, page.id ${direction}`);
}

/** One scan per status, each in the order of its index and never longer than the page. */
function scans(asked: Asked, after: QueueCursor | undefined, limit: number, now: Date): Sql[] {
  const { statuses, order } = QUEUE_TABLE[asked.queue];
  if (order === 'opened') return [newestFirst(sql`opened_at`, sql`true`, after, limit)];
  const only = condition(asked, now);
  return statuses.flatMap((status) => {
    const where = sql`status = ${status}${only}`;
    if (order === 'decided') return [newestFirst(sql`decided_at`, where, after, limit)];
    return [...dueFirst(where, after, limit), ...withoutDue(asked.queue, where, after, limit)];
  });
}

function newestFirst(column: Sql, where: Sql, after: QueueCursor | undefined, limit: number): Sql {
  const from = after ? sql`AND (${column}, id) < (${after.at}, ${after.id}::uuid)` : sql`AND ${column} IS NOT NULL`;
  return sql`(SELECT id, ${column} AS at FROM ticket WHERE ${where} ${from} ORDER BY ${column} DESC, id DESC LIMIT ${limit})`;
}

function dueFirst(where: Sql, after: QueueCursor | undefined, limit: number): Sql[] {
  if (after?.at === null) return [];
  const from = after ? sql`AND (due_at, id) > (${after.at}, ${after.id}::uuid)` : sql`AND due_at IS NOT NULL`;
  return [sql`(SELECT id, due_at AS at FROM ticket WHERE ${where} ${from} ORDER BY due_at, id LIMIT ${limit})`];
}

/** Ordered by `due_at` as well, though it is always null here: so that the planner takes this index and not the id's. */
function withoutDue(queue: Queue, where: Sql, after: QueueCursor | undefined, limit: number): Sql[] {
  if (queue === 'due' || queue === 'breached') return [];
  const from = after?.at === null ? sql`AND id > ${after.id}::uuid` : empty;
  return [
    sql`(SELECT id, due_at AS at FROM ticket WHERE ${where} AND due_at IS NULL ${from} ORDER BY due_at, id LIMIT ${limit})`,
  ];
}

/** What belongs to a queue besides its statuses; an index serves each. */
export function condition({ queue, agentId }: Pick<Asked, 'queue' | 'agentId'>, now: Date): Sql {
  if (queue === 'mine') return sql` AND assignee_id = ${agentId}::uuid`;
  if (queue === 'breached') return sql` AND due_at <= ${now} AND breach_at <= ${now}`;
  if (queue === 'due') return sql` AND due_at <= ${new Date(now.getTime() + DUE_SOON_MS)} AND breach_at > ${now}`;
  return empty;
}

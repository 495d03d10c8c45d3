/**
 * One page of a queue, or of what a search found in it. Every queue is served by an index and pages by key, never by offset:
 * one short index scan per status, merged. A ticket without a due date (the clock stands still) comes after all that have
 * one. A search first looks through the beginning of the queue, which finds what is common; what is rare is found by its own
 * indexes.
 */
import { db, empty, join, type Sql, sql } from '@/lib/foundation/db';
import { orderOf, QUEUE_TABLE, type Queue, type QueueOrder } from '@/lib/rules/queues';
import { type Refusal, refuse } from '@/lib/rules/refusal';
import type { TicketSearch } from '@/lib/rules/ticket-search';
import { UNDER_REVIEW } from '@/lib/rules/ticket-states';
import { type QueueCursor, readCursor, writeCursor } from '@/lib/tickets/queue-cursor';
import { QUEUE_ROW_COLUMNS, type QueueRow } from '@/lib/tickets/queue-row';
import { belongsTo, isLedTo, LED_TO } from '@/lib/tickets/queue-scope';
import { ticketsWhere } from '@/lib/tickets/search-tickets';

/** `capped`: more fits the search than is looked at at once; these are some of it, in their order. */
export type QueuePage = { rows: QueueRow[]; next: string | null; capped: boolean };

export const PAGE_SIZE = 50;
/** How far a search looks through a queue, row by row: first a glance, then, for what is neither rare nor common, far. */
const GLANCE = 2_000;
const FAR = 20_000;
/** How many matches of a search are put in order. */
const MATCHES = 3_000;

export type Asked = {
  queue: Queue;
  agentId: string;
  search?: Pick<TicketSearch, 'terms' | 'words'>;
  order?: QueueOrder;
  cursor?: string | null;
  limit?: number;
};
/** The same condition, for looking through all tickets and through those that come. */
type Found = { any: Sql; row: Sql };
type Reading = {
  queue: Queue;
  agentId: string;
  order: QueueOrder;
  found: Found | null;
  after?: QueueCursor;
  now: Date;
};

export async function listQueue(asked: Asked, now: Date): Promise<QueuePage | Refusal> {
  const after = asked.cursor ? readCursor(asked.cursor) : undefined;
  if (after === null)
    return refuse('malformed', 'This page of the list does not exist.', { fields: { cursor: 'not one of ours' } });
  const { queue, agentId, search } = asked;
  const searching = search && search.terms.length + search.words.length > 0;
  const found = searching
    ? { any: ticketsWhere(search, agentId, now), row: ticketsWhere(search, agentId, now, true) }
    : null;
  const limit = Math.min(Math.max(asked.limit ?? PAGE_SIZE, 1), 1_000);
  const reading = { queue, agentId, order: orderOf(queue, asked.order), found, after, now };
  const read = await (found ? readFound(reading, found, limit + 1) : readPage(reading, limit + 1));
  const rows = read.rows.slice(0, limit);
  const last = read.rows.length > limit ? rows.at(-1) : undefined;
  return {
    rows: rows.map(({ sortedBy: _, ...row }) => row),
    next: last ? writeCursor({ at: last.sortedBy, id: last.id }) : null,
    capped: read.capped,
  };
}

type SortedRow = QueueRow & { sortedBy: Date | bigint | null };
type Read = { rows: SortedRow[]; capped: boolean };

async function readPage(reading: Reading, limit: number): Promise<Read> {
  const rows = await readRows(join(scans(reading, limit), ' UNION ALL '), reading.order, limit);
  return { rows, capped: false };
}

/** Cheap for what is common, exact for what is rare; only what is neither may be cut. */
async function readFound(reading: Reading, found: Found, limit: number): Promise<Read> {
  const glance = await readRows(join(scans(reading, limit, GLANCE), ' UNION ALL '), reading.order, limit);
  if (glance.length === limit) return { rows: glance, capped: false };
  const [counted] = await db.query<{ matches: number }>(sql`
    SELECT count(*)::int AS matches FROM (${matches(reading, found)}) AS m`);
  if (counted!.matches > MATCHES) {
    const far = await readRows(join(scans(reading, limit, FAR), ' UNION ALL '), reading.order, limit);
    if (far.length === limit) return { rows: far, capped: false };
  }
  const rows = await readRows(matches(reading, found), reading.order, limit);
  return { rows, capped: counted!.matches > MATCHES };
}

function readRows(source: Sql, order: QueueOrder, limit: number): Promise<SortedRow[]> {
  const direction = directionOf(order);
  return db.query<SortedRow>(sql`
    WITH page AS MATERIALIZED (
      SELECT id, at FROM (${source}) AS scanned ORDER BY at ${direction} NULLS LAST, id ${direction} LIMIT ${limit})
    SELECT page.at AS sorted_by, ${QUEUE_ROW_COLUMNS}
      FROM page JOIN ticket t ON t.id = page.id
     ORDER BY page.at ${direction} NULLS LAST, page.id ${direction}`);
}

const ASCENDING: readonly QueueOrder[] = ['due', 'drawn'];

function directionOf(order: QueueOrder): Sql {
  return ASCENDING.includes(order) ? sql`ASC` : sql`DESC`;
}

// ── in the order of the queue ───────────────────────────────────────────────

/** One scan per status, each in the order of its index and never longer than the page; a search looks at `walk` rows. */
function scans(reading: Reading, limit: number, walk?: number): Sql[] {
  const { queue, order, after } = reading;
  if (isLedTo(queue)) return [ledTo(LED_TO[queue], reading, limit)];
  if (queue === 'all' && order === 'newest') return [scan(reading, sql`true`, keyed(order, after), limit, walk)];
  const statuses = order === 'due' && queue === 'all' ? UNDER_REVIEW : QUEUE_TABLE[queue].statuses;
  const share = walk && Math.ceil(walk / statuses.length);
  return statuses.flatMap((status) => {
    const belongs = belongsTo(queue, status, reading.agentId, reading.now);
    if (order !== 'due') return [scan(reading, belongs, keyed(order, after), limit, share)];
    const withDue = after?.at === null ? [] : [scan(reading, belongs, keyed(order, after), limit, share)];
    const without = queue === 'due' || queue === 'breached' || queue === 'all';
    return without ? withDue : [...withDue, scan(reading, belongs, undated(after), limit, share)];
  });
}

type Keyed = { column: Sql; condition: Sql };

function keyed(order: QueueOrder, after: QueueCursor | undefined): Keyed {
  const column = COLUMNS[order];
  if (!after || after.at === null) return { column, condition: sql`${column} IS NOT NULL` };
  const at = order === 'value' ? BigInt(after.at) : new Date(after.at);
  const beyond = ASCENDING.includes(order) ? sql`>` : sql`<`;
  const id = order === 'failed' || order === 'drawn' ? sql`p.ticket_id` : sql`t.id`;
  return { column, condition: sql`(${column}, ${id}) ${beyond} (${at}, ${after.id}::uuid)` };
}

const COLUMNS: Record<QueueOrder, Sql> = {
  due: sql`t.due_at`,
  newest: sql`t.opened_at`,
  value: sql`t.value_micros`,
  decided: sql`t.decided_at`,
  failed: sql`p.at`,
  drawn: sql`p.drawn_at`,
};

/** Ordered by `due_at` as well, though it is always null here: so that the planner takes this index and not the id's. */
function undated(after: QueueCursor | undefined): Keyed {
  const beyond = after?.at === null ? sql`AND t.id > ${after.id}::uuid` : empty;
  return { column: COLUMNS.due, condition: sql`t.due_at IS NULL ${beyond}` };
}

function scan(reading: Reading, belongs: Sql, { column, condition }: Keyed, limit: number, walk?: number): Sql {
  const direction = directionOf(reading.order);
  const order = sql`ORDER BY ${column} ${direction}, t.id ${direction}`;
  if (!reading.found || !walk)
    return sql`(SELECT t.id, ${column} AS at FROM ticket t WHERE ${belongs} AND ${condition} ${order} LIMIT ${limit})`;
  return sql`(SELECT t.id, t.at FROM (
    SELECT t.*, ${column} AS at FROM ticket t WHERE ${belongs} AND ${condition} ${order} LIMIT ${walk}) AS t
    WHERE ${reading.found.row} LIMIT ${limit})`;
}

function ledTo(
  { rows, at, where, newestFirst }: (typeof LED_TO)[keyof typeof LED_TO],
  reading: Reading,
  limit: number,
) {
  const direction = newestFirst ? sql`DESC` : sql`ASC`;
  const { condition } = keyed(reading.order, reading.after);
  return sql`(SELECT t.id, ${at} AS at FROM ${rows} JOIN ticket t ON t.id = p.ticket_id
    WHERE ${where} AND ${condition} AND ${reading.found?.any ?? sql`true`}
    ORDER BY ${at} ${direction}, p.ticket_id ${direction} LIMIT ${limit})`;
}

// ── by the indexes of the search ────────────────────────────────────────────

/** In any order, and one more than are put in order. */
function matches({ queue, agentId, order, after, now }: Reading, found: Found): Sql {
  const reading = { queue, agentId, order, after, now, found };
  if (isLedTo(queue)) return ledTo(LED_TO[queue], reading, MATCHES + 1);
  const { statuses } = QUEUE_TABLE[queue];
  const belongs =
    queue === 'all'
      ? sql`true`
      : sql`(${join(
          statuses.map((status) => sql`(${belongsTo(queue, status, agentId, now)})`),
          ' OR ',
        )})`;
  return sql`SELECT t.id, ${COLUMNS[order]} AS at FROM ticket t WHERE ${belongs} AND ${found.any} AND ${notBefore(queue, order, after)}
    LIMIT ${MATCHES + 1}`;
}

function notBefore(queue: Queue, order: QueueOrder, after: QueueCursor | undefined): Sql {
  if (order === 'due' && after?.at === null) return undated(after).condition;
  const { condition } = keyed(order, after);
  return order === 'due' && queue !== 'all' ? sql`(${condition} OR t.due_at IS NULL)` : condition;
}

/** How many tickets stand in each queue, counted to a thousand and no further: beyond it the number changes nothing. */
import { db, empty, join, queryPlanned, raw, type Sql, sql } from '@/lib/foundation/db';
import { COUNTED_UP_TO, QUEUE_TABLE, QUEUES, type Queue, type RailQueue } from '@/lib/rules/queues';
import type { Asked } from '@/lib/tickets/list-queue';
import { belongsTo, isLedTo, LED_TO } from '@/lib/tickets/queue-scope';
import { ticketsWhere } from '@/lib/tickets/search-tickets';

/** `COUNTED_UP_TO + 1` means "more". */
export type QueueCounts = Record<RailQueue, number>;

export async function countQueues(agentId: string, now: Date): Promise<QueueCounts> {
  const counted = await queryPlanned<{ queue: RailQueue; tickets: number }>(
    join(
      QUEUES.map(
        (queue) => sql`
        SELECT ${raw(`'${queue}'`)} AS queue, count(*)::int AS tickets
          FROM (${inQueue(queue, agentId, now)} LIMIT ${raw(String(COUNTED_UP_TO + 1))}) AS counted`,
      ),
      ' UNION ALL ',
    ),
  );
  return Object.fromEntries(counted.map(({ queue, tickets }) => [queue, tickets])) as QueueCounts;
}

/** How many tickets a list holds with all its pages, as far as one counts. */
export async function countFound({ queue, search, agentId }: Asked, now: Date): Promise<number> {
  const found =
    search && search.terms.length + search.words.length > 0 ? ticketsWhere(search, agentId, now) : undefined;
  const [counted] = await db.query<{ tickets: number }>(sql`
    SELECT count(*)::int AS tickets FROM (${inQueue(queue, agentId, now, found)} LIMIT ${COUNTED_UP_TO + 1}) AS counted`);
  return counted!.tickets;
}

function inQueue(queue: Queue | RailQueue, agentId: string, now: Date, found?: Sql): Sql {
  const sought = found ? sql`AND ${found}` : empty;
  if (queue === 'suspended') return sql`SELECT FROM inbound_email WHERE outcome = 'SUSPENDED'`;
  if (queue === 'all') return sql`SELECT FROM ticket t WHERE true ${sought}`;
  if (isLedTo(queue)) {
    const { rows, where } = LED_TO[queue];
    const narrowed = found ? sql`AND EXISTS (SELECT FROM ticket t WHERE t.id = p.ticket_id AND ${found})` : empty;
    return sql`SELECT FROM ${rows} WHERE ${where} ${narrowed}`;
  }
  return join(
    QUEUE_TABLE[queue].statuses.map(
      (status) => sql`
      SELECT FROM ticket t WHERE ${belongsTo(queue, status, agentId, now)} ${sought}`,
    ),
    ' UNION ALL ',
  );
}

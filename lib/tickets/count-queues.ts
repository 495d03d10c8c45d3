/** How many tickets stand in each queue, counted to a thousand and no further: beyond it the number changes nothing. */
import { db, join, type Sql, sql } from '@/lib/foundation/db';
import { COUNTED_UP_TO, QUEUE_TABLE, QUEUES, type Queue } from '@/lib/rules/queues';
import { condition } from '@/lib/tickets/list-queue';

/** `COUNTED_UP_TO + 1` means "more". */
export type QueueCounts = Record<Queue, number>;

export async function countQueues(agentId: string, now: Date): Promise<QueueCounts> {
  const counted = await db.query<{ queue: Queue; tickets: number }>(
    join(
      QUEUES.map((queue) => countOf(queue, agentId, now)),
      ' UNION ALL ',
    ),
  );
  return Object.fromEntries(counted.map(({ queue, tickets }) => [queue, tickets])) as QueueCounts;
}

function countOf(queue: Queue, agentId: string, now: Date): Sql {
  const { statuses } = QUEUE_TABLE[queue];
  const where =
    statuses.length > 0 ? sql`status = ANY(${[...statuses]})${condition({ queue, agentId }, now)}` : sql`true`;
  return sql`
    SELECT ${queue}::text AS queue, count(*)::int AS tickets
      FROM (SELECT FROM ticket WHERE ${where} LIMIT ${COUNTED_UP_TO + 1}) AS counted`;
}

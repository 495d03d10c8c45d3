/** What belongs to a queue besides its statuses, as a condition on `ticket t`; an index serves each. */
import { join, raw, type Sql, sql } from '@/lib/foundation/db';
import { DUE_SOON_MS, type LeftOut, QUEUE_TABLE, type Queue } from '@/lib/rules/queues';
import type { TicketStatus } from '@/lib/rules/ticket-states';

export function belongsTo(queue: Queue, status: TicketStatus, agentId: string, now: Date): Sql {
  // Literal, so that a partial index can be chosen without knowing the values.
  const conditions = [sql`t.status = ${raw(`'${status}'`)}`, ...membership(queue, status, agentId, now)];
  return join([...conditions, ...QUEUE_TABLE[queue].leavesOut.map((left) => LEFT_OUT[left](now))], ' AND ');
}

function membership(queue: Queue, status: TicketStatus, agentId: string, now: Date): Sql[] {
  if (queue === 'new') return [sql`t.assignee_id IS NULL`];
  if (queue === 'mine') return [sql`t.assignee_id = ${agentId}::uuid`];
  if (queue === 'breached') return [sql`t.due_at <= ${now} AND t.breach_at <= ${now}`];
  if (queue === 'due') return [sql`t.due_at <= ${new Date(now.getTime() + DUE_SOON_MS)} AND t.breach_at > ${now}`];
  if (queue === 'answered') return [sql`t.advertiser_answered_at IS NOT NULL`];
  if (queue === 'escalated' && status !== 'ESCALATED')
    return [sql`(t.lead_at IS NOT NULL OR t.second_wanted_at IS NOT NULL)`];
  return [];
}

const LEFT_OUT: Record<LeftOut, (now: Date) => Sql> = {
  snoozed: (now) => sql`(t.snoozed_until IS NULL OR t.snoozed_until <= ${now})`,
  held: () => sql`t.held_at IS NULL`,
  deciding: (now) => sql`(t.deciding_until IS NULL OR t.deciding_until <= ${now})`,
};

/** Queues that a table of their own leads to: the ticket, the instant it is sorted by, the next one first. */
export const LED_TO = {
  delivery: {
    rows: sql`delivery_problem p`,
    at: sql`p.at`,
    where: sql`true`,
    newestFirst: true,
  },
  sample: {
    rows: sql`sample_check p`,
    at: sql`p.drawn_at`,
    where: sql`p.verdict IS NULL`,
    newestFirst: false,
  },
} as const;

export function isLedTo(queue: string): queue is keyof typeof LED_TO {
  return Object.hasOwn(LED_TO, queue);
}

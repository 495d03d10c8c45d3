/**
 * The ticket that comes after one in the list an agent came from: found by its place in the order, so that it is the same one
 * however many were decided meanwhile. Those that somebody else is deciding or looking at are passed over.
 */
import { db, type Sql, sql } from '@/lib/foundation/db';
import type { QueueOrder } from '@/lib/rules/queues';
import { isRefusal } from '@/lib/rules/refusal';
import { type Asked, listQueue } from '@/lib/tickets/list-queue';
import { writeCursor } from '@/lib/tickets/queue-cursor';

type After = Pick<Asked, 'queue' | 'agentId' | 'search'> & { order: QueueOrder; number: string };

/** Beyond so many that others are busy with, it is their queue. */
const LOOKED_THROUGH = 50;

/** Null at the end of the list. */
export async function nextTicket({ number, order, ...list }: After, now: Date): Promise<string | null> {
  const [place] = await db.query<{ id: string; at: Date | bigint | null }>(
    sql`SELECT t.id, ${PLACES[order]} AS at FROM ticket t WHERE t.number = ${number}`,
  );
  if (!place) return null;
  // What has no place in this order any more (it was decided) is behind us: the list is begun again.
  const cursor = place.at === null ? null : writeCursor({ at: place.at, id: place.id });
  const page = await listQueue({ ...list, order, cursor, limit: LOOKED_THROUGH }, now);
  if (isRefusal(page)) return null;
  const others = page.rows.filter((row) => row.number !== number);
  const free = await withoutBusy(
    others.map(({ id }) => id),
    list.agentId,
    now,
  );
  return others.find(({ id }) => free.has(id))?.number ?? null;
}

const PLACES: Record<QueueOrder, Sql> = {
  due: sql`t.due_at`,
  newest: sql`t.opened_at`,
  value: sql`t.value_micros`,
  decided: sql`t.decided_at`,
  // These lists are sorted by what led to them, and are short.
  failed: sql`NULL::timestamptz`,
  drawn: sql`NULL::timestamptz`,
};

/** A page that is open and alive says so every 15 seconds. */
const GONE_AFTER = '40 seconds';

async function withoutBusy(ids: readonly string[], agentId: string, now: Date): Promise<Set<string>> {
  const free = await db.query<{ id: string }>(sql`
    SELECT t.id FROM ticket t
     WHERE t.id = ANY(${ids}::uuid[]) AND (t.deciding_until IS NULL OR t.deciding_until <= ${now})
       AND NOT EXISTS (SELECT FROM presence p WHERE p.ticket_id = t.id AND p.agent_id <> ${agentId}::uuid
                          AND p.seen_at > ${now}::timestamptz - ${GONE_AFTER}::interval)`);
  return new Set(free.map(({ id }) => id));
}

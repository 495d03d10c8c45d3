/**
 * R20: a ticket that nobody reviewed in time has breached its deadline. Written down once, in the minute it happens, on its
 * clock and in its story, so that reports and agents see the same.
 */
import { inTransaction, sql } from '@/lib/foundation/db';

const BATCH = 1_000;

/** Tickets that somebody is working on at this very moment are left to the next minute. Returns how many were marked. */
export async function markBreached(options: { at?: Date } = {}): Promise<number> {
  return inTransaction(
    (tx) =>
      tx.execute(sql`
        WITH late AS (
          SELECT c.id FROM clock c JOIN ticket t ON t.id = c.ticket_id
           WHERE c.met_at IS NULL AND c.paused_at IS NULL AND c.breached_at IS NULL AND c.breach_at <= ${tx.now}
           ORDER BY c.breach_at LIMIT ${BATCH} FOR NO KEY UPDATE OF t, c SKIP LOCKED),
        marked AS (
          UPDATE clock c SET breached_at = c.breach_at FROM late WHERE c.id = late.id
          RETURNING c.ticket_id, c.kind, c.breach_at)
        INSERT INTO ticket_event (ticket_id, at, kind, actor_kind, data)
        SELECT ticket_id, ${tx.now}, 'breached', 'AUTO', jsonb_build_object('clock', kind, 'breachAt', breach_at) FROM marked`),
    options,
  );
}

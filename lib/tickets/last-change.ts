/** Who did what to a ticket last: told to an agent whose own change came too late (R17). */
import { db, sql } from '@/lib/foundation/db';

export type LastChange = { event: string; by: string | null; at: Date };

/** Notes and missed deadlines change nothing that a decision rests on. */
export async function readLastChange(number: string): Promise<LastChange | null> {
  const [change] = await db.query<LastChange>(sql`
    SELECT e.kind AS event, coalesce(g.name, CASE e.actor_kind WHEN 'API' THEN 'API' END) AS by, e.at
      FROM ticket t JOIN ticket_event e ON e.ticket_id = t.id
      LEFT JOIN agent g ON e.actor_kind = 'AGENT' AND g.id::text = e.actor_id
     WHERE t.number = ${number} AND e.kind NOT IN ('note', 'breached') ORDER BY e.at DESC, e.id DESC LIMIT 1`);
  return change ?? null;
}

/** Who did what to a ticket since somebody looked: told to an agent whose own change came too late (R17). */
import { db, sql } from '@/lib/foundation/db';

export type Change = { event: string; by: string | null; at: Date; data: Record<string, unknown> };

const MOST = 20;

/**
 * What has happened since the ticket had this version, the oldest first, at most the latest twenty. Notes and missed deadlines
 * are left out: they change nothing that a decision rests on. Where nothing is newer (a version of nobody's), the last one.
 */
export async function readChangesSince(number: string, version: number): Promise<Change[]> {
  const latest = await db.query<Change & { version: number | null }>(sql`
    SELECT e.kind AS event, coalesce(g.name, CASE e.actor_kind WHEN 'API' THEN 'API' END) AS by, e.at, e.data, e.version
      FROM ticket t JOIN ticket_event e ON e.ticket_id = t.id
      LEFT JOIN agent g ON e.actor_kind = 'AGENT' AND g.id::text = e.actor_id
     WHERE t.number = ${number} AND e.kind NOT IN ('note', 'breached', 'recheck-message') ORDER BY e.at DESC, e.version DESC, e.id DESC LIMIT ${MOST}`);
  const newer = latest.filter((change) => change.version !== null && version > 0 && change.version > version);
  const told = newer.length > 0 ? newer : latest.slice(0, 1);
  return told.reverse().map(({ event, by, at, data }) => ({ event, by, at, data }));
}

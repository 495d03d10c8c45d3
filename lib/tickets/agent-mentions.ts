/** Colleagues who named an agent in a note of this ticket that the agent has not seen. */
import { db, sql } from '@/lib/foundation/db';

export type MentionOfMe = { by: string; at: Date };

export async function readMentionsOf(ticketId: string, agentId: string): Promise<MentionOfMe[]> {
  return db.query<MentionOfMe>(sql`
    SELECT author.name AS by, m.at
      FROM mention named JOIN message m ON m.id = named.message_id JOIN agent author ON author.id = m.agent_id
     WHERE named.agent_id = ${agentId}::uuid AND named.seen_at IS NULL AND named.ticket_id = ${ticketId}::uuid
     ORDER BY m.at LIMIT 5`);
}

/** Whom a note can be addressed to: everybody who can still sign in. */
export async function readColleagues(agentId: string): Promise<{ name: string }[]> {
  return db.query<{ name: string }>(sql`
    SELECT name FROM agent WHERE disabled_at IS NULL AND id <> ${agentId}::uuid ORDER BY name LIMIT 200`);
}

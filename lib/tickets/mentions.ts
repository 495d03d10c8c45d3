/** Colleagues who are named in a note: no e-mail, but a number in their menu until they have seen it. */
import { db, sql, type Tx } from '@/lib/foundation/db';
import { type Mentionable, mentionsIn } from '@/lib/rules/mentions';

/** Everybody who can be named; whoever writes is not told of themselves. */
export async function mentionColleagues(
  tx: Tx,
  { messageId, ticketId, body, agentId }: { messageId: string; ticketId: string; body: string; agentId: string },
): Promise<void> {
  if (!body.includes('@')) return;
  const colleagues = await tx.query<Mentionable>(sql`
    SELECT id, name, email FROM agent WHERE disabled_at IS NULL AND id <> ${agentId}::uuid ORDER BY name LIMIT 1000`);
  await mention(tx, { messageId, ticketId }, mentionsIn(body, colleagues));
}

export async function mention(
  tx: Tx,
  { messageId, ticketId }: { messageId: string; ticketId: string },
  agentIds: readonly string[],
): Promise<void> {
  if (agentIds.length === 0) return;
  await tx.execute(sql`
    INSERT INTO mention (message_id, agent_id, ticket_id, at)
    SELECT ${messageId}::uuid, id, ${ticketId}::uuid, ${tx.now} FROM unnest(${agentIds}::uuid[]) AS id
    ON CONFLICT DO NOTHING`);
}

export type MentionEntry = { number: string; by: string; body: string; at: Date; seen: boolean };

const SHOWN = 100;

/** The latest first: those not seen, and what was seen lately. */
export async function readMyMentions(agentId: string): Promise<MentionEntry[]> {
  return db.query<MentionEntry>(sql`
    SELECT t.number, coalesce(g.name, '') AS by, m.body, n.at, n.seen_at IS NOT NULL AS seen
      FROM mention n JOIN message m ON m.id = n.message_id JOIN ticket t ON t.id = m.ticket_id
      LEFT JOIN agent g ON g.id = m.agent_id
     WHERE n.agent_id = ${agentId}::uuid ORDER BY n.at DESC LIMIT ${SHOWN}`);
}

/** What waits to be seen: mentions and decisions that failed. Two short indexes. */
export async function countForYou(agentId: string): Promise<number> {
  const [row] = await db.query<{ waiting: number }>(sql`
    SELECT ((SELECT count(*) FROM mention WHERE agent_id = ${agentId}::uuid AND seen_at IS NULL)
          + (SELECT count(*) FROM intent WHERE agent_id = ${agentId}::uuid AND failed_at IS NOT NULL AND seen_at IS NULL))::int
           AS waiting`);
  return row!.waiting;
}

/** Of one ticket, or of all. Returns how many there were. */
export async function seeMentions(agentId: string, number: string | null, now: Date): Promise<number> {
  return db.execute(sql`
    UPDATE mention SET seen_at = ${now}
     WHERE agent_id = ${agentId}::uuid AND seen_at IS NULL
       AND (${number}::text IS NULL OR ticket_id = (SELECT id FROM ticket WHERE number = ${number}))`);
}

/** What the desk has done with a ticket beside deciding it: what the heading says before anything else. */
import { db, sql } from '@/lib/foundation/db';

export type DeskState = {
  snoozedUntil: Date | null;
  /** Handed to a lead. */
  leadAt: Date | null;
  heldAt: Date | null;
  heldReason: string | null;
  /** Approved by one, and a second person is wanted. */
  secondWantedAt: Date | null;
  secondWantedBy: { id: string; name: string } | null;
  /** The user wrote after we did. */
  userRepliedAt: Date | null;
  askedUserAt: Date | null;
  duplicateOf: string | null;
  /** Tickets that were linked to this one, newest first. */
  duplicates: string[];
  /** Colleagues who named this agent in a note that has not been seen. */
  mentions: { by: string; at: Date }[];
};

const SHOWN = 10;

type Row = Omit<DeskState, 'secondWantedBy' | 'mentions'> & {
  secondWantedBy: string | null;
  secondName: string | null;
  mentions: { by: string; at: string }[];
};

export async function readDeskState(ticketId: string, agentId: string | null): Promise<DeskState> {
  const [row] = await db.query<Row>(sql`
    SELECT t.snoozed_until, t.lead_at, t.held_at, t.held_reason, t.second_wanted_at, t.second_wanted_by, t.user_replied_at,
           t.asked_user_at, g.name AS second_name, (SELECT number FROM ticket WHERE id = t.duplicate_of_id) AS duplicate_of,
           ARRAY(SELECT number FROM ticket WHERE duplicate_of_id = t.id ORDER BY opened_at DESC LIMIT ${SHOWN}) AS duplicates,
           (SELECT coalesce(jsonb_agg(jsonb_build_object('by', author.name, 'at', m.at) ORDER BY m.at), '[]')
              FROM mention named JOIN message m ON m.id = named.message_id JOIN agent author ON author.id = m.agent_id
             WHERE named.agent_id = ${agentId}::uuid AND named.seen_at IS NULL AND named.ticket_id = t.id) AS mentions
      FROM ticket t LEFT JOIN agent g ON g.id = t.second_wanted_by WHERE t.id = ${ticketId}::uuid`);
  const { secondName, secondWantedBy, mentions, ...state } = row!;
  return {
    ...state,
    secondWantedBy: secondWantedBy && secondName ? { id: secondWantedBy, name: secondName } : null,
    mentions: mentions.map(({ by, at }) => ({ by, at: new Date(at) })),
  };
}

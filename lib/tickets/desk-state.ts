/** What the desk has written on a ticket beside its status: for the action bar and its banners. */
import { db, sql } from '@/lib/foundation/db';
import { type OpenIntent, readOpenIntent } from '@/lib/tickets/intents';

export type DeskState = {
  intent: OpenIntent | null;
  tags: string[];
  snoozedUntil: Date | null;
  leadAt: Date | null;
  heldReason: string | null;
  /** The first of two who have to approve. */
  firstApprover: { id: string; name: string } | null;
  askedUserAt: Date | null;
  userRepliedAt: Date | null;
  closedReason: string | null;
  /** The ticket that goes on instead of this one. */
  continuedAs: string | null;
  /** Tickets that go on as this one. */
  continues: string[];
};

type Row = Omit<DeskState, 'intent' | 'firstApprover'> & { firstId: string | null; firstName: string | null };

export async function readDeskState(ticketId: string): Promise<DeskState> {
  const [[row], intent] = await Promise.all([
    db.query<Row>(sql`
      SELECT t.tags, t.snoozed_until, t.lead_at, t.held_reason, t.asked_user_at, t.user_replied_at, t.closed_reason,
             g.id AS first_id, g.name AS first_name, d.number AS continued_as,
             ARRAY(SELECT number FROM ticket WHERE duplicate_of_id = t.id ORDER BY opened_at LIMIT 50) AS continues
        FROM ticket t LEFT JOIN agent g ON g.id = t.second_wanted_by LEFT JOIN ticket d ON d.id = t.duplicate_of_id
       WHERE t.id = ${ticketId}::uuid`),
    readOpenIntent(ticketId),
  ]);
  const { firstId, firstName, ...rest } = row!;
  return { ...rest, intent, firstApprover: firstId && firstName ? { id: firstId, name: firstName } : null };
}

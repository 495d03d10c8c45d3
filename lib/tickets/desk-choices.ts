/** What an agent can choose from in the action bar of one ticket. */
import { db, sql } from '@/lib/foundation/db';
import { readPromised } from '@/lib/tickets/correct-step';

export type DeskChoices = {
  /** Who can take tickets, by name. */
  colleagues: { id: string; name: string }[];
  tags: string[];
  /** The offer's steps as they were promised at the click. */
  steps: { key: string; name: string }[];
  /** Other tickets of this user that could be the same one. */
  others: { number: string; offerTitle: string; sameOffer: boolean }[];
};

export async function readDeskChoices(ticket: {
  id: string;
  userId: string;
  titleKey: string;
  clickId: string;
}): Promise<DeskChoices> {
  const [colleagues, tags, steps, others] = await Promise.all([
    db.query<{ id: string; name: string }>(sql`
      SELECT id, name FROM agent WHERE disabled_at IS NULL AND role <> 'auditor' ORDER BY name LIMIT 500`),
    db.query<{ name: string }>(sql`SELECT name FROM tag WHERE archived_at IS NULL ORDER BY name LIMIT 200`),
    readPromised(db, ticket.clickId),
    db.query<{ number: string; offerTitle: string; sameOffer: boolean }>(sql`
      SELECT t.number, o.title AS offer_title, t.title_key = ${ticket.titleKey} AS same_offer
        FROM ticket t JOIN offer o ON o.id = t.offer_id
       WHERE t.user_id = ${ticket.userId}::uuid AND t.id <> ${ticket.id}::uuid AND t.status <> 'CLOSED'
       ORDER BY same_offer DESC, t.opened_at DESC LIMIT 10`),
  ]);
  return {
    colleagues,
    tags: tags.map(({ name }) => name),
    steps: steps.map(({ key, name }) => ({ key, name })),
    others,
  };
}

/** What a receipt led to: its confirmation, the click that it names, and the tickets about it. */
import { db, sql } from '@/lib/foundation/db';
import type { TicketStatus } from '@/lib/rules/ticket-states';

export type LedTo = {
  confirmation: LedToConfirmation | null;
  /** Null: we know no such click, or the request named none. */
  click: {
    id: string;
    clickedAt: Date;
    offerTitle: string;
    advertiserName: string;
    userId: string;
    app: string;
  } | null;
  tickets: { number: string; status: TicketStatus }[];
};

type LedToConfirmation = {
  id: string;
  state: 'PENDING' | 'COMPLETED' | 'RECONCILED';
  transaction: string;
  trust: string;
  receivedAt: Date;
  matchedAt: Date | null;
  conflicts: number;
  /** The receipt that it was stored with. */
  receiptId: string;
};

type Receipt = { confirmationId: string | null; clickId: string | null };

export async function readLedTo({ confirmationId, clickId }: Receipt): Promise<LedTo> {
  const [confirmation, click] = await Promise.all([readConfirmation(confirmationId), readClick(clickId)]);
  if (!click) return { confirmation, click: null, tickets: [] };
  const { ownerId, titleKey, ...shown } = click;
  const tickets = await db.query<LedTo['tickets'][number]>(sql`
    SELECT number, status FROM ticket WHERE user_id = ${ownerId}::uuid AND title_key = ${titleKey}
     ORDER BY opened_at DESC LIMIT 5`);
  return { confirmation, click: shown, tickets };
}

async function readConfirmation(id: string | null): Promise<LedToConfirmation | null> {
  if (!id) return null;
  const [found] = await db.query<LedToConfirmation>(sql`
    SELECT id, state, transaction, trust, received_at, matched_at, conflicts, receipt_id
      FROM confirmation WHERE id = ${id}::uuid`);
  return found ?? null;
}

type FoundClick = NonNullable<LedTo['click']> & { ownerId: string; titleKey: string };

async function readClick(id: string | null): Promise<FoundClick | null> {
  if (!id) return null;
  const [found] = await db.query<FoundClick>(sql`
    SELECT c.id, c.clicked_at, o.title AS offer_title, v.name AS advertiser_name, u.external_id AS user_id, a.key AS app,
           c.user_id AS owner_id, c.title_key
      FROM click c
      JOIN offer o ON o.id = c.offer_id
      JOIN advertiser v ON v.id = o.advertiser_id
      JOIN end_user u ON u.id = c.user_id
      JOIN app a ON a.id = u.app_id
     WHERE c.id = ${id}`);
  return found ?? null;
}

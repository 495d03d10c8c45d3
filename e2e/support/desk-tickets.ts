/** Tickets that stand in the queues of the desk in whatever way a test needs, written straight into the database. */
import { randomUUID } from 'node:crypto';
import { db, sql } from '@/lib/foundation/db';
import { ticketNumber } from '@/lib/rules/ticket-number';
import { aClick, aUser, type Cast, HOUR } from './cast';

export type DeskFacts = {
  status?: string;
  dueAt?: Date | null;
  decidedAt?: Date | null;
  openedAt?: Date;
  assigneeId?: string | null;
  valueMicros?: bigint;
  description?: string;
  address?: string;
  tags?: string[];
  /** More columns of `ticket`, by their names in the database. */
  columns?: Record<string, Date | string | null>;
};

export type DeskTicket = { id: string; number: string; clickId: string; userId: string };

export async function aDeskTicket(cast: Cast, offerId: string, now: Date, facts: DeskFacts = {}): Promise<DeskTicket> {
  const { status = 'OPEN', dueAt = null, decidedAt = null, openedAt = now, assigneeId = null } = facts;
  const { valueMicros = 12_000_000n, description = 'It did not come', tags = [], columns = {} } = facts;
  const userId = await aUser(cast);
  const clickId = await aClick(userId, offerId);
  const number = ticketNumber(Buffer.from(randomUUID().replaceAll('-', ''), 'hex'));
  const breachAt = dueAt && new Date(dueAt.getTime() + 24 * HOUR);
  const [ticket] = await db.query<{ id: string }>(sql`
    INSERT INTO ticket (number, user_id, app_id, offer_id, click_id, title_key, status, locale, address, description,
                        value_micros, reward_total, opened_at, opens_at, due_at, breach_at, decided_at, assignee_id, tags,
                        held_at, held_reason, snoozed_until, deciding_until, lead_at, second_wanted_at, user_replied_at)
    SELECT ${number}, ${userId}::uuid, ${cast.appId}::uuid, ${offerId}::uuid, ${clickId}, 'coin kingdom', ${status}, 'en',
           ${facts.address ?? `${userId}@example.com`}, ${description}, ${valueMicros}, 3500, ${openedAt}, ${openedAt},
           ${dueAt}, ${breachAt}, ${decidedAt}, ${assigneeId}::uuid, ${tags}::text[], more.*
      FROM jsonb_to_record(${JSON.stringify(columns)}::jsonb) AS more(
        held_at timestamptz, held_reason text, snoozed_until timestamptz, deciding_until timestamptz, lead_at timestamptz,
        second_wanted_at timestamptz, user_replied_at timestamptz) RETURNING id`);
  return { id: ticket!.id, number, clickId, userId };
}

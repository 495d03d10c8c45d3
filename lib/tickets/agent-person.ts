/** Who is asking: earlier tickets, rewards and reversals, and whether the address is used by others. */
import { db, sql } from '@/lib/foundation/db';
import type { TicketStatus } from '@/lib/rules/ticket-states';
import type { TicketHead } from '@/lib/tickets/read-ticket-for-agent';

export type EarlierTicket = {
  number: string;
  offerTitle: string;
  status: TicketStatus;
  openedAt: Date;
  valueMicros: bigint;
};

export type BanEntry = { at: Date; action: 'banned' | 'ban-lifted'; by: string | null; reason: string | null };

export type Person = {
  externalId: string;
  since: Date;
  bannedAt: Date | null;
  banReason: string | null;
  /** The key of the integration that banned; null for the operator. */
  bannedBy: string | null;
  /** Bans that were set and lifted, the latest first. */
  bans: BanEntry[];
  /** Other tickets of this user, newest first. */
  tickets: EarlierTicket[];
  approved: number;
  denied: number;
  /** Of other offers, and how many of them were taken back. */
  rewards: number;
  reversals: number;
  usersWithSameAddress: number;
};

const SHOWN = 10;
/** More other users than this says nothing more. */
const COUNTED = 20;

export async function readPerson({ id, userId, address, titleKey }: TicketHead): Promise<Person> {
  const [[person], tickets, bans] = await Promise.all([
    db.query<Omit<Person, 'tickets' | 'bans'>>(sql`
      SELECT u.external_id, u.created_at AS since, u.banned_at, u.ban_reason,
             (SELECT key FROM integration WHERE id = u.banned_by_integration_id) AS banned_by,
             (SELECT count(*)::int FROM ticket WHERE user_id = u.id AND id <> ${id}::uuid AND status = 'APPROVED') AS approved,
             (SELECT count(*)::int FROM ticket WHERE user_id = u.id AND id <> ${id}::uuid AND status = 'DENIED') AS denied,
             (SELECT count(*)::int FROM reward_grant
               WHERE user_id = u.id AND title_key <> ${titleKey} AND origin <> 'ACTIVITY') AS rewards,
             (SELECT count(*)::int FROM reward_grant
               WHERE user_id = u.id AND title_key <> ${titleKey} AND reversed_at IS NOT NULL) AS reversals,
             (SELECT count(*)::int FROM (
                SELECT DISTINCT user_id FROM ticket WHERE address = ${address} AND user_id <> u.id LIMIT ${COUNTED}) AS others
             ) AS users_with_same_address
        FROM end_user u WHERE u.id = ${userId}::uuid`),
    db.query<EarlierTicket>(sql`
      SELECT t.number, o.title AS offer_title, t.status, t.opened_at, t.value_micros
        FROM ticket t JOIN offer o ON o.id = t.offer_id
       WHERE t.user_id = ${userId}::uuid AND t.id <> ${id}::uuid ORDER BY t.opened_at DESC LIMIT ${SHOWN}`),
    db.query<BanEntry>(sql`
      SELECT at, action, coalesce((SELECT name FROM agent WHERE id::text = actor_id), actor_id) AS by, coalesce(after, before)->>'reason' AS reason FROM audit_entry
       WHERE subject = ${`end-user:${userId}`} AND action IN ('banned', 'ban-lifted') ORDER BY at DESC, id DESC LIMIT ${SHOWN}`),
  ]);
  return { ...person!, tickets, bans };
}

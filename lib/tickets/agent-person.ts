/** Who is asking: earlier tickets, rewards and reversals, devices, bans, and who else stands where they stand. */
import { db, sql } from '@/lib/foundation/db';
import { maskAddress, maskDevice, maskId, maskIp } from '@/lib/rules/masked';
import type { TicketStatus } from '@/lib/rules/ticket-states';
import { type Neighbours, readNeighbours } from '@/lib/tickets/agent-neighbours';
import type { TicketHead } from '@/lib/tickets/read-ticket-for-agent';

export type EarlierTicket = {
  number: string;
  offerTitle: string;
  status: TicketStatus;
  openedAt: Date;
  valueMicros: bigint;
};

export type BanEntry = { at: Date; action: 'banned' | 'ban-lifted'; by: string | null; reason: string | null };

export type EarlierReward = {
  offerTitle: string;
  rewardAmount: bigint;
  grantedAt: Date;
  reversedAt: Date | null;
  reversalReason: string | null;
};

export type Device = {
  device: Record<string, unknown>;
  firstAt: Date;
  lastAt: Date;
  clicks: number;
  country: string | null;
  ip: string | null;
};

export type Person = {
  externalId: string;
  address: string;
  /** Were the address and the ids left out, because the agent's role may not see them? */
  masked: boolean;
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
  /** The latest of them. */
  latestRewards: EarlierReward[];
  devices: Device[];
  neighbours: Neighbours;
};

const SHOWN = 10;
const DEVICES = 5;
const CLICKS = 500;

type Read = Omit<Person, 'tickets' | 'bans' | 'address' | 'masked' | 'latestRewards' | 'devices' | 'neighbours'>;

export async function readPerson(head: TicketHead, { pii }: { pii: boolean }): Promise<Person> {
  const [[person], tickets, bans, latestRewards, devices, neighbours] = await Promise.all([
    db.query<Read>(sql`
      SELECT u.external_id, u.created_at AS since, u.banned_at, u.ban_reason,
             (SELECT key FROM integration WHERE id = u.banned_by_integration_id) AS banned_by,
             (SELECT count(*)::int FROM ticket WHERE user_id = u.id AND id <> ${head.id}::uuid AND status = 'APPROVED') AS approved,
             (SELECT count(*)::int FROM ticket WHERE user_id = u.id AND id <> ${head.id}::uuid AND status = 'DENIED') AS denied,
             (SELECT count(*)::int FROM reward_grant
               WHERE user_id = u.id AND title_key <> ${head.titleKey} AND origin <> 'ACTIVITY') AS rewards,
             (SELECT count(*)::int FROM reward_grant
               WHERE user_id = u.id AND title_key <> ${head.titleKey} AND reversed_at IS NOT NULL) AS reversals
        FROM end_user u WHERE u.id = ${head.userId}::uuid`),
    readTickets(head),
    readBans(head),
    readRewards(head),
    readDevices(head),
    readNeighbours(head, { pii }),
  ]);
  const seen = { ...person!, address: head.address, masked: !pii, tickets, bans, latestRewards, devices, neighbours };
  return pii ? seen : masked(seen);
}

function masked(person: Person): Person {
  return {
    ...person,
    externalId: maskId(person.externalId),
    address: maskAddress(person.address),
    devices: person.devices.map(({ device, ip, ...rest }) => ({
      ...rest,
      device: maskDevice(device),
      ip: ip && maskIp(ip),
    })),
  };
}

function readTickets({ id, userId }: TicketHead): Promise<EarlierTicket[]> {
  return db.query<EarlierTicket>(sql`
    SELECT t.number, o.title AS offer_title, t.status, t.opened_at, t.value_micros
      FROM ticket t JOIN offer o ON o.id = t.offer_id
     WHERE t.user_id = ${userId}::uuid AND t.id <> ${id}::uuid ORDER BY t.opened_at DESC LIMIT ${SHOWN}`);
}

function readBans({ userId }: TicketHead): Promise<BanEntry[]> {
  return db.query<BanEntry>(sql`
    SELECT at, action, coalesce((SELECT name FROM agent WHERE id::text = actor_id), actor_id) AS by, coalesce(after, before)->>'reason' AS reason FROM audit_entry
     WHERE subject = ${`end-user:${userId}`} AND action IN ('banned', 'ban-lifted') ORDER BY at DESC, id DESC LIMIT ${SHOWN}`);
}

function readRewards({ userId, titleKey }: TicketHead): Promise<EarlierReward[]> {
  return db.query<EarlierReward>(sql`
    SELECT o.title AS offer_title, g.reward_amount, g.granted_at, g.reversed_at, g.reversal_reason
      FROM reward_grant g JOIN offer o ON o.id = g.offer_id
     WHERE g.user_id = ${userId}::uuid AND g.title_key <> ${titleKey} AND g.origin <> 'ACTIVITY'
     ORDER BY g.granted_at DESC LIMIT ${SHOWN}`);
}

/** Of the user's clicks, the one last used first. */
function readDevices({ userId }: TicketHead): Promise<Device[]> {
  return db.query<Device>(sql`
    SELECT device, min(clicked_at) AS first_at, max(clicked_at) AS last_at, count(*)::int AS clicks,
           (array_agg(country ORDER BY clicked_at DESC))[1] AS country, (array_agg(ip ORDER BY clicked_at DESC))[1] AS ip
      FROM (SELECT device, clicked_at, country, ip FROM click WHERE user_id = ${userId}::uuid LIMIT ${CLICKS}) AS taps
     GROUP BY device ORDER BY max(clicked_at) DESC LIMIT ${DEVICES}`);
}

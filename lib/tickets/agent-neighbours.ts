/**
 * Who else is behind the same address, device, picture or corner of the network, among the players of the same game. Said,
 * not judged: families share a tablet and phone companies an address.
 */
import { db, type Sql, sql } from '@/lib/foundation/db';
import { maskId } from '@/lib/rules/masked';
import { COUNTED } from '@/lib/tickets/agent-offer';

/** `count` goes up to 1,001, which means more than a thousand; the first few are named, each with its latest ticket. */
export type Others = { count: number; shown: { user: string; ticket: string | null }[] };

export type Neighbours = Record<'sameAddress' | 'sameDevice' | 'samePicture' | 'sameRange', Others>;

type Asked = { id: string; userId: string; appId: string; address: string };

const SHOWN = 5;
/** Rows that are looked at before different users are counted. */
const LOOKED_AT = 5_000;
/** Of the user's own clicks. */
const NEWEST_CLICKS = 50;

export async function readNeighbours(asked: Asked, { pii }: { pii: boolean }): Promise<Neighbours> {
  const { id, userId, address } = asked;
  const mine = sql`(SELECT device->>'id' AS device, ip FROM click WHERE user_id = ${userId}::uuid LIMIT ${NEWEST_CLICKS})`;
  const read = (others: Sql) => readOthers(others, asked, pii);
  const [sameAddress, sameDevice, samePicture, sameRange] = await Promise.all([
    read(sql`SELECT user_id FROM ticket WHERE address = ${address}`),
    read(sql`
      SELECT c.user_id FROM (SELECT DISTINCT device FROM ${mine} AS own WHERE device IS NOT NULL) AS own
        JOIN click c ON c.device->>'id' = own.device AND c.device->>'id' IS NOT NULL`),
    read(sql`
      SELECT s.user_id FROM (SELECT DISTINCT pixel_hash FROM screenshot WHERE ticket_id = ${id}::uuid) AS own
        JOIN screenshot s ON s.pixel_hash = own.pixel_hash`),
    read(sql`
      SELECT c.user_id FROM (SELECT DISTINCT ip_range(ip) AS range FROM ${mine} AS own WHERE ip IS NOT NULL) AS own
        JOIN click c ON ip_range(c.ip) = own.range AND c.ip IS NOT NULL`),
  ]);
  return { sameAddress, sameDevice, samePicture, sameRange };
}

async function readOthers(others: Sql, { userId, appId }: Asked, pii: boolean): Promise<Others> {
  const [found] = await db.query<Others>(sql`
    WITH others AS MATERIALIZED (
      SELECT DISTINCT u.id, u.external_id
        FROM (SELECT user_id FROM (${others}) AS every WHERE user_id <> ${userId}::uuid LIMIT ${LOOKED_AT}) AS nearby
        JOIN end_user u ON u.id = nearby.user_id AND u.app_id = ${appId}::uuid
       LIMIT ${COUNTED + 1})
    SELECT (SELECT count(*)::int FROM others) AS count,
           (SELECT coalesce(jsonb_agg(jsonb_build_object('user', external_id, 'ticket', ticket)), '[]') FROM (
              SELECT external_id, (SELECT number FROM ticket WHERE user_id = others.id ORDER BY opened_at DESC LIMIT 1) AS ticket
                FROM others ORDER BY external_id LIMIT ${SHOWN}) AS first) AS shown`);
  const { count, shown } = found!;
  return { count, shown: pii ? shown : shown.map(({ user, ticket }) => ({ user: maskId(user), ticket })) };
}

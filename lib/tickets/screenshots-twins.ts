/**
 * The same screenshot on another ticket (01, "what none of the others has", 8): pointed out to the agent, never decided
 * by. Identical pixels are found by an index over all tickets. Pictures that only look alike are found by comparing with
 * the newest 50,000 pictures, which takes some 15 ms and needs no index of its own; an older look-alike is not found.
 */
import { db, sql } from '@/lib/foundation/db';
import { isTelling, LOOKS_ALIKE_WITHIN } from '@/lib/rules/look-hash';

const NEWEST = 50_000;
const NUMBERS_AT_MOST = 20;

/** Newest ticket first; of each the picture that is most like this one. */
export type Twins = { screenshotId: string; seen: Twin[] };

/** `differing`: in how many of the 64 bits of their look the two differ. Identical ones have exactly the same pixels. */
export type Twin = {
  number: string;
  screenshotId: string;
  name: string;
  width: number;
  height: number;
  identical: boolean;
  differing: number;
};

/** One entry for each of the ticket's pictures that was seen elsewhere. */
export async function findTwins(ticketId: string): Promise<Twins[]> {
  const own = await db.query<{ id: string; pixelHash: string; lookHash: bigint }>(
    sql`SELECT id, pixel_hash, look_hash FROM screenshot WHERE ticket_id = ${ticketId} ORDER BY id`,
  );
  const found = await Promise.all(own.map((picture) => twinsOf(picture, ticketId)));
  return found.filter(({ seen }) => seen.length > 0);
}

type Picture = { id: string; pixelHash: string; lookHash: bigint };

async function twinsOf({ id, pixelHash, lookHash }: Picture, ticketId: string): Promise<Twins> {
  const seen = await db.query<Twin>(sql`
    WITH twin AS (
      SELECT id, ticket_id, name, width, height, true AS identical, 0 AS differing FROM screenshot WHERE pixel_hash = ${pixelHash}
      UNION ALL
      SELECT id, ticket_id, name, width, height, false, differing FROM (
        SELECT *, bit_count((look_hash # ${lookHash}::bigint)::bit(64))::int AS differing
          FROM (SELECT * FROM screenshot ORDER BY id DESC LIMIT ${NEWEST}) AS newest) AS compared
      WHERE ${isTelling(lookHash)} AND differing <= ${LOOKS_ALIKE_WITHIN}
    ), nearest AS (
      SELECT DISTINCT ON (ticket_id) * FROM twin WHERE ticket_id <> ${ticketId}::uuid ORDER BY ticket_id, identical DESC, differing, id)
    SELECT number, nearest.id AS screenshot_id, name, width, height, identical, differing
      FROM nearest JOIN ticket ON ticket.id = nearest.ticket_id
     ORDER BY opened_at DESC, number LIMIT ${NUMBERS_AT_MOST}`);
  return { screenshotId: id, seen };
}

/**
 * The same screenshot on another ticket (01, "what none of the others has", 8): pointed out to the agent, never decided
 * by. Identical pixels are found by an index over all tickets. Pictures that only look alike are found by comparing with
 * the newest 50,000 pictures, which takes some 15 ms and needs no index of its own; an older look-alike is not found.
 */
import { db, sql } from '@/lib/foundation/db';
import { isTelling, LOOKS_ALIKE_WITHIN } from '@/lib/rules/look-hash';

const NEWEST = 50_000;
const NUMBERS_AT_MOST = 20;

/** `identical` is the part of `otherTicketNumbers` whose picture has exactly the same pixels. Newest ticket first. */
export type Twins = { screenshotId: string; otherTicketNumbers: string[]; identical: string[] };

/** One entry for each of the ticket's pictures that was seen elsewhere. */
export async function findTwins(ticketId: string): Promise<Twins[]> {
  const own = await db.query<{ id: string; pixelHash: string; lookHash: bigint }>(
    sql`SELECT id, pixel_hash, look_hash FROM screenshot WHERE ticket_id = ${ticketId} ORDER BY id`,
  );
  const found = await Promise.all(own.map((picture) => twinsOf(picture, ticketId)));
  return found.filter(({ otherTicketNumbers }) => otherTicketNumbers.length > 0);
}

type Picture = { id: string; pixelHash: string; lookHash: bigint };
type Seen = { number: string; identical: boolean };

async function twinsOf({ id, pixelHash, lookHash }: Picture, ticketId: string): Promise<Twins> {
  const seen = await db.query<Seen>(sql`
    WITH twin AS (
      SELECT ticket_id, true AS identical FROM screenshot WHERE pixel_hash = ${pixelHash}
      UNION ALL
      SELECT ticket_id, false FROM (SELECT ticket_id, look_hash FROM screenshot ORDER BY id DESC LIMIT ${NEWEST}) AS newest
      WHERE ${isTelling(lookHash)} AND bit_count((look_hash # ${lookHash}::bigint)::bit(64)) <= ${LOOKS_ALIKE_WITHIN}
    )
    SELECT number, bool_or(identical) AS identical FROM twin JOIN ticket ON ticket.id = twin.ticket_id
    WHERE ticket.id <> ${ticketId} GROUP BY ticket.id, number, opened_at
    ORDER BY opened_at DESC, number LIMIT ${NUMBERS_AT_MOST}`);
  const identical = seen.filter((ticket) => ticket.identical).map(({ number }) => number);
  return { screenshotId: id, otherTicketNumbers: seen.map(({ number }) => number), identical };
}

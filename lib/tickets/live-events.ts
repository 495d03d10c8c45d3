/**
 * What has changed since a cursor. Transactions commit in another order than they begin and number their events, so the
 * order is by transaction, and a reader goes no further than the oldest one that is still open: whatever is below that can no
 * longer change. Number, version and status are read as they are now; nothing about persons is in it.
 */
import { db, inTransaction, sql, type Tx } from '@/lib/foundation/db';
import type { LiveCursor } from '@/lib/rules/live-cursor';
import type { TicketStatus } from '@/lib/rules/ticket-states';

export type LiveEvent = {
  cursor: LiveCursor;
  /** `many`: more than can be named, look again. */
  kind: 'ticket' | 'opened' | 'message' | 'screenshot' | 'callback' | 'many';
  number: string | null;
  version: number | null;
  status: TicketStatus | null;
};

/** `waiting`: there are events that an open transaction holds back; look again soon, nobody will say so. */
export type LiveEvents = { events: LiveEvent[]; waiting: boolean };

type Row = Omit<LiveEvent, 'cursor' | 'kind'> & {
  tx: bigint | null;
  id: bigint;
  kind: LiveEvent['kind'];
  waiting: boolean;
};

/** In order, at most `limit`. What has waited for more than a minute waits for nobody: no transaction lives that long. */
export async function readLiveEvents(after: LiveCursor, limit: number): Promise<LiveEvents> {
  const edge = await findEdge();
  const rows = await db.query<Row>(sql`
    SELECT e.tx, e.id, e.kind, t.number, t.version, t.status, held.waiting
      FROM (SELECT EXISTS (SELECT FROM live_event
                            WHERE tx >= ${edge} AND at > now() - interval '1 minute') AS waiting) AS held
      LEFT JOIN LATERAL (
        SELECT tx, id, kind, ticket_id FROM live_event
         WHERE (tx, id) > (${after.tx}, ${after.id}) AND tx < ${edge} ORDER BY tx, id LIMIT ${limit}) AS e ON true
      LEFT JOIN ticket t ON t.id = e.ticket_id
     ORDER BY e.tx, e.id`);
  const events = rows.flatMap(({ tx, id, waiting: _, ...event }) =>
    tx === null ? [] : [{ ...event, cursor: { tx, id } }],
  );
  return { events, waiting: rows[0]!.waiting };
}

/** Everything that is committed from here on comes after it. */
export async function liveCursorNow(): Promise<LiveCursor> {
  return { tx: await findEdge(), id: 0n };
}

/** A statement of its own, before the one that reads (see the function in the database). */
async function findEdge(): Promise<bigint> {
  const [row] = await db.query<{ edge: bigint }>(sql`SELECT live_edge() AS edge`);
  return row!.edge;
}

/** A page is put together over a moment, and a change may be committed while it is: that moment is told again. */
const PAGE_TAKES_MS = 10_000;

/** For a page that began at `now`: everything that it may have missed comes after it, and perhaps a little that it shows. */
export async function liveCursorFor(now: Date): Promise<LiveCursor> {
  const edge = await findEdge();
  const since = new Date(now.getTime() - PAGE_TAKES_MS);
  const [row] = await db.query<{ tx: bigint }>(
    sql`SELECT least(${edge}, (SELECT min(tx) FROM live_event WHERE at > ${since})) AS tx`,
  );
  return { tx: row!.tx, id: 0n };
}

/** False: events after it have been forgotten, or it is of another server; what has changed cannot be told one by one. */
export async function canGoOnFrom({ tx, id }: LiveCursor): Promise<boolean> {
  const [answer] = await db.query<{ isKnown: boolean }>(sql`
    SELECT ${tx}::bigint <= pg_snapshot_xmax(pg_current_snapshot())::text::bigint
           AND NOT EXISTS (SELECT FROM (SELECT tx, id FROM live_event ORDER BY tx, id LIMIT 1) AS oldest
                            WHERE (${tx}, ${id}) < (oldest.tx, oldest.id)) AS is_known`);
  return answer!.isKnown;
}

const KEPT_MS = 24 * 3600_000;
const FORGOTTEN_AT_ONCE = 5_000;

/** What is a day old, by helpings; the newest of it stays, so that a cursor from before is known to be too old. */
export async function forgetOldLiveEvents(options: { at?: Date } = {}): Promise<number> {
  for (let forgotten = 0; ; ) {
    const some = await inTransaction(forgetSome, options);
    forgotten += some;
    if (some < FORGOTTEN_AT_ONCE) return forgotten;
  }
}

function forgetSome(tx: Tx): Promise<number> {
  const before = new Date(tx.now.getTime() - KEPT_MS);
  return tx.execute(sql`
    DELETE FROM live_event WHERE (tx, id) IN (
      SELECT tx, id FROM live_event
       WHERE at < ${before}
         AND (tx, id) < (SELECT tx, id FROM live_event WHERE at < ${before} ORDER BY at DESC, tx DESC, id DESC LIMIT 1)
       ORDER BY at LIMIT ${FORGOTTEN_AT_ONCE})`);
}

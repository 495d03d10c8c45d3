/**
 * Who is at which ticket, so that two do not answer one person. A page says every 15 seconds that it is open, and at once that
 * it goes; whoever says nothing for 40 seconds is gone. Colleagues are told when somebody comes, begins to write or goes.
 */
import { db, type Runner, sql } from '@/lib/foundation/db';

export type Present = { number: string; agentId: string; name: string; replying: boolean };

export const GONE_AFTER_MS = 40_000;

/** By the database's clock. False: there is no such ticket. `at` sets the clock. */
export async function notePresence(
  { number, agentId, replying }: Omit<Present, 'name'>,
  { at, runner = db }: { at?: Date; runner?: Runner } = {},
): Promise<boolean> {
  const [noted] = await runner.query<{ isNews: boolean }>(sql`
    WITH noted AS (
      INSERT INTO presence AS p (agent_id, ticket_id, seen_at, replying)
      SELECT ${agentId}::uuid, t.id, ${clock(at)}, ${replying} FROM ticket t WHERE t.number = ${number}
      ON CONFLICT (agent_id, ticket_id) DO UPDATE SET seen_at = excluded.seen_at, replying = excluded.replying
      RETURNING old.seen_at IS NULL OR old.replying <> new.replying OR old.seen_at <= ${goneSince(at)} AS is_news)
    SELECT is_news, CASE WHEN is_news THEN pg_notify('makegood_presence', '') END FROM noted`);
  return noted !== undefined;
}

/** Nothing to do when nobody was there. */
export async function leaveTicket({ number, agentId }: Pick<Present, 'number' | 'agentId'>): Promise<void> {
  await db.query(sql`
    WITH gone AS (
      DELETE FROM presence p USING ticket t
       WHERE t.number = ${number} AND p.ticket_id = t.id AND p.agent_id = ${agentId}::uuid RETURNING p.ticket_id)
    SELECT pg_notify('makegood_presence', '') FROM gone`);
}

/** Everybody who is there, for one ticket or all; whoever came first to a ticket first, writers before readers. */
export async function readPresent({
  number = null,
  at,
}: {
  number?: string | null;
  at?: Date;
} = {}): Promise<Present[]> {
  return db.query<Present>(sql`
    SELECT t.number, g.id AS agent_id, g.name, p.replying
      FROM presence p JOIN ticket t ON t.id = p.ticket_id JOIN agent g ON g.id = p.agent_id
     WHERE p.seen_at > ${goneSince(at)} AND (${number}::text IS NULL OR t.number = ${number})
     ORDER BY t.number, p.replying DESC, g.name, g.id`);
}

export async function forgetGone(): Promise<number> {
  return db.execute(sql`DELETE FROM presence WHERE seen_at <= ${goneSince(undefined)}`);
}

const clock = (at: Date | undefined) => sql`coalesce(${at ?? null}::timestamptz, now())`;
const goneSince = (at: Date | undefined) => sql`${clock(at)} - make_interval(secs => ${GONE_AFTER_MS / 1000})`;

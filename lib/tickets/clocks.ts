/**
 * The clocks of tickets (R20, R21), in batches, in the caller's transaction and under its locks on the tickets. A clock is
 * started once per round, rests while the advertiser has the ticket, and is over with the decision. Its dates are computed
 * when they change and never when they are read; the ticket carries copies for the queues.
 */
import { recordset, sql, type Tx } from '@/lib/foundation/db';
import { carriedOver, type Deadlines, deadlinesOf, type ReviewPolicy, snapshotOf } from '@/lib/rules/review-policy';
import { readReviewPolicy } from '@/lib/tickets/review-policy';

/** Starts the review clock of the tickets' present round. One that runs already goes on. Returns the dates of those started. */
export async function startClock(tx: Tx, ticketIds: readonly string[], at: Date): Promise<Deadlines> {
  const policy = await readReviewPolicy(tx);
  const deadlines = deadlinesOf(policy, at);
  if (ticketIds.length === 0) return deadlines;
  const { dueAt, breachAt } = deadlines;
  await tx.execute(sql`
    WITH started AS (
      INSERT INTO clock (ticket_id, kind, round, started_at, target_at, breach_at, policy)
      SELECT id, 'review', round, ${at}, ${dueAt}, ${breachAt}, ${JSON.stringify(snapshotOf(policy, at))}::jsonb
        FROM ticket WHERE id = ANY(${ticketIds}::uuid[])
      ON CONFLICT (ticket_id, kind) WHERE met_at IS NULL DO NOTHING RETURNING ticket_id)
    UPDATE ticket t SET due_at = ${dueAt}, breach_at = ${breachAt} FROM started WHERE t.id = started.ticket_id`);
  return deadlines;
}

/** R21: the review clock rests while somebody else has the ticket. The ticket shows no deadline of ours meanwhile. */
export async function pauseClock(tx: Tx, ticketIds: readonly string[], at: Date): Promise<void> {
  await tx.execute(sql`
    WITH paused AS (
      UPDATE clock SET paused_at = greatest(started_at, ${at}), breached_at = ${breachedBy(at)}
       WHERE ticket_id = ANY(${ticketIds}::uuid[]) AND kind = 'review' AND met_at IS NULL AND paused_at IS NULL
       RETURNING ticket_id)
    UPDATE ticket t SET due_at = NULL, breach_at = NULL FROM paused WHERE t.id = paused.ticket_id`);
}

export type RecheckClock = Deadlines & { ticketId: string; policy: Record<string, unknown> };

/** R21: asks the advertiser: the review clock rests, and the ticket shows the advertiser's dates. */
export async function startRecheckClock(tx: Tx, asked: readonly RecheckClock[], at: Date): Promise<void> {
  const ids = asked.map(({ ticketId }) => ticketId);
  await pauseClock(tx, ids, at);
  const rows = asked.map(({ ticketId: id, dueAt, breachAt, policy }) => ({
    id,
    due_at: dueAt,
    breach_at: breachAt,
    policy,
  }));
  await tx.execute(sql`
    WITH started AS (
      INSERT INTO clock (ticket_id, kind, round, started_at, target_at, breach_at, policy)
      SELECT t.id, 'recheck', t.round, ${at}, given.due_at, given.breach_at, given.policy
        FROM ${recordset(rows, 'id uuid, due_at timestamptz, breach_at timestamptz, policy jsonb')} JOIN ticket t ON t.id = given.id
      RETURNING ticket_id, target_at, breach_at)
    UPDATE ticket t SET due_at = started.target_at, breach_at = started.breach_at
      FROM started WHERE t.id = started.ticket_id`);
}

type Paused = {
  id: string;
  ticketId: string;
  pausedAt: Date;
  targetAt: Date;
  breachAt: Date;
  policy: Partial<ReviewPolicy>;
};

/** The review clock goes on where it stopped; the advertiser's, if there is one, is over. */
export async function resumeClock(tx: Tx, ticketIds: readonly string[], at: Date): Promise<void> {
  const paused = await tx.query<Paused>(sql`
    SELECT id, ticket_id, paused_at, target_at, breach_at, policy FROM clock
     WHERE ticket_id = ANY(${ticketIds}::uuid[]) AND kind = 'review' AND met_at IS NULL AND paused_at IS NOT NULL`);
  if (paused.length === 0) return;
  const rows = paused.map(({ id, pausedAt, targetAt, breachAt, policy: { calendar = null } }) => ({
    id,
    target_at: carriedOver(targetAt, pausedAt, at, calendar),
    breach_at: carriedOver(breachAt, pausedAt, at, calendar),
  }));
  await endClocks(tx, sql`ticket_id = ANY(${paused.map(({ ticketId }) => ticketId)}::uuid[]) AND kind = 'recheck'`, at);
  await tx.execute(sql`
    WITH resumed AS (
      UPDATE clock c SET paused_ms = ${pausedMs(at)}, paused_at = NULL, target_at = given.target_at, breach_at = given.breach_at
        FROM ${recordset(rows, 'id uuid, target_at timestamptz, breach_at timestamptz')} WHERE c.id = given.id
      RETURNING c.ticket_id, c.target_at, c.breach_at)
    UPDATE ticket t SET due_at = resumed.target_at, breach_at = resumed.breach_at
      FROM resumed WHERE t.id = resumed.ticket_id`);
}

/** The tickets were decided or closed: whatever runs or rests is over. One statement, whatever their number. */
export async function meetClock(tx: Tx, ticketIds: readonly string[], at: Date): Promise<void> {
  await endClocks(tx, sql`ticket_id = ANY(${ticketIds}::uuid[])`, at);
}

async function endClocks(tx: Tx, which: ReturnType<typeof sql>, at: Date): Promise<void> {
  await tx.execute(sql`
    UPDATE clock SET met_at = greatest(started_at, ${at}), paused_ms = ${pausedMs(at)}, paused_at = NULL,
           breached_at = ${breachedBy(at)}
     WHERE ${which} AND met_at IS NULL`);
}

function pausedMs(at: Date) {
  return sql`paused_ms + coalesce(greatest(0, extract(epoch FROM ${at}::timestamptz - paused_at) * 1000), 0)::bigint`;
}

/** A breach that nobody has noticed yet is one all the same; a clock at rest breaches nothing. */
function breachedBy(at: Date) {
  return sql`CASE WHEN paused_at IS NULL AND breach_at <= ${at} THEN coalesce(breached_at, breach_at) ELSE breached_at END`;
}

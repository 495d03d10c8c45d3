/**
 * Gives waiting tickets to agents by turns, when the operator wants it so (setting `assignment` = { "byTurns": true }). Only
 * those that the automation will not decide by itself: escalated, touched, appeals, and above its limit; so it takes nothing
 * away from the automation and does not count as a touch (R14). Run every minute; two at once do not meet.
 */
import { inTransaction, type Runner, recordset, sql, type Tx } from '@/lib/foundation/db';
import { can, ROLES } from '@/lib/rules/permissions';
import { giveTurns, type Taker } from '@/lib/rules/turns';
import { readPolicy } from '@/lib/tickets/policy';

const BATCH = 500;

/** Returns how many were given. */
export async function assignWaiting(options: { at?: Date } = {}): Promise<number> {
  return inTransaction(async (tx) => {
    if (!(await givesByTurns(tx))) return 0;
    const takers = await claimTakers(tx);
    const free = takers.reduce((sum, { load, capacity }) => sum + Math.max(0, capacity - load), 0);
    if (free === 0) return 0;
    const given = giveTurns(await claimWaiting(tx, Math.min(free, BATCH)), takers);
    await write(tx, given);
    return given.length;
  }, options);
}

export async function givesByTurns(runner: Runner): Promise<boolean> {
  const [row] = await runner.query<{ on: boolean }>(
    sql`SELECT coalesce((value->>'byTurns')::bool, false) AS on FROM setting WHERE key = 'assignment'`,
  );
  return row?.on ?? false;
}

/** Who may decide. */
export const DECIDING_ROLES = ROLES.filter((role) => can(role, 'tickets:decide'));

/** The lock keeps a second run from counting the same free places; it finds nobody and does nothing. */
async function claimTakers(tx: Tx): Promise<Taker[]> {
  const claimed = await tx.query<{ id: string }>(sql`
    SELECT id FROM agent WHERE available AND disabled_at IS NULL AND role = ANY(${DECIDING_ROLES})
     ORDER BY id FOR NO KEY UPDATE SKIP LOCKED`);
  return tx.query<Taker>(sql`
    SELECT g.id, g.capacity, g.assigned_at, (SELECT count(*)::int FROM ticket t WHERE t.assignee_id = g.id AND ${IN_HAND}) AS load
      FROM agent g WHERE g.id = ANY(${claimed.map(({ id }) => id)}::uuid[])`);
}

/** What an agent has to look after now: neither with the advertiser nor asleep. */
export const IN_HAND = sql`t.status IN ('OPEN', 'PENDING_CONFIRMATION', 'ESCALATED') AND t.snoozed_until IS NULL`;

/** The most urgent first. What is somebody's, asleep, on hold, being decided or before a lead stays where it is. */
async function claimWaiting(tx: Tx, most: number): Promise<string[]> {
  const { limitMicros } = await readPolicy(tx);
  const rows = await tx.query<{ id: string }>(sql`
    SELECT t.id FROM ticket t
     WHERE t.status IN ('OPEN', 'ESCALATED') AND t.assignee_id IS NULL AND t.queued_at <= ${tx.now}
       AND (t.status = 'ESCALATED' OR t.touched_at IS NOT NULL OR t.kind <> 'missing-reward' OR t.value_micros > ${limitMicros})
       AND t.snoozed_until IS NULL AND t.held_at IS NULL AND t.deciding_until IS NULL AND t.lead_at IS NULL
       AND t.second_wanted_at IS NULL
     ORDER BY t.due_at, t.id LIMIT ${most} FOR NO KEY UPDATE SKIP LOCKED`);
  return rows.map(({ id }) => id);
}

async function write(tx: Tx, given: readonly { ticketId: string; agentId: string }[]): Promise<void> {
  const rows = given.map(({ ticketId, agentId }) => ({ id: ticketId, agent_id: agentId }));
  await tx.execute(sql`
    WITH assigned AS (
      UPDATE ticket t SET assignee_id = given.agent_id, version = t.version + 1
        FROM ${recordset(rows, 'id uuid, agent_id uuid')} WHERE t.id = given.id RETURNING t.id, t.assignee_id),
    served AS (
      UPDATE agent SET assigned_at = ${tx.now} WHERE id IN (SELECT assignee_id FROM assigned))
    INSERT INTO ticket_event (ticket_id, at, kind, actor_kind, data)
    SELECT a.id, ${tx.now}, 'assigned', 'AUTO',
           jsonb_build_object('assigneeId', a.assignee_id, 'self', false, 'before', NULL, 'after', g.name)
      FROM assigned a JOIN agent g ON g.id = a.assignee_id`);
}

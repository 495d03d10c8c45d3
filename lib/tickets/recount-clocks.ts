/**
 * Counts the clocks that run by the policy as it is now, because a lead asked for it. What has been late, has rested or is
 * over stays as it was: the past is not rewritten.
 */
import { inTransaction, recordset, sql, type Tx } from '@/lib/foundation/db';
import { deadlinesOf, type ReviewPolicy, snapshotOf } from '@/lib/rules/review-policy';
import { readReviewPolicy } from '@/lib/tickets/review-policy';

const BATCH = 500;
const FIRST = '00000000-0000-0000-0000-000000000000';

/** Returns how many were counted again. */
export async function recountClocks(options: { at?: Date } = {}): Promise<number> {
  let counted = 0;
  for (let after: string | null = FIRST; after !== null; ) {
    const from: string = after;
    const batch = await inTransaction((tx) => recountBatch(tx, from), options);
    counted += batch.length;
    after = batch.at(-1) ?? null;
  }
  return counted;
}

type Running = { id: string; startedAt: Date };

async function recountBatch(tx: Tx, after: string): Promise<string[]> {
  const policy = await readReviewPolicy(tx);
  const running = await tx.query<Running>(sql`
    SELECT c.id, c.started_at FROM clock c JOIN ticket t ON t.id = c.ticket_id
     WHERE c.id > ${after}::uuid AND c.kind = 'review' AND c.met_at IS NULL AND c.paused_at IS NULL AND c.paused_ms = 0
       AND c.target_at > ${tx.now} ORDER BY c.id LIMIT ${BATCH} FOR NO KEY UPDATE OF t, c SKIP LOCKED`);
  const rows = running.map((clock) => rowOf(policy, clock));
  await tx.execute(sql`
    WITH counted AS (
      UPDATE clock c SET target_at = given.target_at, breach_at = given.breach_at, policy = given.policy
        FROM ${recordset(rows, 'id uuid, target_at timestamptz, breach_at timestamptz, policy jsonb')} WHERE c.id = given.id
      RETURNING c.ticket_id, c.target_at, c.breach_at)
    UPDATE ticket t SET due_at = counted.target_at, breach_at = counted.breach_at
      FROM counted WHERE t.id = counted.ticket_id`);
  return running.map(({ id }) => id);
}

function rowOf(policy: ReviewPolicy, { id, startedAt }: Running): Record<string, unknown> {
  const { dueAt, breachAt } = deadlinesOf(policy, startedAt);
  return { id, target_at: dueAt, breach_at: breachAt, policy: snapshotOf(policy, startedAt) };
}

/** Stops an order over many. */
import { auditEntries } from '@/lib/foundation/audit';
import { inTransaction, sql, type TransactionOptions } from '@/lib/foundation/db';
import { can, type Role } from '@/lib/rules/permissions';
import { type Refusal, refuse } from '@/lib/rules/refusal';
import { countBulk } from '@/lib/tickets/bulk-knock';

type Cancelling = { id: string; agent: { id: string; role: Role } };

/**
 * Stops it: before it has begun nothing happens at all; later what is done stays done, and the rest is left. Refused:
 * `not-found`, `not-allowed`, `too-late`.
 */
export async function cancelBulk(
  { id, agent }: Cancelling,
  options: TransactionOptions = {},
): Promise<{ id: string } | Refusal> {
  return inTransaction(async (tx) => {
    const [job] = await tx.query<{ agentId: string; status: string }>(sql`
      SELECT agent_id, status FROM bulk_job WHERE id = ${id}::uuid FOR UPDATE`);
    if (!job) return refuse('not-found', 'There is no such order.');
    if (job.agentId !== agent.id && !can(agent.role, 'tickets:undo'))
      return refuse('not-allowed', 'Only the person who gave the order, or a lead, can stop it.');
    if (job.status !== 'WAITING' && job.status !== 'RUNNING')
      return refuse('too-late', 'This order is over already.', { details: { status: job.status } });
    await tx.execute(sql`UPDATE bulk_job SET status = 'CANCELLED', ended_at = ${tx.now} WHERE id = ${id}::uuid`);
    // The one that a worker has in its hands is finished; its lock is left alone.
    await tx.execute(sql`
      UPDATE bulk_item SET outcome = 'SKIPPED', code = 'cancelled', at = ${tx.now}
       WHERE job_id = ${id}::uuid AND ticket_id IN (
         SELECT ticket_id FROM bulk_item WHERE job_id = ${id}::uuid AND outcome IS NULL FOR UPDATE SKIP LOCKED)`);
    await countBulk(tx, id);
    await auditEntries(tx, [
      { actor: { kind: 'AGENT', id: agent.id }, action: 'cancel-bulk', subject: `bulk:${id}`, batchId: id },
    ]);
    return { id };
  }, options);
}

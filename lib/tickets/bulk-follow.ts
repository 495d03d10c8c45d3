/** After an order over many is over: what failed once more, or what was done taken back. Each is an order of its own. */
import { inTransaction, sql, type TransactionOptions, type Tx } from '@/lib/foundation/db';
import { type BulkAction, type BulkPayload, bulkLine } from '@/lib/rules/bulk';
import { can } from '@/lib/rules/permissions';
import { type Refusal, refuse } from '@/lib/rules/refusal';
import { type BulkOrder, openBulk, type Started } from '@/lib/tickets/bulk-start';

export type Following = { id: string; confirmed: number | null; agent: BulkOrder['agent'] };
type Ended = { action: BulkAction; payload: BulkPayload; agentId: string; status: string; kind: string };

/** Those of an ended order that failed, once more, as they stand now. Refused as `startBulk`, and `not-found`, `conflict`. */
export async function retryBulk(
  { id, confirmed, agent }: Following,
  options: TransactionOptions = {},
): Promise<Started | Refusal> {
  return inTransaction(async (tx) => {
    const before = await readEnded(tx, id);
    if ('refused' in before) return before;
    if (before.kind === 'undo') return refuse('conflict', 'What could not be taken back is looked at one by one.');
    if (!can(agent.role, bulkLine(before.action).permission))
      return refuse('not-allowed', 'Your role does not allow this.');
    const meant = sql`
      SELECT t.id, t.version FROM bulk_item i JOIN ticket t ON t.id = i.ticket_id
       WHERE i.job_id = ${id}::uuid AND i.outcome = 'FAILED'`;
    return openBulk(tx, { ...before, kind: 'retry', list: null, ofId: id, meant, confirmed, agent });
  }, options);
}

/** What an ended order did, taken back where nobody has changed the ticket since. Refused as `retryBulk`. */
export async function undoBulk(
  { id, confirmed, agent }: Following,
  options: TransactionOptions = {},
): Promise<Started | Refusal> {
  return inTransaction(async (tx) => {
    const before = await readEnded(tx, id);
    if ('refused' in before) return before;
    if (before.kind === 'undo' || !bulkLine(before.action).canBeUndone)
      return refuse('conflict', 'This cannot be taken back.');
    if (before.agentId !== agent.id && !can(agent.role, 'tickets:undo'))
      return refuse('not-allowed', 'Only the person who did it, or a lead, can take it back.');
    const meant = sql`
      SELECT ticket_id AS id, version_after AS version FROM bulk_item
       WHERE job_id = ${id}::uuid AND outcome = 'DONE' AND version_after IS NOT NULL`;
    return openBulk(tx, { ...before, kind: 'undo', list: null, ofId: id, meant, confirmed, agent });
  }, options);
}

async function readEnded(tx: Tx, id: string): Promise<Ended | Refusal> {
  const [job] = await tx.query<Ended>(sql`
    SELECT action, payload, agent_id, status, kind FROM bulk_job WHERE id = ${id}::uuid FOR UPDATE`);
  if (!job) return refuse('not-found', 'There is no such order.');
  const ended = job.status === 'DONE' || job.status === 'CANCELLED';
  return ended ? job : refuse('conflict', 'This order is not over yet.');
}

/**
 * An order over many tickets. Which ones is fixed in one statement when the order is given; it begins when the time to take it
 * back is over, and the worker then works it off ticket by ticket (bulk-go-on.ts).
 */
import { auditEntries } from '@/lib/foundation/audit';
import { inTransaction, type Sql, sql, type TransactionOptions, type Tx } from '@/lib/foundation/db';
import { type BulkAction, type BulkPayload, bulkLine, MOST_IN_BULK, TYPED_ABOVE } from '@/lib/rules/bulk';
import { can, type Role } from '@/lib/rules/permissions';
import { type Refusal, refuse } from '@/lib/rules/refusal';
import { type Chosen, chosenTickets, takeSnapshot } from '@/lib/tickets/bulk-chosen';
import { knockForBulk } from '@/lib/tickets/bulk-knock';
import { readUndoSeconds } from '@/lib/tickets/intents';

export type BulkOrder = {
  action: BulkAction;
  payload: BulkPayload;
  chosen: Chosen;
  /** The number that was typed, or shown where none has to be typed; null for none. */
  confirmed: number | null;
  agent: { id: string; role: Role };
};

export type Started = { id: string; total: number; runsAt: Date };

/**
 * Refused: `not-allowed`; `malformed` when nothing or too much is meant, or the search was not understood; `conflict`
 * (details: total) when more than fifty are meant and another number was typed.
 */
export async function startBulk(
  { action, payload, chosen, confirmed, agent }: BulkOrder,
  options: TransactionOptions = {},
): Promise<Started | Refusal> {
  if (!can(agent.role, bulkLine(action).permission)) return refuse('not-allowed', 'Your role does not allow this.');
  return inTransaction(async (tx) => {
    const meant = await chosenTickets({ chosen, agentId: agent.id, now: tx.now });
    if ('refused' in meant) return meant;
    const list = 'queue' in chosen ? new URLSearchParams(chosen).toString() : null;
    return openBulk(tx, { kind: 'do', action, payload, list, ofId: null, meant, confirmed, agent });
  }, options);
}

type Opening = Pick<BulkOrder, 'action' | 'payload' | 'confirmed' | 'agent'> & {
  kind: 'do' | 'retry' | 'undo';
  list: string | null;
  ofId: string | null;
  /** Ids and versions, as a SELECT. */
  meant: Sql;
};

/** Refused as `startBulk`; nothing is left of the order then. */
export async function openBulk(tx: Tx, opening: Opening): Promise<Started | Refusal> {
  const { kind, action, payload, list, ofId, meant, confirmed, agent } = opening;
  const runsAt = new Date(tx.now.getTime() + (await readUndoSeconds(tx)) * 1000);
  const [job] = await tx.query<{ id: string }>(sql`
    INSERT INTO bulk_job (agent_id, kind, action, payload, chosen, of_id, created_at, runs_at)
    VALUES (${agent.id}::uuid, ${kind}, ${action}, ${JSON.stringify(payload)}::jsonb, ${list}, ${ofId}::uuid, ${tx.now}, ${runsAt})
    RETURNING id`);
  const { id } = job!;
  const total = await takeSnapshot(tx, id, meant);
  const wrong = problemWith(total, confirmed, agent.role);
  if (wrong) {
    await tx.execute(sql`DELETE FROM bulk_job WHERE id = ${id}::uuid`);
    return wrong;
  }
  await tx.execute(sql`UPDATE bulk_job SET total = ${total} WHERE id = ${id}::uuid`);
  const after = { kind, action, ...payload, list, total };
  await auditEntries(tx, [
    { actor: { kind: 'AGENT', id: agent.id }, action: 'start-bulk', subject: `bulk:${id}`, after, batchId: id },
  ]);
  await knockForBulk(tx, id, runsAt);
  return { id, total, runsAt };
}

function problemWith(total: number, confirmed: number | null, role: Role): Refusal | null {
  if (total === 0) return refuse('malformed', 'No tickets are meant.');
  if (total > MOST_IN_BULK) return refuse('malformed', `Narrow the list: at most ${MOST_IN_BULK} tickets at once.`);
  if (total <= TYPED_ABOVE) return null;
  if (!can(role, 'tickets:bulk'))
    return refuse('not-allowed', `Your role allows at most ${TYPED_ABOVE} tickets at once.`, { details: { total } });
  if (confirmed === total) return null;
  return refuse('conflict', `This is about ${total} tickets. Type that number to go ahead.`, { details: { total } });
}

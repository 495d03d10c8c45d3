/** Hands a ticket to the leads: why stands in a note, and each of them is told that it is for them. */
import { inTransaction, sql, type Tx } from '@/lib/foundation/db';
import { isRefusal, type Refusal } from '@/lib/rules/refusal';
import { writeNote } from '@/lib/tickets/add-note';
import { lockUnderReview } from '@/lib/tickets/lock-for-change';
import { mention } from '@/lib/tickets/mentions';
import { appendEvent } from '@/lib/tickets/ticket-events';
import { readWords } from '@/lib/tickets/words';

const LONGEST_REASON = 1_000;

type Handing = { number: string; version: number; agentId: string };

/** Refused: `malformed`, `not-found`, `version-changed`, `being-decided`, `conflict`. */
export async function escalateToLead(
  { number, version, agentId, reason: typed }: Handing & { reason: string },
  options: { at?: Date } = {},
): Promise<{ version: number } | Refusal> {
  const reason = readWords(typed, LONGEST_REASON, 'reason');
  if (isRefusal(reason)) return reason;
  return inTransaction(async (tx) => {
    const ticket = await lockUnderReview(tx, number, version);
    if (isRefusal(ticket)) return ticket;
    await tx.execute(sql`
      UPDATE ticket SET lead_at = ${tx.now}, snoozed_until = NULL, touched_at = ${tx.now}, version = version + 1
       WHERE id = ${ticket.id}::uuid`);
    await appendEvent(tx, ticket.id, 'to-lead', { kind: 'AGENT', id: agentId });
    const messageId = await writeNote(tx, { ticketId: ticket.id, body: reason, agentId });
    await mention(tx, { messageId, ticketId: ticket.id }, await readLeads(tx, agentId));
    return { version: version + 1 };
  }, options);
}

/** Without leads the admins are. */
async function readLeads(tx: Tx, except: string): Promise<string[]> {
  const found = await tx.query<{ id: string; role: string }>(sql`
    SELECT id, role FROM agent
     WHERE role IN ('lead', 'admin') AND disabled_at IS NULL AND id <> ${except}::uuid ORDER BY name LIMIT 100`);
  const leads = found.filter(({ role }) => role === 'lead');
  return (leads.length > 0 ? leads : found).map(({ id }) => id);
}

/** A lead gives it back to everybody. */
export async function giveBackFromLead(
  { number, version, agentId }: Handing,
  options: { at?: Date } = {},
): Promise<{ version: number } | Refusal> {
  return inTransaction(async (tx) => {
    const ticket = await lockUnderReview(tx, number, version);
    if (isRefusal(ticket)) return ticket;
    await tx.execute(sql`
      UPDATE ticket SET lead_at = NULL, version = version + 1 WHERE id = ${ticket.id}::uuid`);
    await appendEvent(tx, ticket.id, 'from-lead', { kind: 'AGENT', id: agentId });
    return { version: version + 1 };
  }, options);
}

/**
 * Closes a ticket as the duplicate of another one of the same game, and opens it again when that was wrong. What stood in
 * it stays with it; the user is told which number goes on.
 */
import { inTransaction, sql, type TransactionOptions, type Tx } from '@/lib/foundation/db';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';
import { TICKET_STATUSES, type TicketStatus } from '@/lib/rules/ticket-states';
import { startClock } from '@/lib/tickets/clocks';
import { closeAsOther } from '@/lib/tickets/close-as-other';
import { lockForChange } from '@/lib/tickets/lock-for-change';
import { lockPair } from '@/lib/tickets/lock-pair';
import { appendEvent } from '@/lib/tickets/ticket-events';
import type { TicketRecord } from '@/lib/tickets/ticket-record';

type Linking = { number: string; version: number; agentId: string; other: string };

/** Refused as `lockPair`. */
export async function linkDuplicate(
  { number, version, agentId, other }: Linking,
  options: TransactionOptions = {},
): Promise<{ version: number } | Refusal> {
  return inTransaction(async (tx) => {
    const pair = await lockPair(tx, number, version, other);
    if (isRefusal(pair)) return pair;
    const { ending, goingOn } = pair;
    const closed = await closeAsOther(tx, pair, 'duplicate');
    const actor = { kind: 'AGENT' as const, id: agentId };
    await appendEvent(tx, ending.id, 'linked-duplicate', actor, { before: ending.status, after: goingOn.number });
    await tx.execute(sql`UPDATE ticket SET version = version + 1 WHERE id = ${goingOn.id}::uuid`);
    await appendEvent(tx, goingOn.id, 'has-duplicate', actor, { after: ending.number });
    return closed;
  }, options);
}

/** Refused: `not-found`, `version-changed`, `conflict` (not a duplicate), `ticket-exists` (R4: its steps are claimed anew). */
export async function unlinkDuplicate(
  { number, version, agentId }: Omit<Linking, 'other'>,
  options: TransactionOptions = {},
): Promise<{ version: number } | Refusal> {
  return inTransaction(async (tx) => {
    const ticket = await lockForChange(tx, number, version);
    if (isRefusal(ticket)) return ticket;
    const link = await readLink(tx, ticket.id);
    if (!link) return refuse('conflict', 'This ticket is not linked as a duplicate.');
    const taken = await claimedElsewhere(tx, ticket);
    if (taken)
      return refuse('ticket-exists', 'There is another ticket about this step by now.', { details: { number: taken } });
    await tx.execute(sql`
      UPDATE ticket SET status = ${link.before}, closed_reason = NULL, closed_at = NULL, duplicate_of_id = NULL,
             touched_at = ${tx.now}, version = version + 1
       WHERE id = ${ticket.id}::uuid`);
    await tx.execute(sql`UPDATE ticket_task SET live = true WHERE ticket_id = ${ticket.id}::uuid`);
    await startClock(tx, [ticket.id], tx.now);
    const actor = { kind: 'AGENT' as const, id: agentId };
    await appendEvent(tx, ticket.id, 'unlinked-duplicate', actor, { before: link.other, after: link.before });
    return { version: version + 1 };
  }, options);
}

/** The status it had stands in the event that closed it. */
async function readLink(tx: Tx, ticketId: string): Promise<{ other: string; before: TicketStatus } | null> {
  const [link] = await tx.query<{ other: string; before: TicketStatus | null }>(sql`
    SELECT d.number AS other, (SELECT data->>'before' FROM ticket_event
                                WHERE ticket_id = t.id AND kind = 'linked-duplicate' ORDER BY at DESC, id DESC LIMIT 1) AS before
      FROM ticket t JOIN ticket d ON d.id = t.duplicate_of_id
     WHERE t.id = ${ticketId}::uuid AND t.status = 'CLOSED' AND t.closed_reason = 'duplicate'`);
  const before = TICKET_STATUSES.find((status) => status === link?.before);
  return link && before ? { other: link.other, before } : null;
}

/** The caller holds the progress row: nobody opens one meanwhile. */
async function claimedElsewhere(tx: Tx, { id, userId, titleKey, tasks }: TicketRecord): Promise<string | undefined> {
  const [other] = await tx.query<{ number: string }>(sql`
    SELECT t.number FROM ticket_task tt JOIN ticket t ON t.id = tt.ticket_id
     WHERE tt.live AND tt.user_id = ${userId}::uuid AND tt.title_key = ${titleKey} AND tt.ticket_id <> ${id}::uuid
       AND tt.task_key = ANY(${tasks.map(({ key }) => key)}) LIMIT 1`);
  return other?.number;
}

/** Puts a ticket on hold, with the reason on it for everybody to read: the automation leaves it alone until it is let go. */
import { inTransaction, sql, type TransactionOptions } from '@/lib/foundation/db';
import { isRefusal, type Refusal } from '@/lib/rules/refusal';
import { lockUnderReview } from '@/lib/tickets/lock-for-change';
import { appendEvent } from '@/lib/tickets/ticket-events';
import { readWords } from '@/lib/tickets/words';

const LONGEST_REASON = 200;

type Holding = { number: string; version: number; agentId: string /** Null lets it go. */; reason: string | null };

/** Refused: `malformed`, `not-found`, `version-changed`, `being-decided`, `conflict`. */
export async function holdTicket(
  { number, version, agentId, reason: typed }: Holding,
  options: TransactionOptions = {},
): Promise<{ version: number } | Refusal> {
  const reason = typed === null ? null : readWords(typed, LONGEST_REASON, 'reason');
  if (isRefusal(reason)) return reason;
  return inTransaction(async (tx) => {
    const ticket = await lockUnderReview(tx, number, version);
    if (isRefusal(ticket)) return ticket;
    await tx.execute(sql`
      UPDATE ticket SET held_reason = ${reason}, held_at = ${reason === null ? null : tx.now}, version = version + 1
       WHERE id = ${ticket.id}::uuid`);
    const kind = reason === null ? 'let-go' : 'held';
    await appendEvent(tx, ticket.id, kind, { kind: 'AGENT', id: agentId }, reason === null ? {} : { reason });
    return { version: version + 1 };
  }, options);
}

/** A claim is taken back from the advertiser: nobody is reminded of it any more, and the ticket is on our own clock again (R21). */
import { inTransaction, sql } from '@/lib/foundation/db';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';
import { lockForChange } from '@/lib/tickets/lock-for-change';
import { takeBackFromAdvertiser } from '@/lib/tickets/with-advertiser';

type Withdrawal = { number: string; version: number; agentId: string };

/** Refused: `not-found`, `version-changed`, `being-decided`, `conflict`. */
export async function withdrawClaim(
  { number, version, agentId }: Withdrawal,
  options: { at?: Date } = {},
): Promise<{ version: number } | Refusal> {
  return inTransaction(async (tx) => {
    const ticket = await lockForChange(tx, number, version);
    if (isRefusal(ticket)) return ticket;
    const [claim] = await tx.query<{ id: string }>(sql`
      UPDATE recheck SET status = 'WITHDRAWN', closed_at = ${tx.now}
       WHERE ticket_id = ${ticket.id}::uuid AND status = 'ASKED' RETURNING id`);
    if (!claim || ticket.status !== 'WITH_ADVERTISER') {
      return refuse('conflict', 'The advertiser has nothing to answer here any more.', {
        details: { version, status: ticket.status },
      });
    }
    const agent = { kind: 'AGENT' as const, id: agentId };
    await takeBackFromAdvertiser(tx, ticket.id, 'recheck-withdrawn', { recheckId: claim.id }, agent);
    return { version: version + 1 };
  }, options);
}

/**
 * The deadline has passed in silence (R21). What then happens is agreed with each advertiser: an agent decides by what is at
 * hand, or the silence counts as a yes and the claims are confirmed as if it had been said.
 */
import { sql, type Tx } from '@/lib/foundation/db';
import { confirmByPortal } from '@/lib/rechecks/portal-confirmation';
import type { DeadlinePolicy } from '@/lib/rules/recheck-schedule';
import { AUTOMATION } from '@/lib/tickets/ticket-events';
import { lockTicketByNumber } from '@/lib/tickets/ticket-record';
import { takeBackFromAdvertiser } from '@/lib/tickets/with-advertiser';

type Expired = { id: string; advertiserId: string; policy: DeadlinePolicy };

export async function expireClaims(tx: Tx, { id, advertiserId, policy }: Expired): Promise<void> {
  const claims = await tx.query<{ number: string }>(sql`
    SELECT t.number FROM recheck r JOIN ticket t ON t.id = r.ticket_id
     WHERE r.request_id = ${id}::uuid AND r.status = 'ASKED' ORDER BY t.user_id, t.title_key, t.id`);
  for (const { number } of claims) {
    const ticket = (await lockTicketByNumber(tx, number))!;
    const [claim] = await tx.query<{ id: string }>(sql`
      UPDATE recheck SET status = 'EXPIRED', closed_at = ${tx.now}
       WHERE request_id = ${id}::uuid AND ticket_id = ${ticket.id}::uuid AND status = 'ASKED' RETURNING id`);
    // Answered or settled while we waited for the lock.
    if (!claim) continue;
    await takeBackFromAdvertiser(tx, ticket.id, 'recheck-expired', { policy }, AUTOMATION);
    if (policy === 'approve') {
      await confirmByPortal(tx, { recheckId: claim.id, advertiserId, ticket }, 'no answer by the deadline, as agreed');
    }
  }
}

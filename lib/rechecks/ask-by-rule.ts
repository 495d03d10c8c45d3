/**
 * Advertisers with the rule `with-proof` get what a user contests with a screenshot by itself (R21). Only what nobody is working
 * on: no agent has it, looks at it, or has done anything since it was contested; and once in a round, so that what came back
 * unanswered or was taken back is a person's.
 */
import { inTransaction, sql, type Tx } from '@/lib/foundation/db';
import { askWithin } from '@/lib/rechecks/ask-advertiser';
import { GONE_AFTER_MS } from '@/lib/tickets/presence';
import { AUTOMATION } from '@/lib/tickets/ticket-events';

const BATCH = 200;

/** Run every minute; two at once do not meet. Returns how many were sent. */
export async function askByRule(options: { at?: Date } = {}): Promise<number> {
  return inTransaction(async (tx) => {
    const numbers = await claimContested(tx);
    if (numbers.length === 0) return 0;
    const { asked } = await askWithin(tx, { numbers, question: null, actor: AUTOMATION, rule: 'with-proof' });
    return asked.length;
  }, options);
}

/** Those that have waited longest. */
async function claimContested(tx: Tx): Promise<string[]> {
  const gone = new Date(tx.now.getTime() - GONE_AFTER_MS);
  const rows = await tx.query<{ number: string }>(sql`
    SELECT t.number FROM ticket t JOIN offer o ON o.id = t.offer_id JOIN advertiser v ON v.id = o.advertiser_id
     WHERE t.status = 'ESCALATED' AND t.kind = 'missing-reward'
       AND v.recheck_rule = 'with-proof' AND v.recheck_email IS NOT NULL
       AND t.assignee_id IS NULL AND t.lead_at IS NULL AND t.second_wanted_at IS NULL AND t.held_at IS NULL
       AND t.deciding_until IS NULL AND t.snoozed_until IS NULL
       AND EXISTS (SELECT FROM screenshot WHERE ticket_id = t.id)
       AND EXISTS (SELECT FROM ticket_event WHERE ticket_id = t.id AND kind = 'escalated' AND actor_kind = 'USER')
       AND NOT EXISTS (SELECT FROM ticket_event WHERE ticket_id = t.id AND actor_kind = 'AGENT' AND at >= t.escalated_at)
       AND NOT EXISTS (SELECT FROM presence WHERE ticket_id = t.id AND seen_at > ${gone})
       AND NOT EXISTS (SELECT FROM recheck WHERE ticket_id = t.id AND round = t.round)
     ORDER BY t.escalated_at, t.id LIMIT ${BATCH} FOR UPDATE OF t SKIP LOCKED`);
  return rows.map(({ number }) => number);
}

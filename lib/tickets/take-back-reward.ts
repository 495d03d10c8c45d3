/** R22: the advertiser takes a completion back. The grant is reversed, the tickets about it keep the trace, the user is told. */
import { sql, type Tx } from '@/lib/foundation/db';
import { promiseEmails } from '@/lib/outbox/promise-email';
import { reverseGrant } from '@/lib/rewards/grant-reward';
import type { StepRecord, StepTerms } from '@/lib/rewards/step-records';
import { formatReward } from '@/lib/rules/reward-words';
import { AUTOMATION, appendEvent } from '@/lib/tickets/ticket-events';
import type { TicketRecord } from '@/lib/tickets/ticket-record';

/**
 * Of several transactions one may be taken back while others stand: the reward stays as long as one that could have
 * granted it says completed. A pending one, or one that is believed less than the one the grant rests on, keeps nothing.
 */
export async function takeBackUnlessProven(
  tx: Tx,
  record: StepRecord,
  tickets: readonly TicketRecord[],
  step: StepTerms,
): Promise<StepRecord> {
  const isProven = record.state === 'COMPLETED' && (record.trust === 'strong' || record.grantTrust !== 'strong');
  if (!record.grantId || record.reversedAt !== null || isProven) return record;
  const reversal = await readReversal(tx, record);
  if (!reversal) return record;
  await takeBack(tx, record.grantId, reversal, tickets, step);
  return { ...record, reversedAt: tx.now, reversalReason: reversal.reason };
}

type Reversal = { confirmationId: string; reason: string | null };

async function readReversal(tx: Tx, { userId, titleKey, taskKey }: StepRecord): Promise<Reversal | undefined> {
  const [reversal] = await tx.query<Reversal>(sql`
    SELECT id AS confirmation_id, reason FROM confirmation
     WHERE user_id = ${userId}::uuid AND title_key = ${titleKey} AND task_key = ${taskKey} AND state = 'RECONCILED'
     ORDER BY received_at DESC LIMIT 1`);
  return reversal;
}

async function takeBack(
  tx: Tx,
  grantId: string,
  reversal: Reversal,
  tickets: readonly TicketRecord[],
  step: StepTerms,
): Promise<void> {
  if (!(await reverseGrant(tx, grantId, reversal))) return;
  const { reason } = reversal;
  for (const ticket of tickets) await appendEvent(tx, ticket.id, 'reversed', AUTOMATION, { reason, task: step.name });
  const told = tickets.filter(({ validatedAt }) => validatedAt !== null);
  await promiseEmails(
    tx,
    told.map((ticket) => ({
      key: `reversed:${grantId}:${ticket.id}`,
      template: 'reward-reversed' as const,
      props: {
        ticketNumber: ticket.number,
        offerTitle: ticket.offerTitle,
        gameName: ticket.gameName,
        reward: formatReward(step.rewardAmount, ticket.currencyName, ticket.locale),
      },
      locale: ticket.locale,
      to: ticket.address,
      ticketId: ticket.id,
      userId: ticket.userId,
    })),
  );
}

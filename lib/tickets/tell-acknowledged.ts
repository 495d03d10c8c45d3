/** The publisher has acknowledged: users who have a ticket about it are told, once (R18). */
import { inTransaction, sql } from '@/lib/foundation/db';
import { promiseEmails } from '@/lib/outbox/promise-email';
import { formatReward } from '@/lib/rules/reward-words';

type Told = {
  ticketId: string;
  number: string;
  userId: string;
  address: string;
  locale: string;
  offerTitle: string;
  gameName: string;
  currencyName: string;
  rewardTotal: bigint;
};

/** Of these callbacks the rewards: a ticket is told when everything it claimed has been acknowledged. */
export async function tellAcknowledged(callbackIds: readonly string[], options: { at?: Date } = {}): Promise<number> {
  return inTransaction(async (tx) => {
    const tickets = await tx.query<Told>(sql`
      SELECT DISTINCT t.id AS ticket_id, t.number, t.user_id, t.address, t.locale, o.title AS offer_title,
             a.name AS game_name, a.currency_name, t.reward_total
        FROM callback cb
        JOIN reward_grant g ON g.id = cb.grant_id
        JOIN ticket_task tt ON tt.user_id = g.user_id AND tt.title_key = g.title_key AND tt.task_key = g.task_key
        JOIN ticket t ON t.id = tt.ticket_id AND t.status = 'APPROVED' AND t.validated_at IS NOT NULL
        JOIN offer o ON o.id = t.offer_id
        JOIN app a ON a.id = t.app_id
       WHERE cb.id = ANY(${callbackIds}::uuid[]) AND cb.kind = 'REWARD' AND cb.status = 'ACKNOWLEDGED'
         AND NOT EXISTS (
           SELECT FROM ticket_task other
             LEFT JOIN reward_grant og ON og.user_id = other.user_id AND og.title_key = other.title_key AND og.task_key = other.task_key
             LEFT JOIN callback oc ON oc.grant_id = og.id AND oc.kind = 'REWARD'
            WHERE other.ticket_id = t.id AND other.reward_amount > 0 AND oc.status IS DISTINCT FROM 'ACKNOWLEDGED')`);
    await promiseEmails(
      tx,
      tickets.map((ticket) => ({
        key: `sent:${ticket.ticketId}`,
        template: 'reward-sent' as const,
        props: {
          ticketNumber: ticket.number,
          offerTitle: ticket.offerTitle,
          gameName: ticket.gameName,
          reward: formatReward(ticket.rewardTotal, ticket.currencyName, ticket.locale),
        },
        locale: ticket.locale,
        to: ticket.address,
        ticketId: ticket.ticketId,
        userId: ticket.userId,
      })),
    );
    return tickets.length;
  }, options);
}

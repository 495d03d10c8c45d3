/** What a macro's variables stand for on one ticket, in the user's language. */
import { db, sql } from '@/lib/foundation/db';
import type { MacroValues } from '@/lib/rules/macro-variables';
import { formatReward } from '@/lib/rules/reward-words';

export type MacroTicket = {
  number: string;
  locale: string;
  rewardTotal: bigint;
  currencyName: string;
  offerTitle: string;
  gameName: string;
  externalUserId: string;
  tasks: readonly { name: string }[];
};

export function macroValues(ticket: MacroTicket, agent: { name: string }): MacroValues {
  return {
    'ticket.number': ticket.number,
    'ticket.reward': formatReward(ticket.rewardTotal, ticket.currencyName, ticket.locale),
    'ticket.steps': ticket.tasks.map(({ name }) => name).join(', '),
    'offer.title': ticket.offerTitle,
    'game.name': ticket.gameName,
    'user.id': ticket.externalUserId,
    'agent.firstName': agent.name.split(/\s+/)[0] ?? agent.name,
  };
}

/** Null when there is no such ticket. */
export async function readMacroTicket(number: string): Promise<MacroTicket | null> {
  const [ticket] = await db.query<MacroTicket>(sql`
    SELECT t.number, t.locale, t.reward_total, a.currency_name, o.title AS offer_title, a.name AS game_name,
           u.external_id AS external_user_id,
           (SELECT coalesce(jsonb_agg(jsonb_build_object('name', name) ORDER BY task_key), '[]')
              FROM ticket_task WHERE ticket_id = t.id) AS tasks
      FROM ticket t JOIN app a ON a.id = t.app_id JOIN offer o ON o.id = t.offer_id JOIN end_user u ON u.id = t.user_id
     WHERE t.number = ${number}`);
  return ticket ?? null;
}

/** What a macro's variables stand for on one ticket, in the user's language. */
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

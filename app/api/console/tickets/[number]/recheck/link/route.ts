/** The link that stands in the advertiser's letter: `act=revoke`, or `act=renew`. */
import { ticketDoor } from '@/app/api/console/tickets/ticket-door';
import { renewLink, revokeLink } from '@/lib/rechecks/replace-link';
import { refuse } from '@/lib/rules/refusal';

export const POST = ticketDoor(
  'rechecks:ask',
  ['box'],
  async (number, text, agent) => {
    const order = { number, agentId: agent.id };
    if (text('act') === 'revoke') return revokeLink(order);
    if (text('act') === 'renew') return renewLink(order);
    return refuse('malformed', 'Say whether the link is revoked or renewed.');
  },
  'recheck',
);

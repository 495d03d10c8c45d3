/** Sends an e-mail of this ticket again that did not arrive. */
import { isUuid, ticketDoor } from '@/app/api/console/tickets/ticket-door';
import { refuse } from '@/lib/rules/refusal';
import { sendAgain } from '@/lib/tickets/send-again';

/** `email`: its id. */
export const POST = ticketDoor('mail:handle', [], async (number, text, agent) => {
  const emailId = text('email');
  if (!isUuid(emailId)) return refuse('not-found', 'There is no such e-mail.');
  return sendAgain({ number, emailId, agentId: agent.id });
});

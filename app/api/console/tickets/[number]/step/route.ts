/** Corrects which step of the offer a ticket is about. */
import { ticketDoor, versionOf } from '@/app/api/console/tickets/ticket-door';
import { correctStep } from '@/lib/tickets/correct-step';

/** `from` and `to`: keys of the offer's steps. */
export const POST = ticketDoor(
  'tickets:override',
  [],
  (number, text, agent) =>
    correctStep({ number, version: versionOf(text), agentId: agent.id, from: text('from'), to: text('to') }),
  'more',
);

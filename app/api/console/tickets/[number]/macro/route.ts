/** Applies a macro to a ticket: everything it does, or nothing. */
import { ticketDoor, versionOf } from '@/app/api/console/tickets/ticket-door';
import { applyMacro } from '@/lib/tickets/apply-macro';

export const POST = ticketDoor('tickets:read', ['macro'], (number, text, agent) =>
  applyMacro({ number, version: versionOf(text), macroId: text('macro'), agent }),
);

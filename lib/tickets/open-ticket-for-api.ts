/** A ticket that an operator opens for a player: the rules of the form, whoever the player is. */
import { preferredLocale } from '@/lib/rules/locales';
import type { Refusal } from '@/lib/rules/refusal';
import { type OpenedTicket, openTicket } from '@/lib/tickets/open-ticket';
import type { TicketInput } from '@/lib/tickets/ticket-api-schema';

export async function openTicketForApi(
  { locale, ...form }: TicketInput,
  options: { at?: Date } = {},
): Promise<OpenedTicket | Refusal> {
  return openTicket(form, { userId: null, locale: preferredLocale(locale), source: 'API' }, options);
}

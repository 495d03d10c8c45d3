/** Where a decision, a question or a macro leads: to the next ticket, nowhere, or back to the list, as the agent likes it. */
import { listQuery, readListAddress } from '@/app/console/tickets/list-address';
import { getPreference } from '@/lib/accounts/preferences';

/** `from` is the query of the list that the ticket was opened from; `before` the ticket that was looked at before it. */
export function ticketPath(number: string, from: string, before = ''): string {
  const pairs = Object.entries({ from, before }).filter(([, value]) => value !== '');
  const query = new URLSearchParams(pairs).toString();
  return `/console/tickets/${number}${query && `?${query}`}`;
}

/** The list's query as we write it ourselves, whatever an address or a form says. */
export function readFrom(from: string): string {
  return from && listQuery(readListAddress(Object.fromEntries(new URLSearchParams(from.slice(0, 1_000)))));
}

/** `after` is what this form or macro wants, before what the agent likes in general. Without a list there is no next one. */
export async function afterDecision(number: string, typed: string, after: string, agentId: string): Promise<string> {
  const from = readFrom(typed);
  const likes = after === 'stay' || after === 'next' || after === 'list' ? after : null;
  const where = likes ?? (await getPreference(agentId, 'after-decision'));
  if (where === 'list') return `/console/tickets${from && `?${from}`}`;
  if (where === 'stay' || !from) return ticketPath(number, from);
  return `/api/console/tickets/${number}/next?${new URLSearchParams({ from })}`;
}

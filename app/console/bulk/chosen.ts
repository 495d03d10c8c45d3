/** Which tickets an address or a form means: those that are ticked, or all of the list. */
import type { BulkAction, BulkPayload } from '@/lib/rules/bulk';
import { isQueue } from '@/lib/rules/queues';
import { readTicketNumber } from '@/lib/rules/ticket-number';
import type { Chosen } from '@/lib/tickets/bulk-chosen';

type Given = { text: (name: string) => string; texts: (name: string) => string[] };

export function readChosen({ text, texts }: Given): Chosen {
  const q = text('q').trim();
  const asked = text('queue');
  if (text('all') === '1') return { queue: isQueue(asked) ? asked : 'all', q };
  return { numbers: texts('ticket').flatMap((typed) => readTicketNumber(typed) ?? []) };
}

/** The same as pairs, for hidden fields and addresses. */
export function chosenPairs(chosen: Chosen): [string, string][] {
  if ('numbers' in chosen) return chosen.numbers.map((number) => ['ticket', number]);
  return [
    ['all', '1'],
    ['queue', chosen.queue],
    ['q', chosen.q],
  ];
}

/** `typed`: what the fields of the order begin with. */
export function newBulkHref(action: BulkAction, chosen: Chosen, typed: BulkPayload = {}): string {
  return `/console/bulk/new?${new URLSearchParams([['action', action], ...chosenPairs(chosen), ...Object.entries(typed)])}`;
}

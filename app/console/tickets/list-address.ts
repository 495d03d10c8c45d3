/** The address of a list: everything about what is shown stands in it, so that it can be sent, saved and come back to. */
import { isQueue, orderOf, type Queue, type QueueOrder } from '@/lib/rules/queues';

type Parameters = Record<string, string | string[] | undefined>;
export type ListAddress = { queue: Queue; q: string; order: QueueOrder; cursor: string | null };

/** Without a queue a search looks through everything, and the first page of the desk is what is new. */
export function readListAddress(parameters: Parameters): ListAddress {
  const one = (name: string) => [parameters[name]].flat()[0] ?? '';
  const q = one('q').trim();
  const asked = one('queue');
  const queue = isQueue(asked) ? asked : q ? 'all' : 'new';
  return { queue, q, order: orderOf(queue, one('sort')), cursor: one('cursor') || null };
}

/** The part after the question mark, with what is as always left out. The page is left out too: a change starts anew. */
export function listQuery({ queue, q, order }: Omit<ListAddress, 'cursor'>): string {
  const pairs: [string, string][] = [
    ['queue', queue],
    ['q', q],
    ['sort', order === orderOf(queue, '') ? '' : order],
  ];
  return new URLSearchParams(pairs.filter(([, value]) => value !== '')).toString();
}

export function listHref(address: ListAddress, change: Partial<Omit<ListAddress, 'cursor'>> = {}): string {
  return `/console/tickets?${listQuery({ ...address, ...change })}`;
}

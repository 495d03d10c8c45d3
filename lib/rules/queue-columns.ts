/** What a line of a queue can show beside its number. An agent chooses; the order here is the order on the page. */
export const QUEUE_COLUMNS = [
  'offer',
  'value',
  'status',
  'deadline',
  'assignee',
  'signs',
  'advertiser',
  'app',
  'user',
  'opened',
  'tags',
] as const;
export type QueueColumn = (typeof QUEUE_COLUMNS)[number];

/** What a phone has no room for. */
export const WIDE_ONLY: readonly QueueColumn[] = ['assignee', 'advertiser', 'app', 'user', 'opened', 'tags'];

const USUAL: readonly QueueColumn[] = ['offer', 'value', 'status', 'deadline', 'assignee', 'signs'];

/** None chosen, or none that is known: the usual ones. */
export function columnsOf(chosen: readonly string[]): QueueColumn[] {
  const known = QUEUE_COLUMNS.filter((column) => chosen.includes(column));
  return known.length > 0 ? known : [...USUAL];
}

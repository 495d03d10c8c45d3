/** The agents' queues: the rail of the console, the addresses it links to, and what stands in each. */
import { TICKET_STATUSES, type TicketStatus, UNDER_REVIEW } from '@/lib/rules/ticket-states';

/** As they stand in the rail. Suspended mail has a page of its own. */
export const QUEUES = [
  'new',
  'mine',
  'due',
  'breached',
  'escalated',
  'with-advertiser',
  'answered',
  'delivery',
  'suspended',
  'sample',
  'all',
] as const;
export type RailQueue = (typeof QUEUES)[number];
/** Lists of tickets; those that are not in the rail are addresses. */
const LISTS = [...QUEUES, 'open', 'denied', 'approved'] as const;
export type Queue = Exclude<(typeof LISTS)[number], 'suspended'>;

/** Counting further would cost more than it says. */
export const COUNTED_UP_TO = 1_000;
/** "Due" begins this long before the target. */
export const DUE_SOON_MS = 4 * 3_600_000;

/** `failed`: the last failure first. `drawn`: the sample that has waited longest first. */
export type QueueOrder = 'due' | 'newest' | 'value' | 'decided' | 'failed' | 'drawn';
/** What sleeps, what stands still with its cluster, and what somebody has just decided and may take back. */
export type LeftOut = 'snoozed' | 'held' | 'deciding';

/** The review clock stands still while the advertiser is asked (R21), so those are neither due nor breached. */
const ON_OUR_CLOCK: readonly TicketStatus[] = ['OPEN', 'PENDING_CONFIRMATION', 'ESCALATED'];
const ANY: readonly QueueOrder[] = ['due', 'newest', 'value'];

/** The first order is the one without a word in the address. */
type QueueLine = { statuses: readonly TicketStatus[]; orders: readonly QueueOrder[]; leavesOut: readonly LeftOut[] };

export const QUEUE_TABLE: Record<Queue, QueueLine> = {
  new: { statuses: ['OPEN', 'PENDING_CONFIRMATION'], orders: ANY, leavesOut: ['snoozed', 'held', 'deciding'] },
  mine: { statuses: UNDER_REVIEW, orders: ANY, leavesOut: ['snoozed', 'deciding'] },
  due: { statuses: ON_OUR_CLOCK, orders: ANY, leavesOut: ['snoozed', 'held', 'deciding'] },
  // A promise that was broken stays in sight, whoever sleeps on it.
  breached: { statuses: ON_OUR_CLOCK, orders: ANY, leavesOut: ['deciding'] },
  escalated: { statuses: UNDER_REVIEW, orders: ANY, leavesOut: ['snoozed', 'deciding'] },
  'with-advertiser': { statuses: ['WITH_ADVERTISER'], orders: ANY, leavesOut: [] },
  answered: { statuses: UNDER_REVIEW, orders: ANY, leavesOut: ['snoozed', 'deciding'] },
  delivery: { statuses: [], orders: ['failed'], leavesOut: [] },
  sample: { statuses: [], orders: ['drawn'], leavesOut: [] },
  all: { statuses: TICKET_STATUSES, orders: ['newest', 'due', 'value'], leavesOut: [] },
  open: { statuses: UNDER_REVIEW, orders: ANY, leavesOut: [] },
  denied: { statuses: ['DENIED'], orders: ['decided', 'newest', 'value'], leavesOut: [] },
  approved: { statuses: ['APPROVED'], orders: ['decided', 'newest', 'value'], leavesOut: [] },
};

export function isQueue<Value>(value: Value): value is Value & Queue {
  return value !== 'suspended' && (LISTS as readonly unknown[]).includes(value);
}

/** What an address asks for, if this queue can be read in that order; else its own. */
export function orderOf(queue: Queue, asked: unknown): QueueOrder {
  const { orders } = QUEUE_TABLE[queue];
  return orders.find((order) => order === asked) ?? orders[0]!;
}

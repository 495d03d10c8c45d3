/** The agents' queues: the rail of the console, the addresses it links to, and what stands in each. */
import type { TicketStatus } from '@/lib/rules/ticket-states';
import { UNDER_REVIEW } from '@/lib/rules/ticket-states';

export const QUEUES = ['open', 'mine', 'due', 'breached', 'escalated', 'denied', 'approved', 'all'] as const;
export type Queue = (typeof QUEUES)[number];

/** Counting further would cost more than it says. */
export const COUNTED_UP_TO = 1_000;
/** "Due" begins this long before the target. */
export const DUE_SOON_MS = 4 * 3_600_000;

export type QueueOrder = 'due' | 'decided' | 'opened';

/** The review clock stands still while the advertiser is asked (R21), so those are neither due nor breached. */
const ON_OUR_CLOCK: readonly TicketStatus[] = ['OPEN', 'PENDING_CONFIRMATION', 'ESCALATED'];

export const QUEUE_TABLE: Record<Queue, { statuses: readonly TicketStatus[]; order: QueueOrder }> = {
  open: { statuses: UNDER_REVIEW, order: 'due' },
  mine: { statuses: UNDER_REVIEW, order: 'due' },
  due: { statuses: ON_OUR_CLOCK, order: 'due' },
  breached: { statuses: ON_OUR_CLOCK, order: 'due' },
  escalated: { statuses: ['ESCALATED', 'WITH_ADVERTISER'], order: 'due' },
  denied: { statuses: ['DENIED'], order: 'decided' },
  approved: { statuses: ['APPROVED'], order: 'decided' },
  all: { statuses: [], order: 'opened' },
};

export function isQueue(value: unknown): value is Queue {
  return (QUEUES as readonly unknown[]).includes(value);
}

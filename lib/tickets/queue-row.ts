/** A line of a queue: readable without opening the ticket. */
import { sql } from '@/lib/foundation/db';
import type { TicketStatus } from '@/lib/rules/ticket-states';
import { UNREAD } from '@/lib/tickets/search-tickets';

export type QueueRow = {
  id: string;
  number: string;
  status: TicketStatus;
  version: number;
  kind: string;
  offerTitle: string;
  advertiserName: string;
  appName: string;
  externalUserId: string;
  address: string;
  /** The names of the missing steps. */
  steps: string[];
  valueMicros: bigint;
  openedAt: Date;
  dueAt: Date | null;
  breachAt: Date | null;
  decidedAt: Date | null;
  assigneeId: string | null;
  assigneeName: string | null;
  screenshots: number;
  round: number;
  tags: string[];
  snoozedUntil: Date | null;
  heldReason: string | null;
  userRepliedAt: Date | null;
  /** The user spoke after the last thing an agent did. */
  unread: boolean;
  /** That could not be delivered. */
  failedEmails: number;
  failedCallbacks: number;
};

/** Steps in the order of the offer; of a `ticket_task` inside a statement whose ticket is `t`. */
export const TASK_POSITION = sql`(SELECT position FROM task WHERE offer_id = t.offer_id AND key = task_key), task_key`;

export const QUEUE_ROW_COLUMNS = sql`
  t.id, t.number, t.status, t.version, t.kind, t.value_micros, t.opened_at, t.due_at, t.breach_at, t.decided_at, t.assignee_id, t.round,
  t.tags, t.snoozed_until, t.held_reason, t.user_replied_at, ${UNREAD} AS unread,
  o.title AS offer_title, v.name AS advertiser_name, a.name AS app_name, u.external_id AS external_user_id, t.address,
  g.name AS assignee_name, steps.names AS steps, proof.screenshots,
  coalesce(d.emails, 0) AS failed_emails, coalesce(d.callbacks, 0) AS failed_callbacks`;

export const QUEUE_ROW_JOINS = sql`
  JOIN offer o ON o.id = t.offer_id
  JOIN advertiser v ON v.id = o.advertiser_id
  JOIN app a ON a.id = t.app_id
  JOIN end_user u ON u.id = t.user_id
  LEFT JOIN agent g ON g.id = t.assignee_id
  LEFT JOIN delivery_problem d ON d.ticket_id = t.id
  CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(name ORDER BY ${TASK_POSITION}), '{}') AS names FROM ticket_task WHERE ticket_id = t.id) AS steps
  CROSS JOIN LATERAL (SELECT count(*)::int AS screenshots FROM screenshot WHERE ticket_id = t.id) AS proof`;

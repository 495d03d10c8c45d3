/** A line of a queue: readable without opening the ticket. */
import { sql } from '@/lib/foundation/db';
import type { TicketStatus } from '@/lib/rules/ticket-states';
import { ADVERTISER_CALENDAR, type StoredCalendar } from '@/lib/tickets/advertiser-wait';
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
  /** Why the last e-mail did not arrive, in the other server's words. */
  mailFailure: string | null;
  /** While the advertiser is asked: what its days are counted by. */
  asked: StoredCalendar | null;
};

/** Steps in the order of the offer; of a `ticket_task` inside a statement whose ticket is `t`. */
export const TASK_POSITION = sql`(SELECT position FROM task WHERE offer_id = t.offer_id AND key = task_key), task_key`;

/** Of `ticket t`. Looked up one by one: a page is fifty rows, and finding the best order of so many joins takes longer. */
export const QUEUE_ROW_COLUMNS = sql`
  t.id, t.number, t.status, t.version, t.kind, t.value_micros, t.opened_at, t.due_at, t.breach_at, t.decided_at, t.assignee_id,
  t.round, t.tags, t.snoozed_until, t.held_reason, t.user_replied_at, t.address, ${UNREAD} AS unread,
  (SELECT title FROM offer WHERE id = t.offer_id) AS offer_title,
  (SELECT name FROM advertiser WHERE id = (SELECT advertiser_id FROM offer WHERE id = t.offer_id)) AS advertiser_name,
  (SELECT name FROM app WHERE id = t.app_id) AS app_name,
  (SELECT external_id FROM end_user WHERE id = t.user_id) AS external_user_id,
  (SELECT name FROM agent WHERE id = t.assignee_id) AS assignee_name,
  (SELECT coalesce(array_agg(name ORDER BY ${TASK_POSITION}), '{}') FROM ticket_task WHERE ticket_id = t.id) AS steps,
  (SELECT count(*)::int FROM screenshot WHERE ticket_id = t.id) AS screenshots,
  coalesce((SELECT emails FROM delivery_problem WHERE ticket_id = t.id), 0) AS failed_emails,
  coalesce((SELECT callbacks FROM delivery_problem WHERE ticket_id = t.id), 0) AS failed_callbacks,
  (SELECT left(coalesce(m.bounce, m.last_reason), 120) FROM delivery_problem p JOIN email m ON m.ticket_id = p.ticket_id
    WHERE p.ticket_id = t.id AND p.emails > 0 AND m.status = 'FAILED' AND m.resent_at IS NULL
    ORDER BY m.failed_at DESC NULLS LAST LIMIT 1) AS mail_failure,
  CASE WHEN t.status = 'WITH_ADVERTISER' THEN ${ADVERTISER_CALENDAR} END AS asked`;

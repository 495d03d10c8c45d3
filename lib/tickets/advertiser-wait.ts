/** "With the advertiser, day 4 of 10": how far a ticket is with its advertiser, for its user, the queues and the API (R21). */
import { db, sql } from '@/lib/foundation/db';
import type { BusinessCalendar } from '@/lib/rules/business-days';
import { type DeadlinePolicy, RECHECK_TARGET_DAYS, recheckDay } from '@/lib/rules/recheck-schedule';

export type AdvertiserWait = {
  /** Business days of the advertiser that have begun. */
  day: number;
  of: number;
  askedAt: Date;
  targetAt: Date;
  breachAt: Date;
  /** What silence means. */
  policy: DeadlinePolicy;
};

/** Of the open question about `ticket t`, as JSON; null when there is none. */
export const ADVERTISER_CALENDAR = sql`
  (SELECT jsonb_build_object('startsAt', coalesce(q.sent_at, q.gather_until, r.asked_at), 'timeZone', v.time_zone,
                             'holidays', v.holidays::text[])
     FROM recheck r JOIN advertiser v ON v.id = r.advertiser_id LEFT JOIN recheck_request q ON q.id = r.request_id
    WHERE r.ticket_id = t.id AND r.status = 'ASKED')`;

export type StoredCalendar = BusinessCalendar & { startsAt: string };

export function advertiserDay(calendar: StoredCalendar, now: Date): number {
  return recheckDay(new Date(calendar.startsAt), now, calendar);
}

/** Null when nobody is asked. */
export async function readAdvertiserWait(ticketId: string, now: Date): Promise<AdvertiserWait | null> {
  const [row] = await db.query<Omit<AdvertiserWait, 'day' | 'of'> & { calendar: StoredCalendar }>(sql`
    SELECT r.asked_at, r.target_at, r.breach_at, v.deadline_policy AS policy, ${ADVERTISER_CALENDAR} AS calendar
      FROM ticket t JOIN recheck r ON r.ticket_id = t.id AND r.status = 'ASKED' JOIN advertiser v ON v.id = r.advertiser_id
     WHERE t.id = ${ticketId}::uuid AND t.status = 'WITH_ADVERTISER'`);
  if (!row) return null;
  const { calendar, ...wait } = row;
  return { ...wait, day: advertiserDay(calendar, now), of: RECHECK_TARGET_DAYS };
}

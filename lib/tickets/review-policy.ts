/** The review policy as it stands in the settings, with its calendar; a missing one is R20's. */
import { db, type Runner, sql } from '@/lib/foundation/db';
import { DEFAULT_REVIEW, type PolicyCalendar, type ReviewPolicy } from '@/lib/rules/review-policy';

type Row = {
  value: Partial<Omit<ReviewPolicy, 'calendar'>>;
  calendar: PolicyCalendar | null;
};

/** `reviewClock` = { "targetHours": 24, "breachHours": 48, "pauseForUser": false, "calendarId": null }. */
export async function readReviewPolicy(runner: Runner = db): Promise<ReviewPolicy> {
  const [row] = await runner.query<Row>(sql`
    SELECT s.value, CASE WHEN c.id IS NOT NULL THEN jsonb_build_object(
             'id', c.id, 'name', c.name, 'version', c.version, 'timeZone', c.time_zone, 'week', c.week,
             'holidays', (SELECT coalesce(jsonb_agg(h.date ORDER BY h.date), '[]') FROM calendar_holiday h WHERE h.calendar_id = c.id)
           ) END AS calendar
      FROM setting s LEFT JOIN calendar c ON c.id = (s.value->>'calendarId')::uuid WHERE s.key = 'reviewClock'`);
  if (!row) return DEFAULT_REVIEW;
  const { targetHours, breachHours, pauseForUser } = { ...DEFAULT_REVIEW, ...row.value };
  return { targetHours, breachHours, pauseForUser, calendar: row.calendar };
}

/** The calendars that deadlines are counted by, for the pages that show and change them. */
import { db, type Runner, sql } from '@/lib/foundation/db';
import type { Holiday } from '@/lib/rules/holidays-ics';
import type { Span } from '@/lib/rules/working-hours';

export type Calendar = {
  id: string;
  name: string;
  timeZone: string;
  week: Span[][];
  version: number;
  holidays: Holiday[];
  /** The review policy counts by it. */
  used: boolean;
};

export async function listCalendars(): Promise<Calendar[]> {
  return db.query<Calendar>(sql`${CALENDARS} ORDER BY c.name`);
}

export async function readCalendar(id: string, runner: Runner = db): Promise<Calendar | null> {
  if (!UUID.test(id)) return null;
  const [calendar] = await runner.query<Calendar>(sql`${CALENDARS} WHERE c.id = ${id}::uuid`);
  return calendar ?? null;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const CALENDARS = sql`
  SELECT c.id, c.name, c.time_zone, c.week, c.version,
         (SELECT coalesce(jsonb_agg(jsonb_build_object('date', h.date, 'name', h.name) ORDER BY h.date), '[]')
            FROM calendar_holiday h WHERE h.calendar_id = c.id) AS holidays,
         EXISTS (SELECT FROM setting s WHERE s.key = 'reviewClock' AND s.value->>'calendarId' = c.id::text) AS used
    FROM calendar c`;

export type AdvertiserCalendar = { key: string; name: string; timeZone: string; holidays: string[] };

export async function listAdvertiserCalendars(): Promise<AdvertiserCalendar[]> {
  return db.query<AdvertiserCalendar>(
    sql`SELECT key, name, time_zone, holidays::text[] AS holidays FROM advertiser ORDER BY name, key LIMIT 500`,
  );
}

export async function readAdvertiserCalendar(key: string, runner: Runner = db): Promise<AdvertiserCalendar | null> {
  const [found] = await runner.query<AdvertiserCalendar>(
    sql`SELECT key, name, time_zone, holidays::text[] AS holidays FROM advertiser WHERE key = ${key}`,
  );
  return found ?? null;
}

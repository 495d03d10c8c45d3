/**
 * Makes, changes and removes a calendar. Clocks that run keep the version they were started with; the next ones use the new
 * one. What the review policy counts by is neither removed nor changed into hours that it could not be kept in.
 */
import { type Actor, auditChange } from '@/lib/foundation/audit';
import { inTransaction, sql, type Tx } from '@/lib/foundation/db';
import { changedMeanwhile } from '@/lib/offers/changed-meanwhile';
import type { CalendarInput } from '@/lib/rules/calendar-form';
import type { Holiday } from '@/lib/rules/holidays-ics';
import { type Refusal, refuse } from '@/lib/rules/refusal';
import { isWithinReach } from '@/lib/rules/review-policy';
import { type Calendar, readCalendar } from '@/lib/tickets/calendars';
import { readReviewPolicy } from '@/lib/tickets/review-policy';

/** Refused: `conflict` when the name is taken. */
export async function addCalendar(input: CalendarInput, actor: Actor): Promise<{ id: string } | Refusal> {
  return inTransaction(async (tx) => {
    const [made] = await tx.query<{ id: string }>(sql`
      INSERT INTO calendar (name, time_zone, week, created_at, changed_at)
      VALUES (${input.name}, ${input.timeZone}, ${JSON.stringify(input.week)}::jsonb, ${tx.now}, ${tx.now})
      ON CONFLICT (name) DO NOTHING RETURNING id`);
    if (!made) return taken();
    await writeHolidays(tx, made.id, input.holidays);
    const subject = subjectOf(made.id);
    await auditChange(tx, actor, { action: 'add-calendar', subject, before: null, after: input });
    return made;
  });
}

type Look = { id: string; version: number; actor: Actor };

/** Refused: `not-found`, `version-changed`, `conflict` (name), `malformed` (the policy could not be kept in these hours). */
export async function changeCalendar(look: Look, input: CalendarInput): Promise<{ version: number } | Refusal> {
  return inTransaction(async (tx) => {
    const before = await lockCalendar(tx, look.id);
    if (!before) return refuse('not-found', 'There is no such calendar.');
    const subject = subjectOf(before.id);
    if (before.version !== look.version)
      return changedMeanwhile(tx, { subject, version: before.version, what: 'calendar' });
    if (before.used) {
      const policy = await readReviewPolicy(tx);
      const calendar = { ...before, ...input, holidays: input.holidays.map(({ date }) => date) };
      if (!isWithinReach({ ...policy, calendar }, tx.now)) return tooSeldomOpen();
    }
    const [twin] = await tx.query(sql`SELECT 1 FROM calendar WHERE name = ${input.name} AND id <> ${before.id}::uuid`);
    if (twin) return taken();
    await tx.execute(sql`
      UPDATE calendar SET name = ${input.name}, time_zone = ${input.timeZone}, week = ${JSON.stringify(input.week)}::jsonb,
             version = version + 1, changed_at = ${tx.now} WHERE id = ${before.id}::uuid`);
    await writeHolidays(tx, before.id, input.holidays);
    const { name, timeZone, week, holidays } = before;
    const change = { before: { name, timeZone, week, holidays }, after: input };
    await auditChange(tx, look.actor, { action: 'change-calendar', subject, ...change });
    return { version: before.version + 1 };
  });
}

/** Refused: `not-found`, `conflict` while the review policy counts by it. */
export async function removeCalendar(id: string, actor: Actor): Promise<Refusal | null> {
  return inTransaction(async (tx) => {
    const before = await lockCalendar(tx, id);
    if (!before) return refuse('not-found', 'There is no such calendar.');
    if (before.used) {
      return refuse('conflict', 'The review policy counts by this calendar.', { details: { faults: { id: 'used' } } });
    }
    await tx.execute(sql`DELETE FROM calendar WHERE id = ${id}::uuid`);
    const { name, timeZone, week, holidays } = before;
    const change = { before: { name, timeZone, week, holidays }, after: {} };
    await auditChange(tx, actor, { action: 'remove-calendar', subject: subjectOf(id), ...change });
    return null;
  });
}

/** One lock for all: the policy names one of them, and both must fit each other. */
export async function lockCalendar(tx: Tx, id: string): Promise<Calendar | null> {
  await tx.execute(sql`SELECT pg_advisory_xact_lock(hashtext('calendars'))`);
  return readCalendar(id, tx);
}

export async function writeHolidays(tx: Tx, id: string, holidays: readonly Holiday[]): Promise<void> {
  await tx.execute(sql`DELETE FROM calendar_holiday WHERE calendar_id = ${id}::uuid`);
  await tx.execute(sql`
    INSERT INTO calendar_holiday (calendar_id, date, name)
    SELECT ${id}::uuid, date, name FROM jsonb_to_recordset(${JSON.stringify(holidays)}::jsonb) AS given(date date, name text)`);
}

export function subjectOf(id: string): string {
  return `calendar:${id}`;
}

function taken(): Refusal {
  return refuse('conflict', 'There is a calendar of this name.', { details: { faults: { name: 'taken' } } });
}

export function tooSeldomOpen(): Refusal {
  return refuse('malformed', 'In these hours the deadlines would lie more than 60 days ahead.', {
    details: { faults: { week: 'seldom' } },
  });
}

/**
 * Holidays from a file, for a calendar of ours or an advertiser's (R21), in two steps: read and kept aside to be looked at,
 * then taken over or dropped. Taking over adds to what is there and removes nothing.
 */
import { type Actor, auditChange } from '@/lib/foundation/audit';
import { db, inTransaction, sql, type Tx } from '@/lib/foundation/db';
import { MOST_CALENDAR_HOLIDAYS } from '@/lib/rules/calendar-form';
import { type Holiday, readHolidays } from '@/lib/rules/holidays-ics';
import { type Refusal, refuse } from '@/lib/rules/refusal';
import { readAdvertiserCalendar } from '@/lib/tickets/calendars';
import { lockCalendar, writeHolidays } from '@/lib/tickets/save-calendar';

/** `key` is a calendar's id or an advertiser's key. */
export type ImportTarget = { kind: 'calendar' | 'advertiser'; key: string };

export type HolidayPreview = { holidays: Holiday[]; ignored: number };

export function isImportKind(text: string): text is ImportTarget['kind'] {
  return text === 'calendar' || text === 'advertiser';
}

/** Refused: `not-found`, and whatever the file is refused with. */
export async function previewHolidays(target: ImportTarget, text: string, agentId: string): Promise<Refusal | null> {
  return inTransaction(async (tx) => {
    if (!(await readTarget(tx, target))) return notFound();
    const read = readHolidays(text, tx.now);
    if ('refused' in read) return read;
    await tx.execute(sql`
      INSERT INTO holiday_import (subject, holidays, ignored, agent_id, created_at)
      VALUES (${subjectOf(target)}, ${JSON.stringify(read.holidays)}::jsonb, ${read.ignored}, ${agentId}::uuid, ${tx.now})
      ON CONFLICT (subject) DO UPDATE SET holidays = excluded.holidays, ignored = excluded.ignored,
        agent_id = excluded.agent_id, created_at = excluded.created_at`);
    return null;
  });
}

export async function readPreview(target: ImportTarget): Promise<HolidayPreview | null> {
  const [found] = await db.query<HolidayPreview>(
    sql`SELECT holidays, ignored FROM holiday_import WHERE subject = ${subjectOf(target)}`,
  );
  return found ?? null;
}

/** Refused: `not-found` when nothing is kept aside any more, `too-large` beyond 1,000 holidays. */
export async function takeHolidays(target: ImportTarget, actor: Actor): Promise<{ added: number } | Refusal> {
  return inTransaction(async (tx) => {
    const there = await readTarget(tx, target);
    const [kept] = await tx.query<{ holidays: Holiday[] }>(
      sql`DELETE FROM holiday_import WHERE subject = ${subjectOf(target)} RETURNING holidays`,
    );
    if (!there || !kept) return notFound();
    const known = new Set(there.map(({ date }) => date));
    const added = kept.holidays.filter(({ date }) => !known.has(date));
    const all = [...there, ...added].sort((a, b) => (a.date < b.date ? -1 : 1));
    if (all.length > MOST_CALENDAR_HOLIDAYS) {
      return refuse('too-large', `A calendar holds ${MOST_CALENDAR_HOLIDAYS} holidays.`, {
        details: { faults: { ics: 'too-many' } },
      });
    }
    if (added.length > 0) await writeAll(tx, target, all);
    const change = { before: { holidays: there }, after: { holidays: all } };
    await auditChange(tx, actor, { action: 'import-holidays', subject: subjectOf(target), ...change });
    return { added: added.length };
  });
}

export async function dropHolidays(target: ImportTarget): Promise<void> {
  await db.execute(sql`DELETE FROM holiday_import WHERE subject = ${subjectOf(target)}`);
}

function subjectOf({ kind, key }: ImportTarget): string {
  return `${kind}:${key}`;
}

function notFound(): Refusal {
  return refuse('not-found', 'There is nothing here any more to take over.');
}

/** Its holidays, under the lock that changes of it wait for. An advertiser's have dates alone. */
async function readTarget(tx: Tx, { kind, key }: ImportTarget): Promise<Holiday[] | null> {
  if (kind === 'calendar') return (await lockCalendar(tx, key))?.holidays ?? null;
  await tx.execute(sql`SELECT FROM advertiser WHERE key = ${key} FOR NO KEY UPDATE`);
  const found = await readAdvertiserCalendar(key, tx);
  return found?.holidays.map((date) => ({ date, name: date })) ?? null;
}

async function writeAll(tx: Tx, { kind, key }: ImportTarget, holidays: readonly Holiday[]): Promise<void> {
  if (kind === 'advertiser') {
    const dates = holidays.map(({ date }) => date);
    await tx.execute(sql`UPDATE advertiser SET holidays = ${dates}::date[] WHERE key = ${key}`);
    return;
  }
  await writeHolidays(tx, key, holidays);
  await tx.execute(sql`UPDATE calendar SET version = version + 1, changed_at = ${tx.now} WHERE id = ${key}::uuid`);
}

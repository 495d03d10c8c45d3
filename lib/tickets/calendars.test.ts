import { randomUUID } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { aCast, aClick, anOffer, aTicket, aUser, HOUR } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { db, sql } from '@/lib/foundation/db';
import type { CalendarInput } from '@/lib/rules/calendar-form';
import { isRefusal } from '@/lib/rules/refusal';
import { readCalendar } from '@/lib/tickets/calendars';
import { dropHolidays, previewHolidays, readPreview, takeHolidays } from '@/lib/tickets/import-holidays';
import { recountClocks } from '@/lib/tickets/recount-clocks';
import { readReviewPolicy } from '@/lib/tickets/review-policy';
import { addCalendar, changeCalendar, removeCalendar } from '@/lib/tickets/save-calendar';
import { setReviewPolicy } from '@/lib/tickets/set-review-policy';

await freshDatabase();
const cast = await aCast();
const [agent] = await db.query<{ id: string }>(
  sql`INSERT INTO agent (email, name, role) VALUES ('lead@makegood.example', 'Lea', 'lead') RETURNING id`,
);
const agentId = agent!.id;
const actor = { kind: 'AGENT', id: agentId } as const;
const office = { from: 540, to: 1020 };
const anInput = (more: Partial<CalendarInput> = {}): CalendarInput => ({
  name: `Office ${randomUUID().slice(0, 8)}`,
  timeZone: 'UTC',
  week: [[office], [office], [office], [office], [office], [], []],
  holidays: [{ date: '2026-12-25', name: 'Christmas' }],
  ...more,
});

async function aCalendar(more: Partial<CalendarInput> = {}): Promise<string> {
  const made = await addCalendar(anInput(more), actor);
  if (isRefusal(made)) throw new Error(made.message);
  return made.id;
}
const policy = (more: object = {}) => ({
  targetHours: 24,
  breachHours: 48,
  pauseForUser: false,
  calendarId: null as string | null,
  ...more,
});

afterEach(() => db.execute(sql`DELETE FROM setting WHERE key = 'reviewClock'`));

test('a calendar is kept as it was given, under a name of its own, on record', async () => {
  const input = anInput();
  const id = await aCalendar(input);
  expect(await readCalendar(id)).toEqual({ id, ...input, version: 1, used: false });
  expect(await addCalendar(input, actor)).toMatchObject({ refused: 'conflict' });
  const audit = await db.query(
    sql`SELECT 1 FROM audit_entry WHERE subject = ${`calendar:${id}`} AND action = 'add-calendar'`,
  );
  expect(audit).toHaveLength(1);
});

test('of two who change a calendar at once the second is told', async () => {
  const id = await aCalendar();
  const change = (timeZone: string) => changeCalendar({ id, version: 1, actor }, anInput({ timeZone }));
  const results = await Promise.all([change('Europe/Berlin'), change('Asia/Tokyo')]);
  expect(results.filter((result) => 'version' in result)).toEqual([{ version: 2 }]);
  expect(results.filter(isRefusal)).toMatchObject([{ refused: 'version-changed' }]);
});

test('the review policy counts by a calendar, and that one cannot be removed', async () => {
  const id = await aCalendar();
  expect(await setReviewPolicy(policy({ calendarId: id }), actor)).toBeNull();
  expect(await readReviewPolicy()).toMatchObject({
    targetHours: 24,
    calendar: { id, holidays: ['2026-12-25'], version: 1 },
  });
  expect(await removeCalendar(id, actor)).toMatchObject({ refused: 'conflict' });
  await setReviewPolicy(policy(), actor);
  expect(await removeCalendar(id, actor)).toBeNull();
  expect(await readCalendar(id)).toBeNull();
});

test('hours are whole, from 1 to 720, and the limit is not before the goal', async () => {
  for (const [targetHours, breachHours] of [
    [1, 1],
    [24, 720],
  ]) {
    expect(await setReviewPolicy(policy({ targetHours, breachHours }), actor)).toBeNull();
  }
  for (const [targetHours, breachHours] of [
    [0, 1],
    [1, 721],
    [1.5, 2],
    [24, 23],
  ]) {
    expect(await setReviewPolicy(policy({ targetHours, breachHours }), actor)).toMatchObject({ refused: 'malformed' });
  }
  expect(await setReviewPolicy(policy({ calendarId: randomUUID() }), actor)).toMatchObject({ refused: 'malformed' });
});

test('hours in which the deadlines could never be kept are refused, from either side', async () => {
  const seldom: CalendarInput['week'] = [[{ from: 0, to: 30 }], [], [], [], [], [], []];
  const id = await aCalendar({ week: seldom });
  expect(await setReviewPolicy(policy({ calendarId: id }), actor)).toMatchObject({ refused: 'malformed' });
  const used = await aCalendar();
  await setReviewPolicy(policy({ calendarId: used }), actor);
  expect(await changeCalendar({ id: used, version: 1, actor }, anInput({ week: seldom }))).toMatchObject({
    refused: 'malformed',
    details: { faults: { week: 'seldom' } },
  });
});

const ics = (...days: string[]) =>
  `BEGIN:VCALENDAR\nVERSION:2.0\n${days
    .map(
      (day) =>
        `BEGIN:VEVENT\nUID:${day}\nDTSTART;VALUE=DATE:${day}\nSUMMARY:Day ${day}\nRRULE:FREQ=YEARLY\nEND:VEVENT\n`,
    )
    .join('')}END:VCALENDAR`;

test('holidays from a file are looked at first, and then added to those that are there', async () => {
  const key = await aCalendar();
  const target = { kind: 'calendar', key } as const;
  expect(await previewHolidays(target, ics('20201225', '20200501'), agentId)).toBeNull();
  expect((await readCalendar(key))!.holidays).toHaveLength(1);
  const { holidays } = (await readPreview(target))!;
  const added = await takeHolidays(target, actor);
  expect(added).toEqual({ added: holidays.filter(({ date }) => date !== '2026-12-25').length });
  const after = (await readCalendar(key))!;
  expect(after.version).toBe(2);
  expect(after.holidays).toContainEqual({ date: '2026-12-25', name: 'Christmas' });
  expect(await readPreview(target)).toBeNull();
  expect(await takeHolidays(target, actor)).toMatchObject({ refused: 'not-found' });
});

test('two who take the same file over at once add it once', async () => {
  const target = { kind: 'calendar', key: await aCalendar() } as const;
  await previewHolidays(target, ics('20200501'), agentId);
  const results = await Promise.all([takeHolidays(target, actor), takeHolidays(target, actor)]);
  expect(results.filter(isRefusal)).toHaveLength(1);
});

test('a file that is none, or is dropped, changes nothing', async () => {
  const target = { kind: 'calendar', key: await aCalendar() } as const;
  expect(await previewHolidays(target, 'hello', agentId)).toMatchObject({ refused: 'malformed' });
  await previewHolidays(target, ics('20200501'), agentId);
  await dropHolidays(target);
  expect(await readPreview(target)).toBeNull();
  expect(await readCalendar(target.key)).toMatchObject({ version: 1 });
  const nobody = { kind: 'advertiser', key: 'nobody' } as const;
  expect(await previewHolidays(nobody, ics('20200501'), agentId)).toMatchObject({ refused: 'not-found' });
});

test('an advertiser’s holidays come from a file as well', async () => {
  const [{ key }] = (await db.query<{ key: string }>(sql`SELECT key FROM advertiser LIMIT 1`)) as [{ key: string }];
  const target = { kind: 'advertiser', key } as const;
  await previewHolidays(target, ics('20200501'), agentId);
  const { holidays } = (await readPreview(target))!;
  await takeHolidays(target, actor);
  const [row] = await db.query<{ holidays: string[] }>(
    sql`SELECT holidays::text[] AS holidays FROM advertiser WHERE key = ${key}`,
  );
  expect(row!.holidays).toEqual(holidays.map(({ date }) => date));
});

test('clocks that run are counted again only when a lead asks, and what is late stays late', async () => {
  const ticket = async () => {
    const userId = await aUser(cast);
    const offer = await anOffer(cast, { tasks: [{ key: 'level-10', payoutMicros: 12_000_000n }] });
    const { number } = await aTicket(userId, await aClick(userId, offer));
    return number;
  };
  const [running, late] = [await ticket(), await ticket()];
  await db.execute(sql`
    UPDATE clock SET started_at = started_at - interval '30 hours', target_at = target_at - interval '30 hours',
           breach_at = breach_at - interval '30 hours' WHERE ticket_id = (SELECT id FROM ticket WHERE number = ${late})`);
  const dates = async (number: string) =>
    (
      await db.query<{ startedAt: Date; targetAt: Date; dueAt: Date }>(sql`
        SELECT c.started_at, c.target_at, t.due_at FROM clock c JOIN ticket t ON t.id = c.ticket_id WHERE t.number = ${number}`)
    )[0]!;
  const [before, lateBefore] = [await dates(running), await dates(late)];
  await setReviewPolicy(policy({ targetHours: 12 }), actor, { recount: true });
  const jobs = await db.query(sql`SELECT 1 FROM graphile_worker.jobs WHERE task_identifier = 'recount-clocks'`);
  expect(jobs).toHaveLength(1);
  expect(await dates(running)).toEqual(before);
  expect(await recountClocks()).toBe(1);
  const target = new Date(before.startedAt.getTime() + 12 * HOUR);
  expect(await dates(running)).toMatchObject({ targetAt: target, dueAt: target });
  expect(await dates(late)).toEqual(lateBefore);
});

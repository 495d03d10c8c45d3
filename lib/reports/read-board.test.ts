/** The board of advertisers, against rows that were counted by hand. */
import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { aCast, aClick, anOffer, aUser, type Cast } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { db, sql } from '@/lib/foundation/db';
import { FEWEST, readAdvertisers, readSources } from '@/lib/reports/read-board';
import { CELL_COUNT, CELLS } from '@/lib/rules/figures';
import { LENGTHS_MS } from '@/lib/rules/lengths';
import { RECHECK_ANSWERS, type RecheckAnswer } from '@/lib/rules/recheck-answer';
import { grainOf, readReportQuery } from '@/lib/rules/report-query';
import { ticketNumber } from '@/lib/rules/ticket-number';

// Tallies, claims and tickets are written here as rows.
await freshDatabase({
  except: ['a queued ticket under review has one review clock that is not over, at rest while the advertiser has it'],
});

const HOUR = 3_600_000;
const TODAY = '2026-11-21';
const NOON = new Date(`${TODAY}T12:00:00Z`);
const WEEK = readReportQuery({ period: '7d' }, TODAY);
const NIL = '00000000-0000-0000-0000-000000000000';

beforeEach(async () => {
  await db.execute(sql`TRUNCATE recheck, report_day, delay_day, receipt_hour, ticket, advertiser CASCADE`);
  await db.execute(sql`DELETE FROM setting WHERE key = 'reports'`);
});

async function integrationOf({ integrationKey }: Cast): Promise<string> {
  const [row] = await db.query<{ id: string }>(sql`SELECT id FROM integration WHERE key = ${integrationKey}`);
  return row!.id;
}

/** So many confirmations of a day, each this long after its click (the class of LENGTHS_MS). */
async function delays(cast: Cast, day: string, part: number, count: number): Promise<void> {
  await db.execute(sql`
    INSERT INTO delay_day (integration_id, day, part, count)
    VALUES (${await integrationOf(cast)}::uuid, ${day}::date, ${part}, ${count})`);
}

async function tally(
  cast: Cast,
  day: string,
  given: { denied?: number; takenBack?: number; open?: number },
): Promise<void> {
  const counts = Array<number>(CELL_COUNT).fill(0);
  counts[CELLS.denied] = given.denied ?? 0;
  counts[CELLS.overturned] = given.takenBack ?? 0;
  await db.execute(sql`
    INSERT INTO report_day (grain, app_id, advertiser_id, offer_id, agent_id, day, counts, backlog)
    VALUES (${grainOf(new Set(['advertiser']))}, ${NIL}::uuid, ${cast.advertiserId}::uuid, ${NIL}::uuid, ${NIL}::uuid, ${day}::date,
            ${counts}::int[], ${[given.open ?? 0]}::int[])`);
}

type Claim = { asked?: Date; after?: number; answer?: RecheckAnswer; status?: string };

async function aClaim(
  cast: Cast,
  { asked = NOON, after = HOUR, answer, status = answer ? 'ANSWERED' : 'ASKED' }: Claim = {},
) {
  const offerId = await anOffer(cast);
  const userId = await aUser(cast);
  const clickId = await aClick(userId, offerId);
  const number = ticketNumber(Buffer.from(randomUUID().replaceAll('-', ''), 'hex'));
  const answeredAt = answer ? new Date(asked.getTime() + after) : null;
  await db.execute(sql`
    WITH made AS (
      INSERT INTO ticket (number, user_id, app_id, offer_id, click_id, title_key, status, locale, address, description, value_micros,
                          reward_total, opened_at, opens_at)
      VALUES (${number}, ${userId}::uuid, ${cast.appId}::uuid, ${offerId}::uuid, ${clickId}, ${number}, 'CLOSED', 'en',
              'a@example.com', 'x', 1, 1, ${asked}, ${asked}) RETURNING id)
    INSERT INTO recheck (ticket_id, advertiser_id, round, status, asked_at, target_at, breach_at, answered_at, answer)
    SELECT id, ${cast.advertiserId}::uuid, 1, ${status}, ${asked}, ${asked}, ${asked}, ${answeredAt}, ${answer ?? null} FROM made`);
}

const lineOf = async ({ advertiserId }: Cast) => {
  const [row] = await db.query<{ key: string }>(sql`SELECT key FROM advertiser WHERE id = ${advertiserId}::uuid`);
  return (await readAdvertisers(WEEK)).find(({ key }) => key === row!.key)!;
};

test('sources are ranked by how late nine of ten come, from thirty confirmations on', async () => {
  const [quick, slow, few] = [await aCast(), await aCast(), await aCast()];
  await delays(quick, TODAY, 3, FEWEST.confirmations);
  await delays(slow, TODAY, 9, FEWEST.confirmations);
  await delays(few, TODAY, 12, FEWEST.confirmations - 1);
  const lines = await readSources(WEEK);
  expect(lines.map(({ key, isRanked, confirmed }) => [key, isRanked, confirmed])).toEqual([
    [slow.integrationKey, true, 30],
    [quick.integrationKey, true, 30],
    [few.integrationKey, false, 29],
  ]);
  const { medianMs, ninetiethMs } = lines[1]!;
  expect([medianMs! >= LENGTHS_MS[2]!, ninetiethMs! <= LENGTHS_MS[3]!]).toEqual([true, true]);
});

test('the stretch before is of the same length, and nothing older is looked at', async () => {
  const cast = await aCast();
  await delays(cast, '2026-11-15', 3, FEWEST.confirmations);
  await delays(cast, '2026-11-14', 9, FEWEST.confirmations - 1);
  await delays(cast, '2026-11-07', 9, 1000);
  const earlier = async () => (await readSources(WEEK))[0]!;
  expect(await earlier()).toMatchObject({ confirmed: 30, earlierNinetiethMs: null });
  await delays(cast, '2026-11-08', 9, 1);
  expect((await earlier()).earlierNinetiethMs).toBeGreaterThan((await earlier()).ninetiethMs!);
});

test('refused is a part of everything that came in the days of the zone', async () => {
  const cast = await aCast();
  const id = await integrationOf(cast);
  const came = (hour: string, outcome: string, count: number) =>
    db.execute(sql`
      INSERT INTO receipt_hour (integration_id, hour, outcome, count) VALUES (${id}::uuid, ${hour}::timestamptz, ${outcome}, ${count})`);
  await came('2026-11-15T00:00:00Z', 'recorded', 3);
  await came('2026-11-21T23:00:00Z', 'refused', 1);
  await came('2026-11-14T23:00:00Z', 'refused', 4);
  expect((await readSources(WEEK))[0]!.refused).toBe(0.25);
  // In Berlin the week begins and ends an hour earlier.
  await db.execute(sql`INSERT INTO setting (key, value) VALUES ('reports', '{"timeZone": "Europe/Berlin"}')`);
  expect((await readSources(WEEK))[0]!.refused).toBe(4 / 7);
});

test('advertisers are ranked by the part of denials taken back, from twenty denials on', async () => {
  const [right, wrong, few] = [await aCast(), await aCast(), await aCast()];
  await tally(right, TODAY, { denied: FEWEST.denials, takenBack: 1, open: 7 });
  await tally(wrong, '2026-11-15', { denied: 15, takenBack: 5, open: 9 });
  await tally(wrong, TODAY, { denied: 5, open: 2 });
  await tally(wrong, '2026-11-14', { denied: 1000 });
  await tally(few, TODAY, { denied: FEWEST.denials - 1, takenBack: 19 });
  const lines = await readAdvertisers(WEEK);
  expect(
    lines.map(({ denied, takenBack, wrong, isRanked, openTickets }) => [
      denied,
      takenBack,
      wrong,
      isRanked,
      openTickets,
    ]),
  ).toEqual([
    [20, 5, 0.25, true, 2],
    [20, 1, 0.05, true, 7],
    [19, 19, 1, false, 0],
  ]);
});

test('every answer an advertiser can give is counted; only yes and no make the part that is eligible', async () => {
  const cast = await aCast();
  for (const answer of RECHECK_ANSWERS) await aClaim(cast, { answer });
  await aClaim(cast, { answer: 'eligible' });
  await aClaim(cast);
  await aClaim(cast, { status: 'EXPIRED' });
  expect(await lineOf(cast)).toMatchObject({ asked: 6, answered: 4, unanswered: 1, eligible: 2 / 3 });
});

test('how soon they answer is told from five answers on', async () => {
  const cast = await aCast();
  for (const hours of [1, 2, 3, 40]) await aClaim(cast, { answer: 'not-eligible', after: hours * HOUR });
  expect(await lineOf(cast)).toMatchObject({ eligible: 0, answerMedianMs: null, answerNinetiethMs: null });
  await aClaim(cast, { answer: 'not-eligible', after: 4 * HOUR });
  expect(await lineOf(cast)).toMatchObject({ answerMedianMs: 3 * HOUR, answerNinetiethMs: 40 * HOUR });
});

test('claims count in the days in which they were asked', async () => {
  const cast = await aCast();
  for (const asked of [
    '2026-11-14T23:59:59.999Z',
    '2026-11-15T00:00:00Z',
    '2026-11-21T23:59:59.999Z',
    '2026-11-22T00:00:00Z',
  ])
    await aClaim(cast, { asked: new Date(asked) });
  expect(await lineOf(cast)).toMatchObject({ asked: 2, answered: 0, eligible: null });
});

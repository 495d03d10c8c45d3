/** Figures counted by hand against those of the tallies, and what the pages read from them. */
import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { aCast, aClick, anOffer, aUser, type Cast } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { db, inTransaction, sql } from '@/lib/foundation/db';
import { exportDecisions, exportTickets } from '@/lib/reports/export-rows';
import { readGroups, readReport, readReportState } from '@/lib/reports/read-report';
import { forgetOldReports, tallyTickets } from '@/lib/reports/tally-tickets';
import { ratesOf } from '@/lib/rules/figures';
import { isTallied, onlyOf, type ReportQuery, readReportQuery } from '@/lib/rules/report-query';
import { ticketNumber } from '@/lib/rules/ticket-number';

// Tickets and decisions are written here as rows; what waits has no clock.
await freshDatabase({
  except: ['a queued ticket under review has one review clock that is not over, at rest while the advertiser has it'],
});

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = new Date('2026-11-21T12:00:00Z');
const TODAY = '2026-11-21';
const ago = (ms: number) => new Date(NOW.getTime() - ms);

const [first, second] = [await aCast(), await aCast()];
const offers = new Map<Cast, string>();
for (const cast of [first, second]) offers.set(cast, await anOffer(cast));
const [lea] = await db.query<{ id: string }>(sql`
  INSERT INTO agent (email, name, role) VALUES ('lea@example.com', 'Lea', 'lead') RETURNING id`);

beforeEach(async () => {
  await db.execute(sql`TRUNCATE report_day, delay_day, clock, decision, ticket CASCADE`);
  await db.execute(sql`DELETE FROM setting WHERE key IN ('reports', 'reports-tallied')`);
});

type Round = {
  after: number;
  outcome: 'APPROVED' | 'DENIED';
  by?: 'AUTO' | 'AGENT' | 'API';
  promise?: 'kept' | 'late' | 'breached';
};

/** Opened and queued `opened` milliseconds ago; each round decided so long after that. */
async function aTicket(cast: Cast, opened: number, usd: number, rounds: Round[] = []): Promise<void> {
  const userId = await aUser(cast);
  const clickId = await aClick(userId, offers.get(cast)!);
  const at = ago(opened);
  const status = rounds.at(-1)?.outcome ?? 'ESCALATED';
  const [ticket] = await db.query<{ id: string }>(sql`
    INSERT INTO ticket (number, user_id, app_id, offer_id, click_id, title_key, status, round, locale, address, description,
                        value_micros, reward_total, opened_at, opens_at, queued_at)
    VALUES (${ticketNumber(Buffer.from(randomUUID().replaceAll('-', ''), 'hex'))}, ${userId}::uuid, ${cast.appId}::uuid,
            ${offers.get(cast)!}::uuid, ${clickId}, ${randomUUID()}, ${status}, ${Math.max(1, rounds.length)}, 'en', 'a@example.com', 'x',
            ${usd * 1_000_000}, 1, ${at}, ${at}, ${at}) RETURNING id`);
  for (const [index, { after, outcome, by = 'AUTO', promise }] of rounds.entries()) {
    const decidedAt = new Date(at.getTime() + after);
    await db.execute(sql`
      INSERT INTO decision (ticket_id, round, outcome, actor_kind, agent_id, reason, rule_version, evidence, decided_at)
      VALUES (${ticket!.id}::uuid, ${index + 1}, ${outcome}, ${by}, ${by === 'AGENT' ? lea!.id : null}::uuid, 'x', 'x', '{}', ${decidedAt})`);
    if (promise) await aClock(ticket!.id, index + 1, at, decidedAt, promise);
  }
}

/** To the millisecond: what is met at its target is kept. */
async function aClock(ticketId: string, round: number, startedAt: Date, metAt: Date, promise: string): Promise<void> {
  const target = promise === 'kept' ? metAt : new Date(metAt.getTime() - 1);
  const breach = promise === 'breached' ? new Date(metAt.getTime() - 1) : metAt;
  await db.execute(sql`
    INSERT INTO clock (ticket_id, kind, round, started_at, target_at, breach_at, met_at, policy)
    VALUES (${ticketId}::uuid, 'review', ${round}, ${startedAt}, ${target}, ${breach}, ${metAt}, '{}')`);
}

const ask = (given: Record<string, string> = {}): ReportQuery => readReportQuery({ period: '7d', ...given }, TODAY);

/** A small desk: three tickets of the first app, two of the second. */
async function aDesk(): Promise<void> {
  await aTicket(first, 50 * HOUR, 2, [
    { after: HOUR, outcome: 'DENIED', promise: 'kept' },
    { after: 40 * HOUR, outcome: 'APPROVED', by: 'AGENT', promise: 'late' },
  ]);
  await aTicket(first, 49 * HOUR, 3, [{ after: HOUR, outcome: 'APPROVED', promise: 'kept' }]);
  await aTicket(first, 5 * HOUR, 9);
  await aTicket(second, 30 * HOUR, 4, [{ after: 20 * HOUR, outcome: 'DENIED', by: 'AGENT', promise: 'breached' }]);
  await aTicket(second, 26 * HOUR, 20);
  await tallyTickets({ at: NOW });
}

test('a desk in figures', async () => {
  await aDesk();
  const { total } = await readReport(ask());
  expect(total).toMatchObject({
    opened: 5,
    openedMicros: 38_000_000n,
    approved: 2,
    approvedMicros: 5_000_000n,
    denied: 2,
    deniedMicros: 6_000_000n,
    automatic: 2,
    byAgents: 2,
    byApi: 0,
    overturned: 1,
    promises: { kept: 2, late: 1, breached: 1 },
    backlog: [1, 1, 0, 0, 0],
    backlogMicros: 29_000_000n,
  });
  expect(ratesOf(total)).toMatchObject({ decided: 4, approval: 0.5, automatic: 0.5, overturn: 0.5, kept: 0.5 });
  // First decisions only: after 1, 1 and 20 hours.
  expect(total.waits.reduce((sum, count) => sum + count, 0)).toBe(3);
  expect(ratesOf(total).ninetiethMs).toBeGreaterThan(18 * HOUR);
});

/** A person has looked at the automation's denial of the first round. */
async function checked(opened: number, verdict: 'right' | 'wrong', outcome = 'DENIED'): Promise<void> {
  await db.execute(sql`
    INSERT INTO sample_check (ticket_id, round, outcome, drawn_at, verdict, reason, agent_id, checked_at)
    SELECT id, 1, ${outcome}, ${ago(20 * HOUR)}, ${verdict}, 'looked again', ${lea!.id}::uuid, ${ago(20 * HOUR)}
      FROM ticket WHERE opened_at = ${ago(opened)}`);
}

test('a denial that a check called wrong is taken back on the day of the check, also before it is decided anew', async () => {
  await aTicket(first, 50 * HOUR, 2, [{ after: HOUR, outcome: 'DENIED' }]);
  await aTicket(first, 51 * HOUR, 2, [{ after: HOUR, outcome: 'DENIED' }]);
  await aTicket(first, 52 * HOUR, 2, [{ after: HOUR, outcome: 'APPROVED' }]);
  await checked(50 * HOUR, 'wrong');
  await checked(51 * HOUR, 'right');
  await checked(52 * HOUR, 'wrong', 'APPROVED');
  await tallyTickets({ at: NOW });
  const { total, days } = await readReport(ask());
  expect([total.denied, total.overturned, ratesOf(total).overturn]).toEqual([2, 1, 0.5]);
  expect(days.filter(({ figures }) => figures.overturned > 0).map(({ day }) => day)).toEqual(['2026-11-20']);
});

test('called wrong and then approved is taken back once, whichever came first', async () => {
  const denied = { after: HOUR, outcome: 'DENIED' } as const;
  await aTicket(first, 50 * HOUR, 2, [denied, { after: 40 * HOUR, outcome: 'APPROVED', by: 'AGENT' }]);
  await aTicket(first, 51 * HOUR, 2, [denied, { after: 5 * HOUR, outcome: 'APPROVED', by: 'AGENT' }]);
  await checked(50 * HOUR, 'wrong');
  await checked(51 * HOUR, 'wrong');
  await tallyTickets({ at: NOW });
  expect((await readReport(ask())).total).toMatchObject({ denied: 2, overturned: 2 });
});

test('the same by app, by agent, and of one app alone', async () => {
  await aDesk();
  const byApp = await readGroups(ask({ by: 'app' }));
  expect(byApp.map(({ key, figures }) => [key, figures.opened, figures.denied]).toSorted()).toEqual(
    [
      [first.appKey, 3, 1],
      [second.appKey, 2, 1],
    ].toSorted(),
  );
  const byAgent = await readGroups(ask({ by: 'agent' }));
  const figuresOf = (key: string) => byAgent.find((group) => group.key === key)?.figures;
  expect(figuresOf(lea!.id)).toMatchObject({ approved: 1, denied: 1, overturned: 1, byAgents: 2 });
  expect(figuresOf('nobody')).toMatchObject({ approved: 1, denied: 1, overturned: 0, automatic: 2 });
  const ofOne = await readReport(ask({ app: second.appKey, agent: lea!.id }));
  expect(ofOne.total).toMatchObject({ approved: 0, denied: 1, deniedMicros: 4_000_000n });
  expect((await readReport(ask({ app: 'no-such-app' }))).total.opened).toBe(0);
});

test('days are those of the zone, and another zone counts the same rows into other days', async () => {
  // Half past eleven at night in UTC is the next morning in Berlin.
  await aTicket(first, 12.5 * HOUR, 1);
  await tallyTickets({ at: NOW });
  const opened = async () =>
    (await readReport(ask())).days
      .filter(({ figures }) => figures.opened > 0)
      .map(({ day, figures }) => [day, figures.opened]);
  expect(await opened()).toEqual([['2026-11-20', 1]]);
  await db.execute(sql`INSERT INTO setting (key, value) VALUES ('reports', '{"timeZone": "Europe/Berlin"}')`);
  await tallyTickets({ at: NOW });
  expect(await opened()).toEqual([['2026-11-21', 1]]);
  expect(await readReportState()).toMatchObject({ zone: 'Europe/Berlin' });
  await db.execute(sql`UPDATE setting SET value = '{"timeZone": "Nowhere/Land"}' WHERE key = 'reports'`);
  expect(await readReportState()).toMatchObject({ zone: 'UTC' });
});

test('each thing is counted once, whoever counts and however often, and only when it is two minutes old', async () => {
  await aTicket(first, 10 * HOUR, 1);
  await aTicket(first, 2 * MINUTE, 1);
  await Promise.all([tallyTickets({ at: NOW }), tallyTickets({ at: NOW })]);
  expect((await readReport(ask())).total.opened).toBe(1);
  await tallyTickets({ at: new Date(NOW.getTime() + 1) });
  expect((await readReport(ask())).total.opened).toBe(2);
  await tallyTickets({ at: new Date(NOW.getTime() + HOUR) });
  expect((await readReport(ask())).total.opened).toBe(2);
});

test('what waits is what waited at the last full hour of the day, in place of the hour before', async () => {
  await aTicket(first, 3 * HOUR, 1);
  await tallyTickets({ at: NOW });
  await aTicket(first, 3 * HOUR, 1);
  await tallyTickets({ at: new Date(NOW.getTime() + 59 * MINUTE) });
  expect((await readReport(ask())).total.backlog).toEqual([1, 0, 0, 0, 0]);
  await db.execute(sql`UPDATE ticket SET status = 'CLOSED'`);
  await aTicket(second, 3 * HOUR, 1);
  await tallyTickets({ at: new Date(NOW.getTime() + HOUR) });
  expect((await readReport(ask())).total.backlog).toEqual([1, 0, 0, 0, 0]);
  const waiting = (await readGroups(ask())).map(({ key, figures }) => [key, figures.backlog[0]]);
  expect(Object.fromEntries(waiting)).toMatchObject({ [second.appKey]: 1 });
  expect((await readReport(ask({ app: first.appKey }))).total.backlog[0]).toBe(0);
});

test('downloads hold a line per ticket and per decision, and only those of the filter', async () => {
  await aDesk();
  const linesOf = async (pages: AsyncIterable<readonly unknown[][]>) => {
    const lines: (readonly unknown[])[] = [];
    for await (const page of pages) lines.push(...page);
    return lines;
  };
  expect(await linesOf(exportTickets(ask()))).toHaveLength(5);
  expect(await linesOf(exportTickets(ask({ app: second.appKey })))).toHaveLength(2);
  const decisions = await linesOf(exportDecisions(ask()));
  expect(decisions.map(([, , , , round, outcome, by]) => [round, outcome, by])).toEqual([
    [1, 'DENIED', 'AUTO'],
    [1, 'APPROVED', 'AUTO'],
    [2, 'APPROVED', 'Lea'],
    [1, 'DENIED', 'Lea'],
  ]);
  expect(await linesOf(exportDecisions(ask({ agent: lea!.id })))).toHaveLength(2);
  expect(await linesOf(exportDecisions(ask({ agent: 'nobody' })))).toHaveLength(2);
});

test('every filter that is offered has tallies, and those that have none are known beforehand', async () => {
  await aDesk();
  const [offer] = await db.query<{ key: string }>(sql`SELECT key FROM offer WHERE id = ${offers.get(first)!}::uuid`);
  const [advertiser] = await db.query<{ key: string }>(
    sql`SELECT key FROM advertiser WHERE id = ${first.advertiserId}::uuid`,
  );
  const only = { app: first.appKey, advertiser: advertiser!.key, offer: offer!.key, agent: lea!.id };
  for (let mask = 0; mask < 16; mask += 1) {
    const query = ask(Object.fromEntries(Object.entries(only).filter((_, index) => mask & (1 << index))));
    const { total } = await readReport(query);
    const found = query.only.agent === null ? total.opened : total.approved;
    expect([mask, found > 0]).toEqual([mask, isTallied(onlyOf(query))]);
  }
});

test('figures are kept as long as reports reach, and no longer', async () => {
  await aTicket(first, 3 * HOUR, 1);
  await tallyTickets({ at: NOW });
  await inTransaction(forgetOldReports, { at: new Date(NOW.getTime() + 400 * 24 * HOUR) });
  expect((await readReport(ask())).total.opened).toBe(1);
  await inTransaction(forgetOldReports, { at: new Date(NOW.getTime() + 402 * 24 * HOUR) });
  expect((await readReport(ask())).total.opened).toBe(0);
});

/** The money breaker: it stops what is granted and approved by itself, never what comes in, and nothing is lost. */
import { randomUUID } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import {
  aCast,
  aClick,
  anOffer,
  aTicket,
  aUser,
  type Cast,
  confirm,
  count,
  HOUR,
  ticketState,
} from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { db, inTransaction, sql } from '@/lib/foundation/db';
import { resetBreaker } from '@/lib/postbacks/reset-breaker';
import { settleHeld } from '@/lib/postbacks/settle-held';
import { forgetOldHours, learnUsualRates } from '@/lib/postbacks/watch-rates';
import { brokenPromises } from '@/lib/reports/invariants';
import { readMetrics } from '@/lib/reports/metrics';
import { listOpenBreakers, readTrust } from '@/lib/reports/read-trust';
import { decideDueTickets } from '@/lib/tickets/decide-due-tickets';
import { decideTicket } from '@/lib/tickets/decide-ticket';
import { readTicketForAgent } from '@/lib/tickets/read-ticket-for-agent';

await freshDatabase();
afterEach(async () => expect(await brokenPromises()).toEqual([]));

const floor = (value: object) =>
  db.execute(sql`
    INSERT INTO setting (key, value) VALUES ('breaker', ${JSON.stringify(value)}::jsonb)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value`);

async function confirmed(cast: Cast): Promise<string> {
  const click = await aClick(await aUser(cast), await anOffer(cast));
  await confirm(cast, click);
  return click;
}

async function granted(clicks: string[]): Promise<number> {
  return (await db.query(sql`SELECT 1 FROM reward_grant WHERE click_id = ANY(${clicks})`)).length;
}

async function source(cast: Cast) {
  const [row] = await db.query<{ id: string }>(sql`SELECT id FROM integration WHERE key = ${cast.integrationKey}`);
  return { id: row!.id, trust: (await readTrust(row!.id))! };
}

async function audited(cast: Cast): Promise<string[]> {
  const entries = await db.query<{ action: string }>(
    sql`SELECT action FROM audit_entry WHERE subject = ${`integration:${cast.integrationKey}`} ORDER BY at, id`,
  );
  return entries.map(({ action }) => action);
}

test('beyond the limit of an hour rewards stop and confirmations do not; after a reset they are all paid', async () => {
  await floor({ perHour: 3 });
  const [cast, bystander] = [await aCast(), await aCast()];
  const before = await count('confirmation');
  const clicks: string[] = [];
  for (let n = 0; n < 6; n += 1) clicks.push(await confirmed(cast));
  expect(await count('confirmation')).toBe(before + 6);
  expect(await granted(clicks)).toBe(3);
  const { id, trust } = await source(cast);
  expect(trust).toMatchObject({
    held: 3,
    breaker: { trippedAt: expect.any(Date), figures: { count: 4, usd: '14.00', limitCount: 3, limitUsd: '2500.00' } },
  });
  expect(await granted([await confirmed(bystander)])).toBe(1);
  expect(await listOpenBreakers()).toMatchObject([{ key: cast.integrationKey, held: 3 }]);
  const metrics = (await readMetrics(new Date())).body;
  expect(metrics).toContain(`makegood_breaker_open{integration="${cast.integrationKey}"} 1`);
  expect(metrics).toContain('makegood_confirmations_held 3');

  expect(await settleHeld()).toBe(0);
  expect(await resetBreaker(cast.integrationKey, { kind: 'AGENT', id: randomUUID() })).toEqual({
    key: cast.integrationKey,
  });
  const [job] = await db.query<{ task: string }>(sql`
    SELECT task_identifier AS task FROM graphile_worker.jobs WHERE key = ${`settle-held:${id}`}`);
  expect(job).toEqual({ task: 'settle-held' });
  expect(await settleHeld(id)).toBe(3);
  expect(await granted(clicks)).toBe(6);
  expect(await audited(cast)).toEqual(['breaker-tripped', 'breaker-reset']);
  expect((await readMetrics(new Date())).body).not.toContain('makegood_breaker_open{');
});

test('after a reset the hour is counted from nothing, and trips again', async () => {
  await floor({ perHour: 1 });
  const cast = await aCast();
  const clicks = [await confirmed(cast), await confirmed(cast)];
  await resetBreaker(cast.integrationKey, { kind: 'AGENT', id: null });
  await settleHeld();
  clicks.push(await confirmed(cast));
  expect(await granted(clicks)).toBe(3);
  clicks.push(await confirmed(cast));
  expect(await granted(clicks)).toBe(3);
  expect((await source(cast)).trust.breaker?.figures).toMatchObject({ count: 2 });
  expect(await audited(cast)).toEqual(['breaker-tripped', 'breaker-reset', 'breaker-tripped']);
});

test('a few large ones trip it by money', async () => {
  await floor({ usdPerHour: '10.00' });
  const cast = await aCast();
  const clicks = [await confirmed(cast), await confirmed(cast), await confirmed(cast)];
  expect(await granted(clicks)).toBe(2);
  expect((await source(cast)).trust.breaker?.figures).toMatchObject({ usd: '10.50', limitUsd: '10.00' });
});

test('a confirmation that comes twice is counted once, and one that only holds not at all', async () => {
  await floor({ perHour: 1 });
  const cast = await aCast();
  const click = await aClick(await aUser(cast), await anOffer(cast));
  const tx = randomUUID();
  for (const state of ['PENDING', 'COMPLETED', 'COMPLETED', 'RECONCILED']) await confirm(cast, click, { tx, state });
  expect((await source(cast)).trust.breaker).toBeNull();
});

test('a ticket waits for an agent, is told why, and the agent may approve it', async () => {
  await floor({ perHour: 1 });
  const cast = await aCast();
  await confirmed(cast);
  const userId = await aUser(cast);
  const click = await aClick(userId, await anOffer(cast));
  const { number } = await aTicket(userId, click);
  await confirm(cast, click);
  await decideDueTickets();
  const { status, version } = await ticketState(number);
  expect(status).toBe('OPEN');
  expect((await readTicketForAgent(number))!.facts).toContainEqual(
    expect.objectContaining({ kind: 'breaker', side: 'unclear', step: 'level-10' }),
  );
  const actor = { kind: 'API' as const, id: 'test' };
  await decideTicket({ number, outcome: 'approve', reason: 'confirmed', note: null, version, actor });
  expect(await granted([click])).toBe(1);
  expect((await source(cast)).trust.held).toBe(0);
});

test('what is usual is the median of the busy hours of a week, and five times as much is still usual', async () => {
  await floor({ perHour: 1 });
  const cast = await aCast();
  const { id } = await source(cast);
  const hours: [number, number][] = [
    [1, 2],
    [20, 2],
    [40, 9],
    [167, 1],
    [169, 100],
  ];
  for (const [ago, n] of hours) {
    await db.execute(sql`
      INSERT INTO confirmation_hour (integration_id, hour, part, count, micros)
      VALUES (${id}::uuid, date_trunc('hour', now() - make_interval(hours => ${ago})), 0, ${n}, ${n * 3_500_000})`);
  }
  await learnUsualRates();
  expect((await source(cast)).trust.usual).toEqual({ count: 2, micros: 7_000_000n });
  const clicks: string[] = [];
  for (let n = 0; n < 11; n += 1) clicks.push(await confirmed(cast));
  expect(await granted(clicks)).toBe(10);
  await learnUsualRates({ at: new Date(Date.now() + 400 * HOUR) });
  expect((await source(cast)).trust.usual).toEqual({ count: 0, micros: 0n });
});

test('hours that no median looks at are forgotten', async () => {
  const cast = await aCast();
  await confirmed(cast);
  const later = (hours: number) => ({ at: new Date(Date.now() + hours * HOUR) });
  const rows = () =>
    db.query(
      sql`SELECT 1 FROM confirmation_hour h JOIN integration i ON i.id = h.integration_id WHERE i.key = ${cast.integrationKey}`,
    );
  await inTransaction(forgetOldHours, later(168));
  expect(await rows()).toHaveLength(1);
  await inTransaction(forgetOldHours, later(194));
  expect(await rows()).toHaveLength(0);
});

test('only an open breaker can be reset', async () => {
  const cast = await aCast();
  const nobody = { kind: 'AGENT' as const, id: null };
  expect(await resetBreaker(cast.integrationKey, nobody)).toMatchObject({ refused: 'conflict' });
  expect(await resetBreaker('no-such', nobody)).toMatchObject({ refused: 'not-found' });
});

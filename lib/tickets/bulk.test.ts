/** One order over many tickets: what is meant, worked off by any number of workers, stopped, taken back, tried again. */
import { expect, test } from 'vitest';
import { aCast, ticketState } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { aLargeTicket, anAgent, eventsOf, type LargeTicket, setting, versionOf } from '@/e2e/support/desk';
import { acknowledgeAll } from '@/e2e/support/granted';
import { db, inTransaction, pool, sql } from '@/lib/foundation/db';
import { askWithin as askAdvertiser } from '@/lib/rechecks/ask-advertiser';
import type { BulkAction, BulkPayload } from '@/lib/rules/bulk';
import type { Role } from '@/lib/rules/permissions';
import { isRefusal } from '@/lib/rules/refusal';
import { assignTicket } from '@/lib/tickets/assign-ticket';
import { cancelBulk } from '@/lib/tickets/bulk-cancel';
import type { Chosen } from '@/lib/tickets/bulk-chosen';
import { retryBulk, undoBulk } from '@/lib/tickets/bulk-follow';
import { goOnBulk } from '@/lib/tickets/bulk-go-on';
import { wakeBulk } from '@/lib/tickets/bulk-knock';
import { startBulk } from '@/lib/tickets/bulk-start';
import { tagTicket } from '@/lib/tickets/tag-ticket';

await freshDatabase();
const cast = await aCast();
const [ada, sam, lea] = [await anAgent('Ada'), await anAgent('Sam', 'senior'), await anAgent('Lea', 'lead')];
const agent = { id: ada, role: 'agent' as Role };
const senior = { id: sam, role: 'senior' as Role };
await setting('undoSeconds', 0);

async function tickets(count: number, facts: Parameters<typeof aLargeTicket>[1] = {}): Promise<LargeTicket[]> {
  const made: LargeTicket[] = [];
  while (made.length < count) made.push(await aLargeTicket(cast, facts));
  return made;
}

const ticked = (all: readonly LargeTicket[]): Chosen => ({ numbers: all.map(({ number }) => number) });

async function started(
  action: BulkAction,
  payload: BulkPayload,
  chosen: Chosen,
  by = agent,
  confirmed: number | null = null,
) {
  const job = await startBulk({ action, payload, chosen, confirmed, agent: by });
  if (isRefusal(job)) throw new Error(job.message);
  return job;
}

const goOn = (id: string) => goOnBulk(id, { askAdvertiser });

type JobRow = { status: string; total: number; done: number; failed: number; skipped: number };

async function jobOf(id: string): Promise<JobRow> {
  const [job] = await db.query<JobRow>(sql`
    SELECT status, total, done, failed, skipped FROM bulk_job WHERE id = ${id}::uuid`);
  return job!;
}

async function outcomes(id: string): Promise<Record<string, string>> {
  const items = await db.query<{ number: string; said: string }>(sql`
    SELECT t.number, coalesce(i.code, i.outcome, 'waits') AS said FROM bulk_item i JOIN ticket t ON t.id = i.ticket_id
     WHERE i.job_id = ${id}::uuid`);
  return Object.fromEntries(items.map(({ number, said }) => [number, said]));
}

const tagsOf = async (number: string) =>
  (await db.query<{ tags: string[] }>(sql`SELECT tags FROM ticket WHERE number = ${number}`))[0]!.tags;

test('each ticket gets its own outcome: what another rule forbids fails alone, the rest is decided', async () => {
  const [plain, meanwhile, confirmed, bare] = [
    ...(await tickets(2)),
    ...(await tickets(1, { confirmed: true })),
    ...(await tickets(1)),
  ] as [LargeTicket, LargeTicket, LargeTicket, LargeTicket];
  const all = [plain, meanwhile, confirmed, bare];
  const { id } = await started('deny', { reason: 'terms-not-met', note: '' }, ticked(all));
  await tagTicket({
    number: meanwhile.number,
    version: await versionOf(meanwhile.number),
    agentId: sam,
    add: ['vip'],
    remove: [],
    mayInvent: false,
  });
  expect(await goOn(id)).toBe(4);
  expect(await outcomes(id)).toEqual({
    [plain.number]: 'DONE',
    [meanwhile.number]: 'version-changed',
    [confirmed.number]: 'conflict',
    [bare.number]: 'DONE',
  });
  expect(await jobOf(id)).toEqual({ status: 'DONE', total: 4, done: 2, failed: 2, skipped: 0 });
  expect((await ticketState(plain.number)).status).toBe('DENIED');
  expect((await ticketState(confirmed.number)).status).toBe('OPEN');
  expect((await eventsOf(plain.number)).find(({ kind }) => kind === 'denied')?.data).toMatchObject({ batch: id });
  const entries = await db.query<{ action: string; subject: string }>(sql`
    SELECT action, subject FROM audit_entry WHERE batch_id = ${id}::uuid ORDER BY subject`);
  expect(entries).toEqual(
    [
      { action: 'start-bulk', subject: `bulk:${id}` },
      { action: 'bulk-deny', subject: `ticket:${plain.number}` },
      { action: 'bulk-deny', subject: `ticket:${bare.number}` },
    ].sort((one, other) => (one.subject < other.subject ? -1 : 1)),
  );
});

test('nobody approves in bulk what the advertiser has not confirmed, nor alone what takes two', async () => {
  const [proven] = (await tickets(1, { confirmed: true })) as [LargeTicket];
  const [bare] = (await tickets(1)) as [LargeTicket];
  const [dear] = (await tickets(1, { confirmed: true, usd: 150 })) as [LargeTicket];
  const { id } = await started('approve', { reason: 'confirmed' }, ticked([proven, bare, dear]));
  await goOn(id);
  expect(await outcomes(id)).toEqual({
    [proven.number]: 'DONE',
    [bare.number]: 'not-confirmed',
    [dear.number]: 'second-person-needed',
  });
});

test('what comes into the list after the order was given is not meant', async () => {
  const before = await tickets(2);
  await tagAll(before, 'fraud');
  const { id, total } = await started('note', { words: 'Seen.' }, { queue: 'open', q: 'tag:fraud' });
  expect(total).toBe(2);
  const late = await tickets(1);
  await tagAll(late, 'fraud');
  await goOn(id);
  expect(Object.keys(await outcomes(id)).sort()).toEqual(before.map(({ number }) => number).sort());
  expect((await eventsOf(late[0]!.number)).some(({ kind }) => kind === 'note')).toBe(false);
});

async function tagAll(all: readonly LargeTicket[], tag: string): Promise<void> {
  for (const { number } of all)
    await tagTicket({
      number,
      version: await versionOf(number),
      agentId: ada,
      add: [tag],
      remove: [],
      mayInvent: false,
    });
}

test('a search that is not understood means nothing, instead of everything', async () => {
  const chosen = { queue: 'all' as const, q: 'value>lots' };
  expect(await startBulk({ action: 'note', payload: { words: 'x' }, chosen, confirmed: null, agent })).toMatchObject({
    refused: 'malformed',
  });
  const nothing = { numbers: [] };
  expect(
    await startBulk({ action: 'note', payload: { words: 'x' }, chosen: nothing, confirmed: 0, agent }),
  ).toMatchObject({
    refused: 'malformed',
  });
});

test('fifty need nothing more; fifty-one need the permission and the number', async () => {
  const many = await tickets(51);
  const order = (chosen: Chosen, by: typeof agent, confirmed: number | null) =>
    startBulk({ action: 'tag', payload: { tag: 'vip' }, chosen, confirmed, agent: by });
  expect(await order(ticked(many), agent, 51)).toMatchObject({ refused: 'not-allowed' });
  expect(await order(ticked(many), senior, 50)).toMatchObject({ refused: 'conflict', details: { total: 51 } });
  expect(await order(ticked(many), senior, null)).toMatchObject({ refused: 'conflict' });
  expect(await db.query(sql`SELECT 1 FROM bulk_job WHERE total = 0`)).toEqual([]);
  expect(await order(ticked(many.slice(1)), agent, null)).toMatchObject({ total: 50 });
  const job = await order(ticked(many), senior, 51);
  if (isRefusal(job)) throw new Error(job.message);

  // Two workers on one order: each ticket once, whoever gets it.
  await Promise.all([goOn(job.id), goOn(job.id)]);
  await goOn(job.id);
  expect(await jobOf(job.id)).toEqual({ status: 'DONE', total: 51, done: 51, failed: 0, skipped: 0 });
  for (const { number } of many)
    expect((await eventsOf(number)).filter(({ kind }) => kind === 'tagged')).toHaveLength(1);
});

test('what a role does not allow one by one it does not allow in bulk', async () => {
  const some = await tickets(1);
  const order = { action: 'refire' as const, payload: {}, chosen: ticked(some), confirmed: null };
  expect(await startBulk({ ...order, agent })).toMatchObject({ refused: 'not-allowed' });
  expect(await startBulk({ ...order, agent: { id: lea, role: 'lead' } })).toMatchObject({ total: 1 });
});

test('whoever is not an agent any more when its turn comes has ordered nothing', async () => {
  const gone = await anAgent('Gone');
  const [one] = (await tickets(1)) as [LargeTicket];
  const { id } = await started('hold', { why: 'Looking' }, ticked([one]), { id: gone, role: 'agent' });
  await db.execute(sql`UPDATE agent SET disabled_at = now() WHERE id = ${gone}::uuid`);
  await goOn(id);
  expect(await outcomes(id)).toEqual({ [one.number]: 'not-allowed' });
});

test('a worker that dies between doing and noting has done neither', async () => {
  const [one] = (await tickets(1)) as [LargeTicket];
  const { id } = await started('assign', { assignee: 'me' }, ticked([one]));
  await db.execute(sql`
    CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'killed' USING ERRCODE = '57P01'; END $$`);
  await db.execute(sql`CREATE TRIGGER die BEFORE UPDATE ON bulk_item FOR EACH ROW EXECUTE FUNCTION die()`);
  await expect(goOn(id)).rejects.toThrow('killed');
  expect((await eventsOf(one.number)).some(({ kind }) => kind === 'assigned')).toBe(false);
  await db.execute(sql`DROP TRIGGER die ON bulk_item`);
  expect(await goOn(id)).toBe(1);
  expect((await eventsOf(one.number)).filter(({ kind }) => kind === 'assigned')).toHaveLength(1);
  expect(await goOn(id)).toBe(0);
});

test('a ticket that breaks is noted, and the others go on', async () => {
  const [broken, fine] = (await tickets(2)) as [LargeTicket, LargeTicket];
  const { id } = await started('hold', { why: 'An outage' }, ticked([broken, fine]));
  await db.execute(sql`
    CREATE FUNCTION break() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken'; END $$`);
  await pool().query(`
    CREATE TRIGGER break BEFORE UPDATE ON ticket FOR EACH ROW WHEN (old.number = '${broken.number}') EXECUTE FUNCTION break()`);
  await goOn(id);
  await db.execute(sql`DROP TRIGGER break ON ticket`);
  expect(await outcomes(id)).toEqual({ [broken.number]: 'unexpected', [fine.number]: 'DONE' });

  const again = await retryBulk({ id, confirmed: null, agent });
  if (isRefusal(again)) throw new Error(again.message);
  expect(again.total).toBe(1);
  await goOn(again.id);
  expect(await outcomes(again.id)).toEqual({ [broken.number]: 'DONE' });
});

test('stopped before it begins nothing happens; stopped on the way, what is in hand is finished and the rest is left', async () => {
  const [first, second, third] = (await tickets(3)) as [LargeTicket, LargeTicket, LargeTicket];
  const early = await started('tag', { tag: 'vip' }, ticked([first]));
  expect(await cancelBulk({ id: early.id, agent: { id: sam, role: 'senior' } })).toMatchObject({
    refused: 'not-allowed',
  });
  expect(await cancelBulk({ id: early.id, agent })).toEqual({ id: early.id });
  expect(await goOn(early.id)).toBe(0);
  expect(await tagsOf(first.number)).toEqual([]);
  expect(await jobOf(early.id)).toMatchObject({ status: 'CANCELLED', skipped: 1 });

  const late = await started('tag', { tag: 'vip' }, ticked([second, third]));
  // A worker has the second in its hands while somebody stops the order.
  await inTransaction(async (tx) => {
    await tx.query(sql`
      SELECT 1 FROM bulk_item i JOIN ticket t ON t.id = i.ticket_id
       WHERE i.job_id = ${late.id}::uuid AND t.number = ${second.number} FOR UPDATE OF i`);
    await cancelBulk({ id: late.id, agent: { id: lea, role: 'lead' } });
    await tx.execute(sql`
      UPDATE bulk_item i SET outcome = 'DONE' FROM ticket t
       WHERE t.id = i.ticket_id AND i.job_id = ${late.id}::uuid AND t.number = ${second.number}`);
  });
  expect(await outcomes(late.id)).toEqual({ [second.number]: 'DONE', [third.number]: 'cancelled' });
  expect(await cancelBulk({ id: late.id, agent })).toMatchObject({ refused: 'too-late' });
});

test('an order that waits for another worker is not over, and is woken when that one is gone', async () => {
  const [held, free] = (await tickets(2)) as [LargeTicket, LargeTicket];
  const { id } = await started('tag', { tag: 'vip' }, ticked([held, free]));
  await inTransaction(async (tx) => {
    await tx.query(sql`
      SELECT 1 FROM bulk_item i JOIN ticket t ON t.id = i.ticket_id
       WHERE i.job_id = ${id}::uuid AND t.number = ${held.number} FOR UPDATE OF i`);
    expect(await goOn(id)).toBe(1);
    expect(await jobOf(id)).toMatchObject({ status: 'RUNNING', done: 1 });
  });
  await db.execute(sql`SELECT graphile_worker.remove_job(${`bulk:${id}`})`);
  await inTransaction(wakeBulk, { at: new Date(Date.now() + 60_000) });
  const knocks = await db.query(sql`SELECT 1 FROM graphile_worker.jobs WHERE key = ${`bulk:${id}`}`);
  expect(knocks).toHaveLength(1);
  expect(await goOn(id)).toBe(1);
  expect(await jobOf(id)).toMatchObject({ status: 'DONE', done: 2 });
});

test('what an order did is taken back where nobody has changed the ticket since', async () => {
  const [kept, touched, had] = (await tickets(3)) as [LargeTicket, LargeTicket, LargeTicket];
  await tagAll([had], 'vip');
  const { id } = await started('tag', { tag: 'vip' }, ticked([kept, touched, had]));
  await goOn(id);
  expect(await outcomes(id)).toEqual({ [kept.number]: 'DONE', [touched.number]: 'DONE', [had.number]: 'unchanged' });
  await tagAll([touched], 'fraud');
  const undone = await undoBulk({ id, confirmed: null, agent });
  if (isRefusal(undone)) throw new Error(undone.message);
  await goOn(undone.id);
  expect(await outcomes(undone.id)).toEqual({ [kept.number]: 'DONE', [touched.number]: 'version-changed' });
  expect(await tagsOf(kept.number)).toEqual([]);
  expect(await tagsOf(touched.number)).toEqual(['vip', 'fraud']);
  expect(await tagsOf(had.number)).toEqual(['vip']);
});

test('a hold and an assignment go back to what they were', async () => {
  const [one, other] = (await tickets(2)) as [LargeTicket, LargeTicket];
  await assignTicket({ number: one.number, version: await versionOf(one.number), assigneeId: sam, agentId: ada });
  const orders = [
    await started('assign', { assignee: 'me' }, ticked([one])),
    await started('hold', { why: 'An outage' }, ticked([other])),
  ];
  for (const { id } of orders) {
    await goOn(id);
    expect(await jobOf(id)).toMatchObject({ done: 1 });
    const undone = await undoBulk({ id, confirmed: null, agent });
    if (isRefusal(undone)) throw new Error(undone.message);
    await goOn(undone.id);
  }
  const now = await db.query(sql`
    SELECT assignee_id, held_reason FROM ticket WHERE number = ANY(${[one.number, other.number]}) ORDER BY assignee_id`);
  expect(now).toEqual([
    { assigneeId: sam, heldReason: null },
    { assigneeId: null, heldReason: null },
  ]);
});

test('a decision has left the house and cannot be taken back', async () => {
  const some = await tickets(1);
  const { id } = await started('deny', { reason: 'terms-not-met' }, ticked(some));
  expect(await undoBulk({ id, confirmed: null, agent })).toMatchObject({ refused: 'conflict' });
  await goOn(id);
  expect(await undoBulk({ id, confirmed: null, agent })).toMatchObject({ refused: 'conflict' });
});

test('one letter asks the advertiser about all of them', async () => {
  await db.execute(sql`UPDATE advertiser SET recheck_email = 'adv@example.com' WHERE id = ${cast.advertiserId}::uuid`);
  const [changed, ...asked] = await tickets(4);
  const { id } = await started('ask-advertiser', { question: 'All on one day?' }, ticked([changed!, ...asked]));
  await tagAll([changed!], 'vip');
  expect(await goOn(id)).toBe(4);
  expect(await outcomes(id)).toEqual({
    [changed!.number]: 'version-changed',
    ...Object.fromEntries(asked.map(({ number }) => [number, 'DONE'])),
  });
  const [{ requests, claims }] = (await db.query<{ requests: number; claims: number }>(sql`
    SELECT count(DISTINCT request_id)::int AS requests, count(*)::int AS claims FROM recheck r JOIN ticket t ON t.id = r.ticket_id
     WHERE t.number = ANY(${asked.map(({ number }) => number)})`)) as [{ requests: number; claims: number }];
  expect({ requests, claims }).toEqual({ requests: 1, claims: 3 });
});

test('the user is asked with words that a person wrote, once per ticket', async () => {
  const some = await tickets(2);
  const { id } = await started('ask-user', { words: 'Which level did you reach?' }, ticked(some));
  await goOn(id);
  const [{ letters }] = (await db.query<{ letters: number }>(sql`
    SELECT count(*)::int AS letters FROM email WHERE key LIKE ${`asked:${id}:%`}`)) as [{ letters: number }];
  expect(letters).toBe(2);
  expect(await jobOf(id)).toMatchObject({ done: 2 });
});

test('what the game has not said yes to is told again under the same id; what it has is left', async () => {
  const [silent, said] = (await tickets(2, { confirmed: true })) as [LargeTicket, LargeTicket];
  const both = ticked([silent, said]);
  await goOn((await started('approve', { reason: 'confirmed' }, both)).id);
  const before = await callbacksOf([silent, said]);
  expect(before.map(({ refires }) => refires)).toEqual([0, 0]);
  await acknowledgeAll(before.filter(({ number }) => number === said.number).map(({ id }) => id));
  const { id } = await started('refire', {}, both, { id: lea, role: 'lead' });
  await goOn(id);
  expect(await outcomes(id)).toEqual({ [silent.number]: 'DONE', [said.number]: 'unchanged' });
  const after = await callbacksOf([silent, said]);
  expect(after.map(({ eventId }) => eventId)).toEqual(before.map(({ eventId }) => eventId));
  expect(after.find(({ number }) => number === silent.number)).toMatchObject({ refires: 1 });
  expect(after.find(({ number }) => number === said.number)).toMatchObject({ refires: 0 });
});

type Told = { id: string; number: string; eventId: string; refires: number };

function callbacksOf(all: readonly LargeTicket[]): Promise<Told[]> {
  return db.query<Told>(sql`
    SELECT c.id, t.number, c.event_id, c.refires FROM ticket t
      JOIN reward_grant g ON g.user_id = t.user_id AND g.title_key = t.title_key JOIN callback c ON c.grant_id = g.id
     WHERE t.number = ANY(${all.map(({ number }) => number)}) ORDER BY t.number`);
}

/**
 * Retention: what people wrote and showed is kept only as long as it may be needed (setting `retention`). The words of a ticket go
 * as they do when a person is erased, by the same map of data; person, clicks, decisions and rewards stay.
 */
import { PERSONAL_DATA, type Person } from '@/lib/accounts/personal-data';
import { db, inTransaction, type Runner, type Sql, sql, type Tx } from '@/lib/foundation/db';
import { pseudonymOfAddress } from '@/lib/outbox/erased-users';
import { SETTINGS } from '@/lib/rules/settings';
import { removeAbandonedFiles } from '@/lib/tickets/carry-out-erasure';
import { forgetTable } from '@/lib/tickets/forget-table';

type Retention = { pictureDays: number; ticketMonths: number; draftDays: number };
/** Nothing that ended (or was last changed) at this instant or later is touched. */
type Limits = { pictures: Date; tickets: Date; drafts: Date };
export type OverTime = { pictures: number; tickets: number; drafts: number };

const DAY_MS = 86_400_000;
const AT_ONCE = 500;
/** In this order: what is found by an address before the row that says which. */
const TABLES = [
  'inbound_email',
  'ticket_event',
  'decision',
  'sample_check',
  'intent',
  'bulk_item',
  'message',
  'agent_draft',
  'email_validation',
  'email',
  'reply_token',
  'recheck_message',
  'recheck',
  'ticket',
];

/** How many there are whose time is over: what the next run will forget. */
export async function countOverTime(now: Date): Promise<OverTime> {
  const limits = limitsOf(await readRetention(db), now);
  const [counted] = await db.query<OverTime>(sql`
    SELECT (SELECT count(*)::int FROM (${oldPictures(limits.pictures)}) AS x) AS pictures,
           (SELECT count(*)::int FROM (${oldTickets(limits.tickets)}) AS x) AS tickets,
           (SELECT count(*)::int FROM ticket_draft WHERE updated_at < ${limits.drafts}) AS drafts`);
  return counted!;
}

/** A batch is a transaction of its own; whoever is interrupted goes on tomorrow. Returns how many were forgotten. */
export async function forgetOld(options: { at?: Date } = {}): Promise<OverTime> {
  const each = (forget: (tx: Tx, limits: Limits) => Promise<number>) => untilNoneIsLeft(forget, options);
  const drafts = await each((tx, limits) => forgetDrafts(tx, limits.drafts));
  const pictures = await each((tx, limits) => forgetPictures(tx, oldPictures(limits.pictures)));
  const tickets = await each((tx, limits) => forgetTickets(tx, limits.tickets));
  await removeAbandonedFiles();
  return { pictures, tickets, drafts };
}

async function untilNoneIsLeft(
  forget: (tx: Tx, limits: Limits) => Promise<number>,
  options: { at?: Date },
): Promise<number> {
  let all = 0;
  for (let some = AT_ONCE; some === AT_ONCE; all += some) {
    some = await inTransaction(async (tx) => forget(tx, limitsOf(await readRetention(tx), tx.now)), options);
  }
  return all;
}

async function readRetention(run: Runner): Promise<Retention> {
  const [row] = await run.query<{ value: Partial<Retention> }>(sql`SELECT value FROM setting WHERE key = 'retention'`);
  return { ...SETTINGS.retention.usual, ...row?.value };
}

function limitsOf({ pictureDays, ticketMonths, draftDays }: Retention, now: Date): Limits {
  const days = (count: number) => new Date(now.getTime() - count * DAY_MS);
  const months = new Date(now);
  months.setUTCMonth(months.getUTCMonth() - ticketMonths);
  return { pictures: days(pictureDays), tickets: months, drafts: days(draftDays) };
}

const endedBefore = (limit: Date) =>
  sql`t.status IN ('APPROVED', 'DENIED', 'CLOSED') AND coalesce(t.closed_at, t.decided_at, t.opened_at) < ${limit}`;

const oldPictures = (limit: Date) =>
  sql`SELECT s.id FROM screenshot s JOIN ticket t ON t.id = s.ticket_id WHERE ${endedBefore(limit)}`;

const oldTickets = (limit: Date) =>
  sql`SELECT t.id FROM ticket t WHERE ${endedBefore(limit)} AND t.address NOT LIKE 'erased:%'`;

async function forgetPictures(tx: Tx, which: Sql): Promise<number> {
  return tx.execute(sql`
    WITH gone AS (DELETE FROM screenshot WHERE id IN (${which} LIMIT ${AT_ONCE}) RETURNING storage_key)
    INSERT INTO abandoned_file (storage_key, since) SELECT storage_key, ${tx.now} FROM gone`);
}

async function forgetDrafts(tx: Tx, limit: Date): Promise<number> {
  const old = await tx.query<{ id: string }>(
    sql`SELECT id FROM ticket_draft WHERE updated_at < ${limit} ORDER BY id LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED`,
  );
  const ids = old.map(({ id }) => id);
  await tx.execute(sql`
    WITH gone AS (DELETE FROM screenshot WHERE draft_id = ANY(${ids}::uuid[]) AND ticket_id IS NULL RETURNING storage_key)
    INSERT INTO abandoned_file (storage_key, since) SELECT storage_key, ${tx.now} FROM gone`);
  return tx.execute(sql`DELETE FROM ticket_draft WHERE id = ANY(${ids}::uuid[])`);
}

async function forgetTickets(tx: Tx, limit: Date): Promise<number> {
  const old = await tx.query<{ id: string; address: string }>(sql`
    SELECT id, address FROM ticket WHERE id IN (${oldTickets(limit)} LIMIT ${AT_ONCE}) ORDER BY id FOR UPDATE`);
  if (old.length === 0) return 0;
  const ids = old.map(({ id }) => id);
  const who = await subjectOf(tx, ids);
  await keepValidations(tx, who);
  for (const name of TABLES) await forgetTable(tx, name, PERSONAL_DATA[name]!, who);
  return old.length;
}

/** Of no one person: the tickets, and every address that stands in them. */
async function subjectOf(tx: Tx, ids: readonly string[]): Promise<Person & { tickets: Sql }> {
  const found = await tx.query<{ address: string }>(sql`
    SELECT address FROM ticket WHERE id = ANY(${ids}::uuid[])
    UNION SELECT to_address FROM email WHERE ticket_id = ANY(${ids}::uuid[])
    UNION SELECT address FROM reply_token WHERE ticket_id = ANY(${ids}::uuid[])`);
  const addresses = Object.fromEntries(found.map(({ address }) => [address, pseudonymOfAddress(address)]));
  return { id: NOBODY, pseudonym: 'erased:', addresses, tickets: sql`SELECT unnest(${[...ids]}::uuid[])` };
}

const NOBODY = '00000000-0000-0000-0000-000000000000';

/** What was sent was sent to an address that was proven: that stays true of its pseudonym. */
async function keepValidations(tx: Tx, { addresses, tickets }: Person & { tickets: Sql }): Promise<void> {
  await tx.execute(sql`
    INSERT INTO validated_email (user_id, address, validated_at)
    SELECT DISTINCT ON (v.user_id, v.address) v.user_id, ${JSON.stringify(addresses)}::jsonb ->> v.address, v.validated_at
      FROM ticket t JOIN validated_email v ON v.user_id = t.user_id
     WHERE t.id IN (${tickets}) AND ${JSON.stringify(addresses)}::jsonb ? v.address
    ON CONFLICT DO NOTHING`);
}

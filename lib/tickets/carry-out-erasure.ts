/**
 * Erasing a person, second half: table by table as the data map says, each in a transaction of its own, so that it may be
 * interrupted anywhere and begun again. What requests that were under way at the tombstone may still have written goes with a
 * second pass. Pictures leave the store after their rows have gone, and are tried again until they have.
 */

import { type Person, personalTables, typedColumns } from '@/lib/accounts/personal-data';
import { db, inTransaction, raw, sql, type Tx } from '@/lib/foundation/db';
import { log } from '@/lib/foundation/log';
import { noteErased } from '@/lib/outbox/erased-list';
import { addressesOf, lockOutNewUsers } from '@/lib/outbox/erased-users';
import { screenshotStorage } from '@/lib/outbox/screenshot-storage';
import { promiseErasure } from '@/lib/tickets/erase-person';
import { forgetTable } from '@/lib/tickets/forget-table';
import { stopEverything } from '@/lib/tickets/stop-everything';

/** Longer than any request takes. */
const SECOND_PASS_MS = 2 * 60_000;

type Known = { pseudonym: string; externalId: string; doneAt: Date | null };

/** Any number of times; of somebody who was not erased nothing is touched. */
export async function carryOutErasure(userId: string, options: { at?: Date } = {}): Promise<void> {
  const [known] = await db.query<Known>(sql`
    SELECT e.pseudonym, u.external_id, e.done_at FROM erasure e JOIN end_user u ON u.id = e.user_id
     WHERE u.id = ${userId}::uuid AND u.erased_at IS NOT NULL`);
  if (!known) return;
  // Before anything goes: whatever happens to the database from here on, it is known outside of it who must be erased again.
  await noteErased({ userId, pseudonym: known.pseudonym });
  const who: Person = { id: userId, pseudonym: known.pseudonym, addresses: await addressesOf(db, userId) };
  await inTransaction((tx) => stopEverything(tx, userId), options);
  await inTransaction((tx) => forgetTyped(tx, who, known.externalId), options);
  const counts: Record<string, number> = {};
  for (const [name, table] of personalTables()) {
    counts[name] = await inTransaction(async (tx) => {
      if (name === 'end_user') await lockOutNewUsers(tx);
      if (name === 'screenshot') await abandonFiles(tx, userId);
      return forgetTable(tx, name, table, who);
    }, options);
  }
  await inTransaction((tx) => finish(tx, userId, counts), options);
  await removeAbandonedFiles();
}

/** Ids of a few digits may stand for anything: only what is long enough to be nothing else is taken out of agents' words. */
const TELLING = 8;

async function forgetTyped(tx: Tx, { addresses }: Person, externalId: string): Promise<void> {
  const ids = externalId.length >= TELLING && !externalId.startsWith('erased:') ? [externalId] : [];
  const named = [...Object.keys(addresses), ...ids];
  // A list is kept as the query of its address.
  const words = new Set([...named, ...named.map(encodeURIComponent)]);
  for (const { table, column } of typedColumns()) {
    for (const said of words) {
      await tx.execute(sql`
        UPDATE ${raw(table)} SET ${raw(column)} = replace(${raw(column)}, ${said}, 'erased')
         WHERE position(${said} in ${raw(column)}) > 0`);
    }
  }
}

async function abandonFiles(tx: Tx, userId: string): Promise<void> {
  await tx.execute(sql`
    INSERT INTO abandoned_file (storage_key, since)
    SELECT storage_key, ${tx.now} FROM screenshot WHERE user_id = ${userId}::uuid ON CONFLICT DO NOTHING`);
}

async function finish(tx: Tx, userId: string, counts: Record<string, number>): Promise<void> {
  const first = await tx.execute(sql`
    UPDATE erasure SET done_at = ${tx.now}, counts = ${JSON.stringify(counts)}::jsonb
     WHERE user_id = ${userId}::uuid AND done_at IS NULL`);
  if (first > 0) await promiseErasure(tx, userId, new Date(tx.now.getTime() + SECOND_PASS_MS));
}

const FILES_AT_ONCE = 100;

/** Returns how many have gone. One that cannot be removed now is tried again every day. */
export async function removeAbandonedFiles(): Promise<number> {
  const files = await db.query<{ storageKey: string }>(
    sql`SELECT storage_key FROM abandoned_file ORDER BY since LIMIT ${FILES_AT_ONCE}`,
  );
  const removed: string[] = [];
  for (const { storageKey } of files) {
    try {
      await screenshotStorage().remove(storageKey);
      removed.push(storageKey);
    } catch (error) {
      log.warn({ storageKey, reason: (error as Error).message }, 'a file could not be removed yet');
    }
  }
  await db.execute(sql`DELETE FROM abandoned_file WHERE storage_key = ANY(${removed}::text[])`);
  const isAll = removed.length < FILES_AT_ONCE;
  return removed.length + (isAll ? 0 : await removeAbandonedFiles());
}

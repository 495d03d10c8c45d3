/**
 * Everything about one person as an archive (GDPR 15): `data.json` with the rows of every table of the data map, the pictures
 * they sent and the mails they wrote, as they came. Sent while it is read; pictures and mails one at a time.
 */
import { countPersonalData } from '@/lib/accounts/count-personal-data';
import { type Person, personalTables } from '@/lib/accounts/personal-data';
import { auditEntries } from '@/lib/foundation/audit';
import { db, inTransaction, raw, sql } from '@/lib/foundation/db';
import { addressesOf } from '@/lib/outbox/erased-users';
import { screenshotStorage } from '@/lib/outbox/screenshot-storage';
import { TAR_END, tarHeader, tarPadding } from '@/lib/rules/tar';

/** Secrets, addresses of others, and what stands beside in a file of its own. */
const LEFT_OUT = ['token_hash', 'lease_token', 'raw', 'words', 'storage_key'];
const TO_OTHERS = ['recheck_request'];

/** Whoever takes a person's data out of the house leaves a trace. */
export async function noteExportOfPerson(userId: string, by: { id: string }): Promise<void> {
  const counted = await countPersonalData(userId);
  const after = { rows: counted.reduce((sum, { rows }) => sum + rows, 0) };
  const entry = { action: 'export-user', subject: `end-user:${userId}`, after };
  await inTransaction((tx) => auditEntries(tx, [{ actor: { kind: 'AGENT', id: by.id }, ...entry }]));
}

export async function* exportPerson(userId: string, now: Date): AsyncGenerator<Uint8Array> {
  const who = { id: userId, pseudonym: '', addresses: await addressesOf(db, userId) };
  yield* file('data.json', Buffer.from(JSON.stringify(await allRows(who, now), null, 2)), now);
  for (const { id, storageKey } of await pictures(userId)) {
    const bytes = await screenshotStorage().read(storageKey);
    if (bytes) yield* file(`pictures/${id}.${storageKey.split('.').at(-1)}`, bytes, now);
  }
  for (const id of await mails(who)) {
    const [mail] = await db.query<{ raw: Buffer | null }>(sql`SELECT raw FROM inbound_email WHERE id = ${id}::uuid`);
    if (mail?.raw) yield* file(`mails/${id}.eml`, mail.raw, now);
  }
  yield TAR_END;
}

function* file(name: string, bytes: Buffer, now: Date): Generator<Uint8Array> {
  yield tarHeader(name, bytes.length, now);
  if (bytes.length > 0) yield bytes;
  yield tarPadding(bytes.length);
}

async function allRows(who: Person, now: Date): Promise<Record<string, unknown>> {
  const data: Record<string, unknown> = { exportedAt: now.toISOString() };
  for (const [name, table] of personalTables()) {
    if (TO_OTHERS.includes(name)) continue;
    const rows = await db.query<{ row: unknown }>(
      sql`SELECT to_jsonb(x) - ${LEFT_OUT}::text[] AS row FROM (SELECT * FROM ${raw(name)} WHERE ${table.of(who)}) AS x`,
    );
    if (rows.length > 0) data[name] = rows.map(({ row }) => row);
  }
  return data;
}

function pictures(userId: string): Promise<{ id: string; storageKey: string }[]> {
  return db.query(sql`SELECT id, storage_key FROM screenshot WHERE user_id = ${userId}::uuid ORDER BY created_at, id`);
}

async function mails(who: Person): Promise<string[]> {
  const table = personalTables().find(([name]) => name === 'inbound_email')![1];
  const rows = await db.query<{ id: string }>(sql`
    SELECT id FROM inbound_email WHERE ${table.of(who)} AND raw IS NOT NULL ORDER BY received_at, id`);
  return rows.map(({ id }) => id);
}

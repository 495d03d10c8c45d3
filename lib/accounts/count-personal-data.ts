/** How much there is about a person, table by table: what an export will hold and an erasure will touch. */

import { personalTables } from '@/lib/accounts/personal-data';
import { db, join, raw, sql } from '@/lib/foundation/db';
import { addressesOf } from '@/lib/outbox/erased-users';

/** `pseudonymised`: rows stay, without what could name the person. `kept`: rows stay as they are. */
export type Becoming = 'removed' | 'pseudonymised' | 'kept';
export type Counted = { table: string; rows: number; becoming: Becoming };

/** Tables without a row are left out. */
export async function countPersonalData(userId: string): Promise<Counted[]> {
  const who = { id: userId, pseudonym: '', addresses: await addressesOf(db, userId) };
  const tables = personalTables().filter(([name]) => name !== 'erasure');
  const counts = tables.map(
    ([name, table]) => sql`SELECT ${name} AS name, count(*)::int AS rows FROM ${raw(name)} WHERE ${table.of(who)}`,
  );
  const found = await db.query<{ name: string; rows: number }>(join(counts, ' UNION ALL '));
  const rowsOf = new Map(found.map(({ name, rows }) => [name, rows]));
  return tables.flatMap(([table, entry]) => {
    const rows = rowsOf.get(table) ?? 0;
    const becoming = entry.gone ? 'removed' : Object.keys(entry.becomes).length > 0 ? 'pseudonymised' : 'kept';
    return rows > 0 ? [{ table, rows, becoming } as const] : [];
  });
}

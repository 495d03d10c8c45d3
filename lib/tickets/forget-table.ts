/** What the data map says of one table, done to the rows of one person. */
import type { Person, PersonalTable } from '@/lib/accounts/personal-data';
import { join, raw, sql, type Tx } from '@/lib/foundation/db';

/** Returns how many rows were removed or rewritten. */
export async function forgetTable(tx: Tx, name: string, table: PersonalTable, who: Person): Promise<number> {
  if (table.of === null) return 0;
  if (table.gone) return tx.execute(sql`DELETE FROM ${raw(name)} WHERE ${table.of(who)}`);
  const columns = Object.entries(table.becomes);
  if (columns.length === 0) return 0;
  const changes = columns.map(([column, becomes]) => sql`${raw(column)} = ${becomes(who)}`);
  // Evidence lets its words be taken from it only by who says so (migration 20261121100900).
  await tx.execute(sql`SELECT set_config('makegood.forgetting', 'person', true)`);
  const forgotten = await tx.execute(sql`UPDATE ${raw(name)} SET ${join(changes)} WHERE ${table.of(who)}`);
  await tx.execute(sql`SELECT set_config('makegood.forgetting', '', true)`);
  return forgotten;
}

/** What could stand after `offer:`, `advertiser:`, `app:`, `assignee:` or `tag:` in the search box, by what is typed so far. */
import { db, type Sql, sql } from '@/lib/foundation/db';

const SHOWN = 8;

const NAMES: Record<string, (pattern: string) => Sql> = {
  offer: (pattern) => sql`SELECT DISTINCT title AS name FROM offer WHERE title ILIKE ${pattern}`,
  advertiser: (pattern) => sql`SELECT DISTINCT name FROM advertiser WHERE name ILIKE ${pattern}`,
  app: (pattern) => sql`SELECT DISTINCT name FROM app WHERE name ILIKE ${pattern}`,
  assignee: (pattern) =>
    sql`SELECT name FROM agent WHERE disabled_at IS NULL AND (name ILIKE ${pattern} OR email ILIKE ${pattern})`,
  tag: (pattern) => sql`SELECT name FROM tag WHERE archived_at IS NULL AND name ILIKE ${pattern}`,
};

/** Empty for keys that have no names. */
export async function completeSearch(key: string, typed: string): Promise<string[]> {
  const names = Object.hasOwn(NAMES, key) ? NAMES[key] : undefined;
  if (!names) return [];
  const pattern = `%${typed.slice(0, 60).replace(/[\\%_]/g, '\\$&')}%`;
  const found = await db.query<{ name: string }>(sql`${names(pattern)} ORDER BY name LIMIT ${SHOWN}`);
  return found.map(({ name }) => name);
}

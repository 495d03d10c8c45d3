import { expect, test, vi } from 'vitest';
import { GET as health } from '@/app/api/health/route';
import { GET as ready } from '@/app/api/ready/route';
import { freshDatabase } from '@/e2e/support/database';
import { db, sql } from '@/lib/foundation/db';
import { missingMigrations, readReadiness, weakSettings } from '@/lib/reports/readiness';

await freshDatabase();

const migrations = (reasons: string[]) => reasons.filter((reason) => reason.includes('migration'));

test('a database that does not keep what it acknowledged is not ready', async () => {
  // The tests' own database runs with durability off, which makes it the example; `synchronous_commit` our sessions set themselves.
  expect(await readReadiness()).toEqual(
    ['fsync', 'full_page_writes'].map((name) => `the database runs with ${name} off`),
  );
  expect(
    weakSettings([
      { name: 'fsync', setting: 'on' },
      { name: 'synchronous_commit', setting: 'remote_apply' },
    ]),
  ).toEqual([]);
});

test('a migration that has not been applied is named; one that we do not know yet is not our business', async () => {
  expect(migrations(await readReadiness())).toEqual([]);
  await db.execute(
    sql`INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'x', '99_newer', now())`,
  );
  expect(migrations(await readReadiness())).toEqual([]);
  await db.execute(sql`UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name LIKE '%_initial'`);
  expect(migrations(await readReadiness())).toEqual([expect.stringMatching(/_initial has not been applied/)]);
  expect(missingMigrations(['a', 'b'], ['a'])).toHaveLength(1);
});

test('a database that hangs is not ready within half a second', async () => {
  const hanging = vi.spyOn(db, 'query').mockReturnValue(new Promise(() => undefined));
  const started = performance.now();
  expect(await readReadiness()).toEqual(['the database does not answer in time']);
  expect(performance.now() - started).toBeLessThan(1_000);
  hanging.mockRestore();
});

test('a database that is away makes the process not ready, but not unhealthy', async () => {
  const away = vi.spyOn(db, 'query').mockRejectedValue(Object.assign(new Error('away'), { code: 'ECONNREFUSED' }));
  const response = await ready(new Request('http://localhost/api/ready'), {});
  expect(response.status).toBe(503);
  expect(await response.json()).toEqual({ status: 'not-ready', reasons: ['the database cannot be reached'] });
  expect((await health()).status).toBe(200);
  away.mockRestore();
});

/** A backup brings back everything, and a file that is not a whole backup changes nothing. */

import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { runMigrations } from 'graphile-worker';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { freshDatabase, onCluster } from '@/e2e/support/database';
import { openStorage } from '@/lib/outbox/screenshot-storage';
import { seedDemo } from '@/prisma/seed/index';
import { makeSchema, restoreArchive } from './restore-archive';
import { writeArchive } from './write-archive';

const source = await freshDatabase();
const folder = mkdtempSync(join(tmpdir(), 'makegood-archive-'));
const storage = openStorage(undefined, process.env.DATA_DIR!);
const archive = join(folder, 'demo.backup');
const made: string[] = [];

await seedDemo({ gameUrl: 'http://127.0.0.1:4001', publicUrl: 'http://localhost:3000' });
const PICTURE = `ab/cd/abcd${'0'.repeat(28)}.webp`;
await storage.keep(PICTURE, Buffer.from([0, 255, 10, 13, 128]));
await onCluster(
  source,
  `INSERT INTO screenshot (user_id, storage_key, mime, width, height, bytes, pixel_hash, look_hash, name, created_at)
   SELECT id, key, 'image/webp', 1, 1, 5, 'p', 9223372036854775807, 'back\\slash "quote", (bracket)' || E'\\n\\ttab é 😀', now()
     FROM (SELECT id FROM end_user LIMIT 1) AS someone, (VALUES ('${PICTURE}'), ('${PICTURE.replace('abcd', 'abce')}')) AS two(key)`,
);
await onCluster(source, `SELECT graphile_worker.add_job('tell-acknowledged', '{"callbackIds": ["of nobody"]}'::json)`);
const { closeDatabase } = await import('@/lib/foundation/db');
await closeDatabase();
const written = await writeArchive(source, archive, storage);

afterAll(async () => {
  for (const name of made) await onCluster(process.env.TEST_CLUSTER_URL!, `DROP DATABASE "${name}" WITH (FORCE)`);
  rmSync(folder, { recursive: true, force: true });
});

async function emptyDatabase(): Promise<string> {
  const url = new URL(source);
  const name = `${url.pathname.slice(1)}_${made.length}`;
  await onCluster(process.env.TEST_CLUSTER_URL!, `CREATE DATABASE "${name}" TEMPLATE template0`);
  made.push(name);
  url.pathname = name;
  return url.href;
}

async function ask<Row extends pg.QueryResultRow>(url: string, query: string): Promise<Row[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<Row>(query)).rows;
  } finally {
    await client.end();
  }
}

/** But for what is news for a moment: who looks at what, and what has just changed. */
const EVERY_TABLE = `SELECT relname::text AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace
  AND relkind IN ('r', 'p') AND NOT relispartition AND relname NOT IN ('live_event', 'presence') ORDER BY relname`;

/** A fingerprint of all rows of all tables. */
async function fingerprints(url: string): Promise<Record<string, string>> {
  const tables = await ask<{ name: string }>(url, EVERY_TABLE);
  const prints: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await ask<{ print: string }>(
      url,
      `SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, E'\\n' ORDER BY t::text COLLATE "C")), '') AS print FROM "${name}" t`,
    );
    prints[name] = row!.print;
  }
  return prints;
}

const tablesOf = async (url: string) => (await ask(url, EVERY_TABLE)).length;
const altered = (name: string, change: (lines: string[]) => string[]): string => {
  const file = join(folder, name);
  writeFileSync(file, gzipSync(change(gunzipSync(readFileSync(archive)).toString('utf8').split('\n')).join('\n')));
  return file;
};

test('every row of every table comes back as it was, with its pictures, jobs, months and references', async () => {
  const target = await emptyDatabase();
  const elsewhere = openStorage(`file:${join(folder, 'pictures')}`, folder);
  const restored = await restoreArchive(target, archive, elsewhere);
  expect(restored.rows).toEqual(written.rows);
  expect(restored.screenshots).toBe(written.screenshots);
  expect(restored.migrated).toEqual([]);
  expect(await fingerprints(target)).toEqual(await fingerprints(source));
  const shape = `
    SELECT (SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND conparentid = 0) AS refs,
           (SELECT count(*) FROM pg_constraint WHERE NOT convalidated) AS unchecked,
           (SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'S') AS sequences,
           (SELECT count(*) FROM receipt_default) AS outside_their_month,
           (SELECT count(*) FROM graphile_worker.jobs WHERE task_identifier = 'tell-acknowledged') AS jobs`;
  expect(await ask(target, shape)).toEqual(await ask(source, shape));
  expect(await elsewhere.read(PICTURE)).toEqual(Buffer.from([0, 255, 10, 13, 128]));
  expect(written.missingScreenshots).toEqual([PICTURE.replace('abcd', 'abce')]);
});

test('the file is for its owner alone, holds its own name only when complete, and replaces no other', async () => {
  expect(statSync(archive).mode & 0o077).toBe(0);
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  await expect(writeArchive(source, archive, storage)).rejects.toThrow(`${archive} is there already.`);
});

test('a database that holds something is replaced only when asked, and one that is in use not at all', async () => {
  const target = await emptyDatabase();
  await restoreArchive(target, archive, storage);
  await onCluster(target, `UPDATE app SET name = 'changed since'`);
  await expect(restoreArchive(target, archive, storage)).rejects.toThrow('not empty');
  const user = new pg.Client({ connectionString: target, application_name: 'makegood' });
  await user.connect();
  await expect(restoreArchive(target, archive, storage, { replace: true })).rejects.toThrow('stop web and workers');
  await user.end();
  await restoreArchive(target, archive, storage, { replace: true });
  expect(await fingerprints(target)).toEqual(await fingerprints(source));
});

test('who was erased after the backup was taken is erased again, as the replaced database and the list beside it say', async () => {
  const target = await emptyDatabase();
  await restoreArchive(target, archive, storage);
  const users = await ask<{ id: string }>(target, 'SELECT id FROM end_user ORDER BY id LIMIT 3');
  const [here, listed, left] = users.map(({ id }) => id) as [string, string, string];
  const nobody = '00000000-0000-4000-8000-000000000000';
  await onCluster(target, `INSERT INTO erasure (user_id, pseudonym, asked_at) VALUES ('${here}', 'erased:1', now())`);
  const erased = [
    { userId: listed, pseudonym: 'erased:2' },
    { userId: nobody, pseudonym: 'erased:3' },
  ];
  expect((await restoreArchive(target, archive, storage, { replace: true, erased })).erasedAgain).toBe(2);
  const buried = `SELECT id FROM end_user WHERE erased_at IS NOT NULL ORDER BY id`;
  expect((await ask<{ id: string }>(target, buried)).map(({ id }) => id)).toEqual([here, listed]);
  expect(await ask(target, `SELECT erased_at FROM end_user WHERE id = '${left}'`)).toEqual([{ erased_at: null }]);
  const jobs = `SELECT count(*)::int AS count FROM graphile_worker.jobs WHERE task_identifier = 'erase-person'`;
  expect(await ask(target, jobs)).toEqual([{ count: 2 }]);
  const known = `SELECT pseudonym FROM erasure WHERE done_at IS NULL ORDER BY pseudonym`;
  expect(await ask(target, known)).toEqual(['erased:1', 'erased:2', 'erased:3'].map((pseudonym) => ({ pseudonym })));
});

test('a file that is cut, foreign, of another version or damaged is refused in one line before anything is touched', async () => {
  const target = await emptyDatabase();
  const cut = join(folder, 'cut');
  writeFileSync(cut, readFileSync(archive).subarray(0, -2000));
  const foreign = join(folder, 'foreign');
  writeFileSync(foreign, 'PGDMP and so on');
  const flipped = join(folder, 'flipped');
  const bytes = Buffer.from(readFileSync(archive));
  bytes[bytes.length >> 1]! ^= 0xff;
  writeFileSync(flipped, bytes);
  const refusals: [string, RegExp][] = [
    [cut, /not complete/],
    [foreign, /not a backup/],
    [flipped, /damaged/],
    [join(folder, 'absent'), /cannot be read/],
    [altered('other', () => ['{"makegood":"something else"}']), /not a backup/],
    [altered('without-end', (lines) => lines.slice(0, -2)), /not complete/],
    [altered('without-a-batch', ([first, _, ...rest]) => [first!, ...rest]), /holds less or more/],
    [
      altered('newer', ([first, ...rest]) => [first!.replace('_initial', '_from_the_future'), ...rest]),
      /does not know/,
    ],
    [
      altered('rewritten', ([first, ...rest]) => [first!.replace(/[0-9a-f]{64}/, 'f'.repeat(64)), ...rest]),
      /is not the one/,
    ],
  ];
  for (const [file, reason] of refusals) {
    const refusal = await restoreArchive(target, file, storage).then(
      () => null,
      (error: Error) => error,
    );
    expect(refusal?.constructor.name, file).toBe('ArchiveRefused');
    expect(refusal?.message).toMatch(reason);
    expect(refusal?.message).not.toContain('\n');
  }
  expect(await tablesOf(target)).toBe(0);
});

test('what fails in the middle of the loading leaves the database and the store as they were', async () => {
  const target = await emptyDatabase();
  await restoreArchive(target, archive, storage);
  await onCluster(target, `UPDATE app SET name = 'changed since'`);
  const before = await fingerprints(target);
  const broken = altered('dangling', (lines) =>
    lines.map((line) =>
      line.startsWith('{"table":"task"') ? line.replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-7/g, '00000000-0000-7') : line,
    ),
  );
  await expect(restoreArchive(target, broken, storage, { replace: true })).rejects.toThrow();
  expect(await fingerprints(target)).toEqual(before);
});

test('a backup of an older version comes back and is migrated to this one', async () => {
  const names = readdirSync('prisma/migrations', { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  const last = names.pop()!;
  const older = await emptyDatabase();
  await runMigrations({ connectionString: older });
  const client = new pg.Client(older);
  await client.connect();
  const statements = names.map((name) => readFileSync(join('prisma/migrations', name, 'migration.sql'), 'utf8'));
  await makeSchema(client, statements);
  for (const [index, name] of names.entries()) {
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now() + $4 * interval '1 ms', now(), 1)`,
      [name.slice(0, 36), createHash('sha256').update(statements[index]!).digest('hex'), name, index],
    );
  }
  await client.query(`INSERT INTO publisher (key, name) VALUES ('of-old', 'From before')`);
  await client.end();
  const file = join(folder, 'older');
  await writeArchive(older, file, storage);
  const target = await emptyDatabase();
  expect((await restoreArchive(target, file, storage)).migrated).toEqual([last]);
  expect(await ask(target, 'SELECT key FROM publisher')).toEqual([{ key: 'of-old' }]);
  expect((await ask(target, 'SELECT FROM _prisma_migrations')).length).toBe(names.length + 1);
});

/**
 * A backup becomes the database again: looked through to its end first, then loaded in one transaction. Whatever goes wrong,
 * the database is as it was before. The schema is made by the very migrations that the backup names; what came after them is
 * applied as to any older database.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runMigrations } from 'graphile-worker';
import pg from 'pg';
import type { Erased } from '@/lib/outbox/erased-list';
import type { ScreenshotStorage } from '@/lib/outbox/screenshot-storage';
import {
  ArchiveRefused,
  type Content,
  type Counts,
  counted,
  type Headline,
  openArchive,
  speakExactly,
} from './archive';
import { eraseAgain, erasedHere } from './erase-again';
import { prepareDatabase } from './prepare-database';

const MIGRATIONS = 'prisma/migrations';

export type Restored = Counts & {
  takenAt: string;
  /** Those that are younger than the backup. */
  migrated: string[];
  /** People who were erased after the backup was taken, and are now erased again. */
  erasedAgain: number;
  /** What should not be true now. What has been due for long is done as soon as a worker runs. */
  broken: { name: string; count: number }[];
};

/** `replace`: what the database holds now may go. `erased`: who was erased, as far as the caller knows. Throws ArchiveRefused, and then nothing has changed. */
export async function restoreArchive(
  databaseUrl: string,
  file: string,
  storage: ScreenshotStorage,
  { replace = false, erased = [] }: { replace?: boolean; erased?: readonly Erased[] } = {},
): Promise<Restored> {
  const migrations = await lookThrough(file);
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'restore' });
  await client.connect();
  try {
    await refuseUnlessFree(client, replace);
    await runMigrations({ connectionString: databaseUrl });
    const buried = [...erased, ...(await erasedHere(client))];
    const { takenAt, ...counts } = await loadAtOnce(client, file, migrations, storage);
    const migrated = await prepareDatabase(databaseUrl);
    const erasedAgain = await eraseAgain(client, buried);
    const { rows: broken } = await client.query('SELECT name, count FROM invariant_violations WHERE count > 0');
    return { ...counts, takenAt, migrated, erasedAgain, broken };
  } finally {
    await client.end();
  }
}

/** To its end, before anything is touched; returns the SQL of its migrations. */
async function lookThrough(file: string): Promise<string[]> {
  const { headline, contents } = await openArchive(file);
  const migrations = headline.migrations.map(readMigration);
  for await (const _ of contents);
  return migrations;
}

function readMigration({ name, checksum }: Headline['migrations'][number]): string {
  const path = join(MIGRATIONS, name, 'migration.sql');
  if (!/^\w+$/.test(name) || !existsSync(path)) {
    throw new ArchiveRefused(`The backup is of a version of Makegood that this one does not know (migration ${name}).`);
  }
  const statements = readFileSync(path);
  if (createHash('sha256').update(statements).digest('hex') === checksum) return statements.toString('utf8');
  throw new ArchiveRefused(`The backup is of another schema: migration ${name} is not the one it was made with.`);
}

async function refuseUnlessFree(client: pg.Client, replace: boolean): Promise<void> {
  const { rows: users } = await client.query(
    `SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'makegood%'`,
  );
  if (users[0].count > 0) throw new ArchiveRefused('Somebody is at work on this database: stop web and workers first.');
  if (!replace && (await holdsRows(client))) {
    throw new ArchiveRefused('The database is not empty. With --replace, what it holds is replaced by the backup.');
  }
}

async function holdsRows(client: pg.Client): Promise<boolean> {
  const { rows: tables } = await client.query<{ name: string }>(`
    SELECT quote_ident(relname) AS name FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relname <> '_prisma_migrations'`);
  if (tables.length === 0) return false;
  const some = tables.map(({ name }) => `EXISTS (SELECT FROM public.${name})`).join(' OR ');
  const { rows } = await client.query(`SELECT ${some} AS some`);
  return rows[0].some;
}

// ── all or nothing ──────────────────────────────────────────────────────────

async function loadAtOnce(client: pg.Client, file: string, migrations: string[], storage: ScreenshotStorage) {
  const { headline, contents } = await openArchive(file);
  const added: string[] = [];
  const loaded: Counts = { rows: {}, jobs: 0, screenshots: 0 };
  await speakExactly(client);
  await client.query(`SET lock_timeout = '10s'`);
  await client.query('BEGIN');
  try {
    await makeSchema(client, migrations);
    await refuseOtherColumns(client, headline);
    const references = await setReferencesAside(client);
    const triggers = await setTriggersAside(client);
    await emptyTables(client);
    for await (const content of contents) await load(client, counted(content, loaded), storage, added);
    for (const again of [...triggers, ...references]) await client.query(again);
    await refuseOtherCounts(client, headline, loaded);
    await client.query('COMMIT');
    return { ...loaded, takenAt: headline.takenAt };
  } catch (error) {
    await client.query('ROLLBACK');
    for (const key of added) await storage.remove(key);
    throw error;
  }
}

/** Everything in `public` goes; what these migrations make comes. */
export async function makeSchema(client: pg.Client, migrations: string[]): Promise<void> {
  await client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public; DELETE FROM graphile_worker._private_jobs');
  await client.query(`
    CREATE TABLE _prisma_migrations (
      id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz,
      migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,
      started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)`);
  for (const statements of migrations) await client.query(statements);
}

/** A row is read by the order of its columns. */
async function refuseOtherColumns(client: pg.Client, { tables }: Headline): Promise<void> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(`
    SELECT c.relname::text AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') GROUP BY c.oid, c.relname`);
  const here = new Map(rows.map(({ name, columns }) => [name, columns.join()]));
  const other = tables.find(({ name, columns }) => here.get(name) !== columns.join());
  if (other) throw new ArchiveRefused(`The backup is of another schema: table ${other.name} is not as it was.`);
}

/** Tables come in any order: what refers to what is checked when all are there. Returns what brings the references back. */
async function setReferencesAside(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ aside: string; again: string }>(`
    SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS aside,
           format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS again
      FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND conparentid = 0`);
  for (const { aside } of rows) await client.query(aside);
  return rows.map(({ again }) => again);
}

/** What triggers once wrote stands in the backup itself; written again it would stand there twice. */
async function setTriggersAside(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ aside: string; again: string }>(`
    SELECT DISTINCT format('ALTER TABLE %s DISABLE TRIGGER USER', tgrelid::regclass) AS aside,
                    format('ALTER TABLE %s ENABLE TRIGGER USER', tgrelid::regclass) AS again
      FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid
     WHERE NOT tgisinternal AND tgparentid = 0 AND c.relnamespace = 'public'::regnamespace`);
  for (const { aside } of rows) await client.query(aside);
  return rows.map(({ again }) => again);
}

/** Migrations bring rows of their own; the backup has them as they were last. */
async function emptyTables(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ names: string }>(`
    SELECT string_agg(c.oid::regclass::text, ', ') AS names FROM pg_class c
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
       AND c.relname <> '_prisma_migrations'`);
  await client.query(`TRUNCATE ${rows[0]!.names}`);
}

async function load(client: pg.Client, content: Content, storage: ScreenshotStorage, added: string[]): Promise<void> {
  if ('rows' in content) await loadRows(client, content);
  else if ('jobs' in content) await loadJobs(client, content.jobs);
  else {
    if (!(await storage.read(content.screenshot))) added.push(content.screenshot);
    await storage.keep(content.screenshot, Buffer.from(content.base64, 'base64'));
  }
}

async function loadRows(client: pg.Client, { table, rows }: Extract<Content, { rows: unknown }>): Promise<void> {
  const name = pg.escapeIdentifier(table);
  await client.query(
    `INSERT INTO ${name} SELECT (parsed.whole).* FROM (
       SELECT line::${name} AS whole FROM unnest($1::text[]) AS line OFFSET 0) AS parsed`,
    [rows],
  );
}

async function loadJobs(client: pg.Client, jobs: Extract<Content, { jobs: unknown }>['jobs']): Promise<void> {
  for (const { task, payload, queue, runAt, maxAttempts, key, priority } of jobs) {
    await client.query(
      `SELECT graphile_worker.add_job($1, $2::json, queue_name := $3, run_at := $4::timestamptz, max_attempts := $5,
                                      job_key := $6, priority := $7)`,
      [task, JSON.stringify(payload), queue, runAt, maxAttempts, key, priority],
    );
  }
}

async function refuseOtherCounts(client: pg.Client, { tables }: Headline, loaded: Counts): Promise<void> {
  for (const { name } of tables) {
    const { rows } = await client.query(`SELECT count(*) AS count FROM ${pg.escapeIdentifier(name)}`);
    if (Number(rows[0].count) === (loaded.rows[name] ?? 0)) continue;
    throw new ArchiveRefused(`Table ${name} does not hold what the backup holds.`);
  }
}

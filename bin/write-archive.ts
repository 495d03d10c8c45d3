/**
 * A backup of everything that cannot be had again: every table as of one instant, the jobs that wait, and the pictures.
 * What is not a fact of ours (the queue's own tables, the months of receipts as such) is made anew by a restore.
 */
import { randomBytes } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import type { ScreenshotStorage } from '@/lib/outbox/screenshot-storage';
import { ArchiveRefused, type Content, type Counts, counted, type Headline, speakExactly } from './archive';

const BATCH_BYTES = 1024 * 1024;
const MOST_ROWS = 2000;

export type Written = Counts & { takenAt: string; missingScreenshots: string[] };

/** Throws ArchiveRefused when the file is there already, or the database has nothing to back up. */
export async function writeArchive(databaseUrl: string, file: string, storage: ScreenshotStorage): Promise<Written> {
  if (existsSync(file)) throw new ArchiveRefused(`${file} is there already.`);
  const unfinished = `${file}.${randomBytes(4).toString('hex')}.part`;
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'backup' });
  await client.connect();
  try {
    await speakExactly(client);
    // One instant for all tables, however long reading them takes.
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const headline = await readHeadline(client);
    const written: Written = { rows: {}, jobs: 0, screenshots: 0, takenAt: headline.takenAt, missingScreenshots: [] };
    // It holds secrets and addresses: for the eyes of whoever made it.
    const target = createWriteStream(unfinished, { flags: 'wx', mode: 0o600, flush: true });
    await pipeline(toLines(client, headline, storage, written), createGzip(), target);
    // Under its own name it is complete.
    await rename(unfinished, file);
    return written;
  } finally {
    await rm(unfinished, { force: true });
    await client.end();
  }
}

async function* toLines(client: pg.Client, headline: Headline, storage: ScreenshotStorage, written: Written) {
  yield `${JSON.stringify(headline)}\n`;
  for await (const content of readContents(client, headline, storage, written)) {
    yield `${JSON.stringify(counted(content, written))}\n`;
  }
  const { rows, jobs, screenshots } = written;
  yield `${JSON.stringify({ end: { rows, jobs, screenshots } })}\n`;
}

async function readHeadline(client: pg.Client): Promise<Headline> {
  const { rows: known } = await client.query(`SELECT to_regclass('public._prisma_migrations') IS NOT NULL AS there`);
  if (!known[0].there) throw new ArchiveRefused('There is nothing to back up: this database was never migrated.');
  const { rows: migrations } = await client.query<Headline['migrations'][number]>(`
    SELECT migration_name AS name, checksum FROM _prisma_migrations
     WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY started_at, migration_name`);
  const { rows: tables } = await client.query<Headline['tables'][number]>(`
    SELECT c.relname::text AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
       -- Months of receipts that were taken out of the table, to be dropped.
       AND c.relname !~ '^receipt_[0-9]{4}_[0-9]{2}$'
       -- What open pages were told, in the order of this very server's transactions, and who looks at what just now.
       AND c.relname NOT IN ('live_event', 'presence')
     GROUP BY c.oid, c.relname ORDER BY c.relname`);
  const { rows: clock } = await client.query<{ now: Date }>('SELECT now()');
  return {
    makegood: 'backup',
    format: 1,
    takenAt: clock[0]!.now.toISOString(),
    migrations,
    tables,
  };
}

async function* readContents(
  client: pg.Client,
  { tables }: Headline,
  storage: ScreenshotStorage,
  written: Written,
): AsyncGenerator<Content> {
  for (const { name } of tables) {
    const quoted = pg.escapeIdentifier(name);
    for await (const rows of batches(client, `SELECT t::text AS line FROM ${quoted} t`)) yield { table: name, rows };
  }
  yield { jobs: await readJobs(client) };
  for await (const keys of batches(client, 'SELECT storage_key AS line FROM screenshot')) {
    for (const key of keys) {
      const picture = await storage.read(key);
      if (picture) yield { screenshot: key, base64: picture.toString('base64') };
      else written.missingScreenshots.push(key);
    }
  }
}

/** By a cursor: as many rows at a time as make about a megabyte. */
async function* batches(client: pg.Client, query: string): AsyncGenerator<string[]> {
  await client.query(`DECLARE batches NO SCROLL CURSOR FOR ${query}`);
  for (let size = 20; ; ) {
    const { rows } = await client.query<{ line: string }>(`FETCH ${size} FROM batches`);
    if (rows.length === 0) break;
    yield rows.map(({ line }) => line);
    const bytes = rows.reduce((sum, { line }) => sum + line.length, 0);
    size = Math.max(1, Math.min(MOST_ROWS, size * 4, Math.floor((BATCH_BYTES * rows.length) / Math.max(1, bytes))));
  }
  await client.query('CLOSE batches');
}

/** Most are only knocks on the door, but a few know what no row does: whom to tell. */
async function readJobs(client: pg.Client): Promise<Extract<Content, { jobs: unknown }>['jobs']> {
  const { rows } = await client.query(`
    SELECT t.identifier AS task, j.payload, q.queue_name AS queue, j.run_at::text AS "runAt",
           j.max_attempts::int AS "maxAttempts", j.key, j.priority::int AS priority
      FROM graphile_worker._private_jobs j
      JOIN graphile_worker._private_tasks t ON t.id = j.task_id
      LEFT JOIN graphile_worker._private_job_queues q ON q.id = j.job_queue_id
     WHERE j.attempts < j.max_attempts ORDER BY j.id`);
  return rows;
}

/**
 * Whether this process may be sent work: the database answers in time, has every migration of this version, and keeps what
 * it has acknowledged (04: an answer of 200 to a postback means it is on disk).
 *
 * A database that is *ahead* is fine: during a rolling restart the old processes go on until the new ones are up.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { db, sql } from '@/lib/foundation/db';
import { log } from '@/lib/foundation/log';

const ANSWERS_WITHIN_MS = 500;

/** Empty when ready; else the reasons, in plain words. */
export async function readReadiness(): Promise<string[]> {
  const done = new AbortController();
  const tooLate = wait(ANSWERS_WITHIN_MS, ['the database does not answer in time'], {
    signal: done.signal,
    ref: false,
  });
  const checked = checkDatabase().finally(() => done.abort());
  // Whichever loses the race must not end the process.
  tooLate.catch(() => undefined);
  return Promise.race([checked, tooLate.catch(() => checked)]);
}

async function checkDatabase(): Promise<string[]> {
  try {
    const [settings, applied] = [await readSettings(), await readApplied()];
    return [...weakSettings(settings), ...missingMigrations(await knownMigrations(), applied)];
  } catch (error) {
    log.warn({ err: error }, 'not ready');
    return ['the database cannot be reached'];
  }
}

export type Setting = { name: string; setting: string };

async function readSettings(): Promise<Setting[]> {
  return db.query<Setting>(sql`
    SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit')`);
}

export function weakSettings(settings: readonly Setting[]): string[] {
  return settings.filter(({ setting }) => setting === 'off').map(({ name }) => `the database runs with ${name} off`);
}

async function readApplied(): Promise<string[]> {
  const rows = await db.query<{ migrationName: string }>(sql`
    SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`);
  return rows.map(({ migrationName }) => migrationName);
}

async function knownMigrations(): Promise<string[]> {
  const folder = join(/* turbopackIgnore: true */ process.cwd(), 'prisma/migrations');
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

export function missingMigrations(known: readonly string[], applied: readonly string[]): string[] {
  return known.filter((name) => !applied.includes(name)).map((name) => `the migration ${name} has not been applied`);
}

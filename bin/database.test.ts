/** Which database a command works on when none is named. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, expect, test, vi } from 'vitest';
import { databaseUrl } from './database';
import { ensureDatabase, startPostgres } from './postgres';

afterEach(() => {
  vi.unstubAllEnvs();
});

test('a command beside a running demo works on its database and leaves it running; without one it starts and stops its own', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'makegood-database-'));
  chmodSync(folder, 0o755);
  vi.stubEnv('DATABASE_URL', '');
  vi.stubEnv('DATA_DIR', folder);
  const demo = await startPostgres(join(folder, 'postgres'), ['fsync=off']);
  try {
    const theirs = await ensureDatabase(demo, 'makegood');
    const beside = await databaseUrl();
    expect(beside.url).toBe(theirs);
    await beside.release();
    expect(await isThere(theirs)).toBe(true);
    await demo.stop();
    const alone = await databaseUrl();
    expect(await isThere(alone.url)).toBe(true);
    await alone.release();
    expect(await isThere(alone.url)).toBe(false);
  } finally {
    await demo.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

async function isThere(url: string): Promise<boolean> {
  const client = new pg.Client(url);
  client.on('error', () => undefined);
  return client.connect().then(
    () => client.end().then(() => true),
    () => false,
  );
}

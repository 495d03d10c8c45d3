/**
 * A PostgreSQL for one test run: a temporary folder, a free port, and a migrated template that each test file copies.
 * Durability is off: nothing here outlives the run. Says where it is on stdout; stops when stdin closes, which also
 * happens when whoever started it was killed.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureDatabase, startPostgres } from '../../bin/postgres';
import { prepareDatabase } from '../../bin/prepare-database';
import { TEMPLATE } from './template';

const FLAGS = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'shared_buffers=64MB', 'autovacuum=off'];

const folder = mkdtempSync(join(tmpdir(), 'makegood-test-'));
// PostgreSQL runs as another user when we are root.
chmodSync(folder, 0o755);
const cluster = await startPostgres(join(folder, 'postgres'), FLAGS);
await prepareDatabase(await ensureDatabase(cluster, TEMPLATE));
console.log(JSON.stringify({ url: cluster.url('postgres'), folder }));

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
process.stdin.resume().on('close', async () => {
  await cluster.stop();
  rmSync(folder, { recursive: true, force: true });
  process.exit();
});

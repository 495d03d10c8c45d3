/**
 * `npm run restore -- <file> [--replace] [--remote]`: the database as it was when the backup was taken, migrated to this
 * version. An empty database on this machine unless asked for otherwise.
 */
import { resolve } from 'node:path';
import { readErased } from '@/lib/outbox/erased-list';
import { openStorage } from '@/lib/outbox/screenshot-storage';
import { ArchiveRefused } from './archive';
import { databaseUrl, dataDir, refuseUnlessLocal } from './database';
import { restoreArchive } from './restore-archive';

const flags = process.argv.slice(2).filter((one) => one.startsWith('--'));
const [given] = process.argv.slice(2).filter((one) => !one.startsWith('--'));
if (!given || flags.some((flag) => !['--replace', '--remote'].includes(flag))) {
  console.error('Which one? npm run restore -- <file> [--replace] [--remote]');
  process.exit(1);
}
const database = await databaseUrl();
if (!flags.includes('--remote')) refuseUnlessLocal(database.url);
try {
  const storage = openStorage(process.env.STORAGE_URL || undefined, dataDir());
  const replace = flags.includes('--replace');
  const restored = await restoreArchive(database.url, resolve(given), storage, {
    replace,
    erased: await readErased(dataDir()),
  });
  const { takenAt, rows, screenshots, migrated, erasedAgain, broken } = restored;
  const count = Object.values(rows).reduce((sum, more) => sum + more, 0);
  console.log(`As of ${takenAt}: ${count} rows of ${Object.keys(rows).length} tables, ${screenshots} screenshots.`);
  if (migrated.length > 0) console.log(`Applied since: ${migrated.join(', ')}`);
  if (erasedAgain > 0) console.log(`Erased since, and again as soon as a worker runs: ${erasedAgain} people.`);
  for (const one of broken) console.log(`${one.count} × not: ${one.name}`);
} catch (error) {
  if (!(error instanceof ArchiveRefused)) throw error;
  console.error(`Refused: ${error.message}`);
  process.exitCode = 1;
} finally {
  await database.release();
}

/** `npm run backup -- <file>`: everything that cannot be had again, in one file, while the house is at work. */
import { resolve } from 'node:path';
import { openStorage } from '@/lib/outbox/screenshot-storage';
import { ArchiveRefused } from './archive';
import { databaseUrl, dataDir } from './database';
import { writeArchive } from './write-archive';

const [given] = process.argv.slice(2);
if (!given) {
  console.error('Where to? npm run backup -- <file>');
  process.exit(1);
}
const file = resolve(given);
const database = await databaseUrl();
try {
  const storage = openStorage(process.env.STORAGE_URL || undefined, dataDir());
  const { rows, screenshots, missingScreenshots } = await writeArchive(database.url, file, storage);
  const count = Object.values(rows).reduce((sum, more) => sum + more, 0);
  for (const key of missingScreenshots) console.error(`The screenshot ${key} is not in the store.`);
  console.log(`${file}: ${count} rows of ${Object.keys(rows).length} tables, ${screenshots} screenshots.`);
} catch (error) {
  if (!(error instanceof ArchiveRefused)) throw error;
  console.error(`Refused: ${error.message}`);
  process.exitCode = 1;
} finally {
  await database.release();
}

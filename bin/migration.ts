/**
 * `npm run migration -- <name>`: writes a migration from the difference between the migrations and the schema.
 * Without a name it only checks that the two agree, and exits with 1 when they do not.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureDatabase, startPostgres } from './postgres';
import { applyMigrations, differenceToSchema } from './schema-engine';

const name = process.argv[2];
if (name && !/^[a-z0-9_]+$/.test(name)) {
  console.error('A migration is named in lower case letters, digits and underscores.');
  process.exit(1);
}
const folder = mkdtempSync(join(tmpdir(), 'makegood-migration-'));
const cluster = await startPostgres(join(folder, 'postgres'), ['fsync=off']);
const url = await ensureDatabase(cluster, 'shadow');
await applyMigrations(url);
const difference = await differenceToSchema(url);
await cluster.stop();
rmSync(folder, { recursive: true, force: true });

if (!difference) console.log('Migrations and schema agree.');
else if (!name) console.error(`Migrations and schema differ:\n${difference}`);
else {
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const path = join('prisma/migrations', `${stamp}_${name}`);
  mkdirSync(path);
  writeFileSync(join(path, 'migration.sql'), difference);
  console.log(`Written: ${path}/migration.sql. Read it before you apply it.`);
}
process.exit(difference && !name ? 1 : 0);

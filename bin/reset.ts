/** `npm run reset`: an empty, migrated database on this machine. The embedded one loses its data folder's contents. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { databaseUrl, dataDir, refuseUnlessLocal } from './database';
import { prepareDatabase } from './prepare-database';

const database = await databaseUrl();
refuseUnlessLocal(database.url);
const client = new pg.Client(database.url);
await client.connect();
await client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public; DROP SCHEMA IF EXISTS graphile_worker CASCADE;');
await client.end();
await prepareDatabase(database.url);
await database.release();
for (const name of ['mailbox', 'screenshots', 'demo.json', 'secrets.json', 'demo-secrets.json'])
  rmSync(join(dataDir(), name), { recursive: true, force: true });
console.log('The database is empty and migrated.');
process.exit(0);

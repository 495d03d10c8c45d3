/** `npm run seed`: the demo's stories into a database on this machine. */
import { mkdirSync } from 'node:fs';
import { databaseUrl, dataDir, refuseUnlessLocal } from './database';
import { prepareDatabase } from './prepare-database';
import { keptSecrets } from './stack';

const database = await databaseUrl();
refuseUnlessLocal(database.url);
await prepareDatabase(database.url);
mkdirSync(dataDir(), { recursive: true });
// The games are on this machine, and links in e-mails must open with the secret that the demo will use.
Object.assign(process.env, { DATABASE_URL: database.url, DATA_DIR: dataDir(), ALLOW_PRIVATE_CALLBACKS: '1' });
process.env.AUTH_SECRET ??= keptSecrets(dataDir()).auth;
const { seedDemo } = await import('../prisma/seed/index');
const { closeDatabase } = await import('../lib/foundation/db');
await seedDemo({ gameUrl: 'http://127.0.0.1:9', publicUrl: 'http://localhost:3000' });
await closeDatabase();
await database.release();
console.log('Seeded.');
process.exit(0);

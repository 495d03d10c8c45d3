/** `npm run seed`: the demo's stories into a database on this machine. */
import { databaseUrl, dataDir, refuseUnlessLocal } from './database';
import { prepareDatabase } from './prepare-database';

const database = await databaseUrl();
refuseUnlessLocal(database.url);
await prepareDatabase(database.url);
Object.assign(process.env, { DATABASE_URL: database.url, DATA_DIR: dataDir() });
process.env.AUTH_SECRET ??= 'a seed of its own has no running web: 32 chars';
const { seedDemo } = await import('../prisma/seed/index');
await seedDemo({ gameUrl: 'http://127.0.0.1:9', publicUrl: 'http://localhost:3000' });
await database.release();
console.log('Seeded.');
process.exit(0);

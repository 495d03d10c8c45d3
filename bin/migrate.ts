/** `npm run migrate`: applies the migrations that the database lacks. */
import { databaseUrl } from './database';
import { prepareDatabase } from './prepare-database';

const { url, release } = await databaseUrl();
try {
  const applied = await prepareDatabase(url);
  console.log(applied.length ? `Applied: ${applied.join(', ')}` : 'The database is up to date.');
} finally {
  await release();
}

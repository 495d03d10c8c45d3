/** Brings one database to the state this version needs: Prisma's migrations, the job queue's own, and the receipt partitions. */
import { runMigrations } from 'graphile-worker';
import pg from 'pg';
import { applyMigrations } from './schema-engine';

/** Returns the names of the migrations that were applied. Two of these at once wait for each other. */
export async function prepareDatabase(url: string): Promise<string[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(`SELECT pg_advisory_lock(hashtext('makegood:migrate'))`);
    const applied = await applyMigrations(url);
    await runMigrations({ connectionString: url });
    await client.query('SELECT ensure_receipt_partitions(now())');
    return applied;
  } finally {
    await client.end();
  }
}

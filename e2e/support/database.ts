/** A database for one test file: a copy of the migrated template, dropped when the file is done. */
import pg from 'pg';
import { afterAll, expect } from 'vitest';
import { closeDatabase } from '@/lib/foundation/db';
import { env } from '@/lib/foundation/env';
import { brokenPromises } from '@/lib/reports/invariants';
import { TEMPLATE } from './template';

/**
 * Call once at the top of a test file: `await freshDatabase();`. From then on `db`, `inTransaction` and `prisma()` work.
 * The file ends with the invariants; `except` names those that rows made by hand for the test leave broken.
 */
export async function freshDatabase({ except = [] }: { except?: string[] } = {}): Promise<string> {
  const cluster = process.env.TEST_CLUSTER_URL;
  if (!cluster) throw new Error('This test needs a database: run it in the vitest project "database".');
  const name = new URL(env.DATABASE_URL).pathname.slice(1);
  await onCluster(cluster, `CREATE DATABASE "${name}" TEMPLATE "${TEMPLATE}"`);
  await onCluster(cluster, `ALTER DATABASE "${name}" SET timezone = 'UTC'`);
  afterAll(async () => {
    const broken = (await brokenPromises()).filter(({ name }) => !except.includes(name));
    expect(broken, 'what must never be true').toEqual([]);
    await closeDatabase();
    await onCluster(cluster, `DROP DATABASE "${name}" WITH (FORCE)`);
  });
  return env.DATABASE_URL;
}

export async function onCluster(url: string, statement: string): Promise<void> {
  const client = new pg.Client(url);
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

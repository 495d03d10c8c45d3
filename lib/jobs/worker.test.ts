import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import { db, sql } from '@/lib/foundation/db';
import { startWorker } from '@/lib/jobs/worker';

await freshDatabase();

test('a job that fails is kept for another try, and the worker goes on with the next', async () => {
  const worker = await startWorker();
  try {
    await db.query(sql`SELECT graphile_worker.add_job('match-confirmations', '{"confirmationIds":"poison"}'::json)`);
    await expect.poll(failedJobs, { timeout: 10_000 }).toEqual([{ attempts: 1 }]);
    await db.query(sql`SELECT graphile_worker.add_job('match-confirmations', '{"confirmationIds":[]}'::json)`);
    await expect.poll(waitingJobs, { timeout: 10_000 }).toBe(1);
    await wait(100);
  } finally {
    await worker.stop();
  }
});

function failedJobs() {
  return db.query<{ attempts: number }>(
    sql`SELECT attempts::int FROM graphile_worker.jobs WHERE last_error LIKE '%confirmationIds%' AND locked_at IS NULL`,
  );
}

async function waitingJobs(): Promise<number> {
  const jobs = await db.query(sql`SELECT FROM graphile_worker.jobs WHERE task_identifier = 'match-confirmations'`);
  return jobs.length;
}

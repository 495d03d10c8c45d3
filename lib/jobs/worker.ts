/** The worker process's entry: graphile-worker over the pool, until it is told to stop. Any number may run side by side. */
import { parseCrontab, run } from 'graphile-worker';
import { closeDatabase, pool } from '@/lib/foundation/db';
import { log } from '@/lib/foundation/log';
import { crontab, taskList } from '@/lib/jobs/tasks';

const CONCURRENCY = 10;

export async function startWorker(): Promise<{ stop: () => Promise<void> }> {
  const runner = await run({
    pgPool: pool(),
    taskList,
    parsedCronItems: parseCrontab(crontab),
    concurrency: CONCURRENCY,
    noHandleSignals: true,
    pollInterval: 1000,
  });
  log.info('worker started');
  return {
    stop: async () => {
      await runner.stop();
      await closeDatabase();
    },
  };
}

/** The worker process's entry: graphile-worker on a pool of its own, until it is told to stop. Any number may run side by side. */
import { type LogFunctionFactory, Logger, parseCrontab, run } from 'graphile-worker';
import { closeDatabase, libraryPool } from '@/lib/foundation/db';
import { log } from '@/lib/foundation/log';
import { openMailDoors } from '@/lib/jobs/mail-doors';
import { crontab, taskList } from '@/lib/jobs/tasks';

const CONCURRENCY = 10;

export async function startWorker(): Promise<{ stop: () => Promise<void> }> {
  const queue = libraryPool(CONCURRENCY);
  const runner = await run({
    pgPool: queue,
    taskList,
    logger: new Logger(quietLog),
    parsedCronItems: parseCrontab(crontab),
    concurrency: CONCURRENCY,
    noHandleSignals: true,
    pollInterval: 1000,
  });
  const mailDoors = openMailDoors();
  log.info('worker started');
  return {
    stop: async () => {
      await mailDoors.close();
      await runner.stop();
      await queue.end();
      await closeDatabase();
    },
  };
}

/** Completed jobs are no news; what went wrong goes to our own log. */
const quietLog: LogFunctionFactory = () => (level, message) => {
  if (level === 'error' || level === 'warning') log.warn({ message }, 'worker');
};

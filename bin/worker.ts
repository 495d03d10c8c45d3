/** `npm run worker`: one worker process. SIGTERM lets what is in flight finish, then it ends. */
import { isDatabaseAway } from '@/lib/foundation/db';
import { log } from '@/lib/foundation/log';
import { startWorker } from '@/lib/jobs/worker';
import { whenParentIsGone } from './with-parent.mjs';

const worker = await startWorker();
whenParentIsGone(() => process.kill(process.pid, 'SIGTERM'));
// graphile-worker waits for nobody when it writes that a job is over. If the database goes in that moment, the job is done
// and stays locked until it is freed with those of the dead (lib/jobs/tasks.ts); that is no reason to go as well.
process.on('unhandledRejection', (error) => {
  if (!isDatabaseAway(error)) throw error;
  log.warn({ err: error }, 'the end of a job could not be written');
});
let stopping = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, async () => {
    if (stopping) return;
    stopping = true;
    const tooLong = setTimeout(() => process.exit(1), 25_000);
    await worker.stop();
    clearTimeout(tooLong);
    log.info('worker stopped');
    process.exit(0);
  });
}

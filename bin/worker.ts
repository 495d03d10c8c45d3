/** `npm run worker`: one worker process. SIGTERM lets what is in flight finish, then it ends. */
import { log } from '@/lib/foundation/log';
import { startWorker } from '@/lib/jobs/worker';
import { whenParentIsGone } from './with-parent.mjs';

const worker = await startWorker();
whenParentIsGone(() => process.kill(process.pid, 'SIGTERM'));
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

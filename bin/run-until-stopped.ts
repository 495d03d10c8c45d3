/** Runs something long: stops it on Ctrl-C or a signal, also while it is still starting, and when one of its parts dies. */
import { whenParentIsGone } from './with-parent.mjs';

type Running = { stop: () => Promise<void>; failed: Promise<string> };

export async function runUntilStopped(start: () => Promise<Running>): Promise<never> {
  const asked = new Promise<'asked'>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve('asked'));
    whenParentIsGone(() => resolve('asked'));
  });
  const started = start();
  const running = await started.catch((error: Error) => {
    console.error(error.message);
    process.exit(1);
  });
  const reason = await Promise.race([asked, running.failed]);
  if (reason !== 'asked') console.error(reason);
  await running.stop();
  process.exit(reason === 'asked' ? 0 : 1);
}

/**
 * How a worker process is started. Its short-lived rows would otherwise fill the largest nursery that this machine's memory
 * allows: with a small one it needs half the memory and no more time (`npm run bench -- hourly`).
 */
export const WORKER_COMMAND = ['--max-semi-space-size=8', '--import', 'tsx', 'bin/worker.ts'];

/** The intake's are many and die young: with room for them they are not copied before they do. */
export const INTAKE_COMMAND = ['--max-semi-space-size=64', '--import', 'tsx', 'bin/intake.ts'];

/** A worker that has loaded everything and waits for the whistle, so that a killed one is replaced at once. */
import '@/lib/jobs/worker';

// Whoever started us is gone: so are we.
process.once('disconnect', () => process.exit());
process.once('message', () => void import('../../bin/worker'));
process.send!('ready');

/** A worker that has loaded everything and waits for the whistle, so that a killed one is replaced at once. */
import '@/lib/jobs/worker';
import { onWhistle } from './whistle';

onWhistle(() => import('../../bin/worker'));

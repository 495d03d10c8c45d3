/** `npm test`: the whole suite, on databases and ports of its own. The last line counts. */
import { everything, runStep, summary } from './steps';

const results = [];
for (const step of everything) results.push(await runStep(step));
process.exit(summary(results));

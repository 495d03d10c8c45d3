/** `npm run check`: types, lint, floors, dead code and the tests that need no database. Under a minute. */
import { checks, runStep, summary } from './steps';

const results = [];
for (const step of checks) results.push(await runStep(step));
process.exit(summary(results));

/** `npm run demo`: the whole product on this machine, with stories in it. Ctrl-C ends it; the next start keeps the data. */
import { buildIfStale } from './build-if-stale';
import { dataDir } from './database';
import { demoCard } from './demo-card';
import { runUntilStopped } from './run-until-stopped';
import { startStack } from './stack';

await buildIfStale();
await runUntilStopped(async () => {
  const stack = await startStack({ dataDir: dataDir(), port: Number(process.env.PORT ?? 3000), web: 'start' });
  console.log(await demoCard(stack.demo));
  return stack;
});

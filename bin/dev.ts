/** `npm run dev`: like the demo, with hot reload of the web. */
import { dataDir } from './database';
import { demoCard } from './demo-card';
import { runUntilStopped } from './run-until-stopped';
import { startStack } from './stack';

await runUntilStopped(async () => {
  const stack = await startStack({ dataDir: dataDir(), port: Number(process.env.PORT ?? 3000), web: 'dev' });
  console.log(await demoCard(stack.demo));
  return stack;
});

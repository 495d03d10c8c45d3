/** `npm start`: production. The web, and the worker unless WORKER=off. Refuses to run without what has no safe default. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { missingForProduction, parseEnv } from '@/lib/foundation/env';
import { buildIfStale } from './build-if-stale';
import { databaseUrl } from './database';
import { prepareDatabase } from './prepare-database';
import { runUntilStopped } from './run-until-stopped';
import { WORKER_COMMAND } from './worker-command';

const missing = missingForProduction(process.env);
if (missing.length > 0) {
  console.error(`Refused to start: set ${missing.join(', ')} (README, "Configuration").`);
  process.exit(1);
}
const env = parseEnv(process.env);
await buildIfStale();

await runUntilStopped(async () => {
  const database = await databaseUrl();
  await prepareDatabase(database.url);
  const childEnv = {
    ...process.env,
    DATABASE_URL: database.url,
    NEXTAUTH_URL: env.PUBLIC_URL,
    NODE_ENV: 'production' as const,
  };
  const run = (args: string[]) => spawn(process.execPath, args, { stdio: 'inherit', env: childEnv, detached: true });
  const processes = [
    run([
      '--import',
      './bin/forwarded-for.mjs',
      'node_modules/next/dist/bin/next',
      'start',
      '-p',
      String(env.PORT),
      '-H',
      env.HOST,
    ]),
  ];
  if (env.WORKER === 'on') processes.push(run(WORKER_COMMAND));
  return {
    failed: Promise.race(processes.map((child) => once(child, 'exit').then(() => `${child.spawnargs[1]} ended`))),
    stop: async () => {
      await Promise.all(processes.map(stop));
      await database.release();
    },
  };
});

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}

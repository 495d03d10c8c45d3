/** One more web process of the same build, set up differently: as it stands behind https, or with its database away. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../../bin/postgres';
import { demo } from './fixtures';

export type SecondWeb = { url: string; stop: () => Promise<void> };

export async function aSecondWeb(settings: Record<string, string>): Promise<SecondWeb> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const args = [
    '--import',
    './bin/forwarded-for.mjs',
    'node_modules/next/dist/bin/next',
    'start',
    '-p',
    String(port),
    '-H',
    '127.0.0.1',
  ];
  const web = spawn(process.execPath, args, {
    stdio: 'ignore',
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      DATABASE_URL: demo.databaseUrl,
      PORT: String(port),
      PUBLIC_URL: url,
      NEXTAUTH_URL: url,
      AUTH_SECRET: randomBytes(32).toString('hex'),
      CRON_SECRET: randomBytes(32).toString('hex'),
      LOG_LEVEL: 'silent',
      NEXT_TELEMETRY_DISABLED: '1',
      ...settings,
    },
  });
  const gone = once(web, 'exit');
  const stop = async () => {
    web.kill('SIGTERM');
    await gone;
  };
  for (let tries = 0; tries < 300; tries += 1) {
    const answer = await fetch(`${url}/api/health`).catch(() => null);
    if (answer?.ok) return { url, stop };
    if (web.exitCode !== null) break;
    await wait(100);
  }
  await stop();
  throw new Error('The second web did not start.');
}

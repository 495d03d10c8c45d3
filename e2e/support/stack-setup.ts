/**
 * Starts the demo's stack in a temporary folder for the whole Playwright run; the demo file tells the tests where it is.
 * With DEMO_FILE set (`DEMO_FILE=.data/demo.json`), the tests use the stack that is running there.
 */
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { browserPath } from './browser';

const STARTS_WITHIN_MS = 180_000;

export default async function setup(): Promise<() => Promise<void>> {
  await browserPath();
  if (process.env.DEMO_FILE) return async () => undefined;
  const folder = mkdtempSync(join(tmpdir(), 'makegood-e2e-'));
  chmodSync(folder, 0o755);
  const env = {
    ...process.env,
    DATA_DIR: folder,
    PORT: '0',
    SMTP_URL: '',
    DATABASE_URL: '',
    PUBLIC_URL: '',
    NODE_ENV: 'production' as const,
  };
  const stack = spawn(process.execPath, ['--import', 'tsx', 'bin/demo.ts'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env,
  });
  const said: string[] = [];
  stack.stdout.on('data', (chunk) => said.push(String(chunk)));
  const file = join(folder, 'demo.json');
  const deadline = Date.now() + STARTS_WITHIN_MS;
  while (!existsSync(file)) {
    if (stack.exitCode !== null || Date.now() > deadline) throw new Error(`The stack did not start:\n${said.join('')}`);
    await wait(200);
  }
  process.env.DEMO_FILE = file;
  await runThisHour(file);
  return async () => {
    const gone = new Promise((done) => stack.once('exit', done));
    stack.kill('SIGTERM');
    await gone;
    rmSync(folder, { recursive: true, force: true });
  };
}

/** The worker of a new database runs the hour it finds itself in, within a minute; it is done before the first story begins. */
async function runThisHour(file: string): Promise<void> {
  const { url, cronSecret } = JSON.parse(readFileSync(file, 'utf8'));
  await fetch(`${url}/api/cron/hourly`, { method: 'POST', headers: { Authorization: `Bearer ${cronSecret}` } });
}

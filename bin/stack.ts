/**
 * Everything the demo and the browser tests run on, on loopback: embedded PostgreSQL, mail sink, a pretended game server,
 * the web and the worker. Started in the order of need, stopped in the reverse order; nothing is left behind.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startGameServer } from './game-server';
import { startMailSink } from './mail-sink';
import { ensureDatabase, freePort, startPostgres } from './postgres';
import { prepareDatabase } from './prepare-database';
import { WORKER_COMMAND } from './worker-command';

export type DemoFile = {
  url: string;
  databaseUrl: string;
  cronSecret: string;
  apiKey: string;
  mailbox: string;
  /** Null when INBOUND_SMTP_PORT=0 switches it off. */
  inboundSmtp: string | null;
  agents: { role: string; email: string; password: string }[];
  apps: { key: string; wallSecret: string }[];
  integrations: { key: string; dialect: string; secret: string; advertiser: string }[];
  game: string;
};

export type Stack = { demo: DemoFile; stop: () => Promise<void>; failed: Promise<string> };

export type StackOptions = { dataDir: string; port: number; web: 'start' | 'dev' };

export async function startStack({ dataDir, port: wanted, web }: StackOptions): Promise<Stack> {
  mkdirSync(dataDir, { recursive: true });
  const running: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const end of running.splice(0).reverse()) await end();
  };
  try {
    const cluster = await startPostgres(join(dataDir, 'postgres'));
    running.push(cluster.stop);
    const databaseUrl = await ensureDatabase(cluster, 'makegood');
    await prepareDatabase(databaseUrl);
    const sink = await startMailSink(join(dataDir, 'mailbox'));
    running.push(sink.stop);
    const game = await startGameServer();
    running.push(game.stop);

    const port = await portOrFree(wanted);
    const mailPort = await inboundPort();
    const url = `http://localhost:${port}`;
    const secrets = keptSecrets(dataDir);
    const env = {
      ...process.env,
      DATABASE_URL: databaseUrl,
      DATA_DIR: dataDir,
      PORT: String(port),
      HOST: process.env.HOST ?? '127.0.0.1',
      PUBLIC_URL: process.env.PUBLIC_URL || url,
      NEXTAUTH_URL: process.env.PUBLIC_URL || url,
      AUTH_SECRET: secrets.auth,
      CRON_SECRET: secrets.cron,
      SMTP_URL: process.env.SMTP_URL || `smtp://127.0.0.1:${sink.port}`,
      INBOUND_SMTP_PORT: String(mailPort),
      MAIL_SINK_DIR: process.env.SMTP_URL ? '' : join(dataDir, 'mailbox'),
      ALLOW_PRIVATE_CALLBACKS: '1',
      DEMO_GAME_URL: game.url,
      LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
      NEXT_TELEMETRY_DISABLED: '1',
    };
    Object.assign(process.env, env);
    const demo = await seedAndDescribe(url, databaseUrl, secrets.cron, game.url, mailPort);
    game.useSecrets(demo.secretsOfGames);

    const processes = [startWeb(web, port, env.HOST, env), startWorkerProcess(env)];
    running.push(async () => {
      await Promise.all(processes.map(end));
    });
    await untilReady(url, processes[0]!);
    writeDemoFile(dataDir, demo.file);
    return { demo: demo.file, stop, failed: firstToDie(processes) };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The seed reads its environment on import: it is loaded only now. */
async function seedAndDescribe(url: string, databaseUrl: string, cronSecret: string, game: string, mailPort: number) {
  const { seedDemo } = await import('../prisma/seed/index');
  const { closeDatabase } = await import('../lib/foundation/db');
  const seeded = await seedDemo({ gameUrl: game, publicUrl: url });
  await closeDatabase();
  const { agents, apps, integrations, apiKey, secretsOfGames } = seeded;
  const mailbox = `${url}/api/dev/mailbox`;
  const file: DemoFile = {
    url,
    databaseUrl,
    cronSecret,
    apiKey,
    mailbox,
    inboundSmtp: mailPort ? `smtp://localhost:${mailPort}` : null,
    agents,
    apps,
    integrations,
    game,
  };
  return { file, secretsOfGames };
}

/** Random, and made once per data folder. */
export function keptSecrets(dataDir: string): { auth: string; cron: string } {
  const file = join(dataDir, 'secrets.json');
  if (!existsSync(file)) {
    const made = { auth: randomBytes(32).toString('base64url'), cron: randomBytes(32).toString('base64url') };
    writeFileSync(file, JSON.stringify(made), { mode: 0o600 });
  }
  return JSON.parse(readFileSync(file, 'utf8'));
}

function startWeb(mode: 'start' | 'dev', port: number, host: string, env: NodeJS.ProcessEnv): ChildProcess {
  const args = [
    '--import',
    './bin/forwarded-for.mjs',
    'node_modules/next/dist/bin/next',
    mode,
    '-p',
    String(port),
    '-H',
    host,
  ];
  const nodeEnv = mode === 'dev' ? 'development' : 'production';
  const web = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...env, NODE_ENV: nodeEnv },
    detached: true,
  });
  web.stdout.on('data', (said: Buffer) => process.stderr.write(withoutBanner(said.toString())));
  return web;
}

/** What the web logs is shown; what Next says about itself names a port that nobody needs to know of. */
function withoutBanner(said: string): string {
  return said.replace(/^ *[▲✓-] .*\n|^\n/gm, '');
}

function startWorkerProcess(env: NodeJS.ProcessEnv): ChildProcess {
  return spawn(process.execPath, WORKER_COMMAND, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...env, NODE_ENV: 'production' },
    detached: true,
  });
}

async function untilReady(url: string, web: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (web.exitCode !== null) throw new Error('The web did not start.');
    const answer = await fetch(`${url}/api/health`).catch(() => null);
    if (answer?.ok) return;
    await wait(100);
  }
  throw new Error('The web did not answer within a minute.');
}

/** A whole process group, so that a child's children go too; by force after ten seconds. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((done) => child.once('exit', () => done()));
  signal(child, 'SIGTERM');
  await Promise.race([gone, wait(10_000, undefined, { ref: false })]);
  if (child.exitCode === null && child.signalCode === null) {
    signal(child, 'SIGKILL');
    await gone;
  }
}

function signal(child: ChildProcess, name: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(-child.pid!, name);
  } catch {
    child.kill(name);
  }
}

function firstToDie(processes: ChildProcess[]): Promise<string> {
  return new Promise((resolve) => {
    for (const child of processes)
      child.once('exit', (code) => resolve(`${child.spawnargs.slice(1, 4).join(' ')} ended (${code})`));
  });
}

/** 2525, the next free one where it is taken, or none at all (03, Environment). */
async function inboundPort(): Promise<number> {
  const wanted = Number(process.env.INBOUND_SMTP_PORT || 2525);
  return wanted === 0 ? 0 : portOrFree(wanted);
}

async function portOrFree(wanted: number): Promise<number> {
  const free = await new Promise<boolean>((done) => {
    const probe = createServer();
    probe.once('error', () => done(false));
    probe.listen(wanted, '127.0.0.1', () => probe.close(() => done(true)));
  });
  return free && wanted !== 0 ? wanted : freePort();
}

function writeDemoFile(dataDir: string, demo: DemoFile): void {
  const file = join(dataDir, 'demo.json');
  writeFileSync(`${file}.new`, JSON.stringify(demo, null, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

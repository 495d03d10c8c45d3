/**
 * Where faults are tried: a PostgreSQL of its own with the durability of production, a scripted mail server and scripted
 * publishers that write down what they accepted, and the processes under test. Everything on loopback, in a temporary
 * folder, and gone afterwards, also when the run is broken off.
 */
import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type Cluster, ensureDatabase, startPostgres } from '../../bin/postgres';
import { prepareDatabase } from '../../bin/prepare-database';
import { WORKER_COMMAND } from '../../bin/worker-command';
import { generateWorld } from '../support/generate-tickets';
import { type MailWitness, startMailWitness } from './mail-witness';
import { type PublisherWitness, startPublisherWitness } from './publisher-witness';

export type Laboratory = {
  cluster: Cluster;
  databaseUrl: string;
  /** A connection of the experimenter, outside the pool under test. */
  readonly client: pg.Client;
  /** After the server was killed: a new connection. */
  reconnect: () => Promise<void>;
  mail: MailWitness;
  publisher: PublisherWitness;
  /** A process that knows our whistle. */
  start: (script: string, args?: string[]) => ChildProcess;
  /** Any other Node process of the product. */
  run: (args: string[], settings?: Record<string, string>) => ChildProcess;
  close: () => Promise<void>;
};

export const INTEGRATION_SECRET = 'an-advertiser-secret-for-faults-only';
export const APPS = ['app-0', 'app-1', 'app-2'];

/** Sets the environment of this process as well: what it imports from lib/ afterwards works on the laboratory. */
export async function openLaboratory(flags: string[] = []): Promise<Laboratory> {
  const folder = mkdtempSync(join(tmpdir(), 'makegood-faults-'));
  // PostgreSQL runs as another user when we are root.
  chmodSync(folder, 0o755);
  const open: (() => Promise<unknown>)[] = [async () => rmSync(folder, { recursive: true, force: true })];
  const children = new Set<ChildProcess>();
  let closing: Promise<void> | undefined;
  const closeAll = async () => {
    await Promise.all([...children].map(kill));
    for (const end of open.splice(0).reverse()) await end();
  };
  const close = () => {
    closing ??= closeAll();
    return closing;
  };
  try {
    const cluster = await startPostgres(join(folder, 'postgres'), flags);
    open.push(cluster.stop);
    const databaseUrl = await ensureDatabase(cluster, 'makegood');
    await prepareDatabase(databaseUrl);
    const mail = await startMailWitness(join(folder, 'accepted-mails.jsonl'));
    open.push(mail.stop);
    const publisher = await startPublisherWitness(join(folder, 'accepted-callbacks.jsonl'));
    open.push(publisher.stop);
    Object.assign(process.env, environment(databaseUrl, folder, mail.url));
    let client = await connect(databaseUrl);
    open.push(() => client.end().catch(() => undefined));
    await generateWorld(client, publisher.apps(APPS), INTEGRATION_SECRET);
    const spawnHere = (args: string[], stdio: StdioOptions, settings: Record<string, string> = {}) => {
      if (closing) throw new Error('the laboratory is closed');
      const child = spawn(process.execPath, args, { stdio, env: { ...process.env, ...settings } });
      children.add(child);
      child.once('exit', () => children.delete(child));
      return child;
    };
    return {
      cluster,
      databaseUrl,
      get client() {
        return client;
      },
      reconnect: async () => {
        await client.end().catch(() => undefined);
        client = await connect(databaseUrl);
      },
      mail,
      publisher,
      start: (script, args = []) =>
        spawnHere([...WORKER_COMMAND.slice(0, -1), script, ...args], ['ignore', 'inherit', 'inherit', 'ipc']),
      run: (args, settings) => spawnHere(args, ['ignore', 'ignore', 'inherit'], settings),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client(url);
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

function environment(databaseUrl: string, folder: string, smtpUrl: string): Record<string, string> {
  return {
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    DATA_DIR: join(folder, 'data'),
    SMTP_URL: smtpUrl,
    AUTH_SECRET: 'a-secret-for-fault-runs-0123456789abcdef',
    CRON_SECRET: 'a-secret-for-fault-runs-0123456789abcdef',
    PUBLIC_URL: 'http://localhost:3000',
    MAIL_DOMAIN: 'mail.makegood.test',
    ALLOW_PRIVATE_CALLBACKS: '1',
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent',
    // Workers are started by the dozen: what one has compiled, the next need not.
    NODE_COMPILE_CACHE: join(folder, 'compiled'),
    NO_LOG_SUCCESS: '1',
    NODE_NO_WARNINGS: '1',
  };
}

/** SIGKILL: no farewell. Only ever a process that we have started. */
export async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** The next message of a process that we have started; its early end is an error. */
export async function hear<Message>(child: ChildProcess): Promise<Message> {
  const ended = new AbortController();
  const exit = once(child, 'exit', { signal: ended.signal }).then(([code, signal]) => {
    throw new Error(`${child.spawnargs.at(-1)} ended (${code ?? signal})`);
  });
  exit.catch(() => undefined);
  try {
    const [message] = (await Promise.race([once(child, 'message', { signal: ended.signal }), exit])) as [Message];
    return message;
  } finally {
    ended.abort();
  }
}

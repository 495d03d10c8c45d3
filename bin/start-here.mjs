// The door of every `npm run …`. Plain JavaScript for any Node from 20 on, with nothing installed yet: it installs what
// the lockfile names, generates the Prisma client, and hands over to bin/<name>.ts on the Node that package.json pins.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { whenParentIsGone } from './with-parent.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(root);
const [command, ...rest] = process.argv.slice(2);
const cache = join(root, '.cache');
const LOCK_IS_STALE_AFTER_MS = 15 * 60_000;

await once('install', fingerprint('package.json', 'package-lock.json'), existsSync('node_modules/next'), () =>
  // Not `npm ci`: it insists on optional packages of other platforms, which a registry mirror need not have.
  // `--no-save` follows the lockfile all the same, and leaves it as it is.
  run(
    'npm',
    ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'],
    'Installing what the lockfile names …',
  ),
);
await once('generate', fingerprint('prisma/schema.prisma', 'package-lock.json'), existsSync('.generated/prisma'), () =>
  run(pinnedNode(), ['node_modules/prisma/build/index.js', 'generate'], 'Generating the database client …', {
    // `generate` needs no engine, but insists on finding one: any executable satisfies it, and nothing is downloaded.
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
  }),
);
handOver();

/** Does `work` unless its stamp says it was done for these very inputs; two commands at once do it once. */
async function once(name, inputs, present, work) {
  const stamp = join(cache, `${name}.stamp`);
  const done = () => present && existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs;
  if (done()) return;
  mkdirSync(cache, { recursive: true });
  const release = await takeLock(join(cache, `${name}.lock`));
  try {
    present = true;
    if (done()) return;
    work();
    writeFileSync(stamp, inputs);
  } finally {
    release();
  }
}

/** A folder is made by one process only; the folder of a process that died is taken over. */
async function takeLock(path) {
  for (;;) {
    try {
      mkdirSync(path);
      writeFileSync(join(path, 'pid'), String(process.pid));
      return () => rmSync(path, { recursive: true, force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (ownerIsGone(path)) rmSync(path, { recursive: true, force: true });
      else await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

function ownerIsGone(path) {
  try {
    if (Date.now() - statSync(path).mtimeMs > LOCK_IS_STALE_AFTER_MS) return true;
    process.kill(Number(readFileSync(join(path, 'pid'), 'utf8')), 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

function fingerprint(...files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(file).update(existsSync(file) ? readFileSync(file) : '');
  return hash.digest('hex');
}

function run(program, args, saying, env = {}) {
  process.stderr.write(`${saying}\n`);
  const { status, stdout, stderr } = spawnSync(program, args, { env: { ...process.env, ...env }, encoding: 'utf8' });
  if (status === 0) return;
  process.stderr.write(`${stdout ?? ''}${stderr ?? ''}\n${saying} failed.\n`);
  process.exit(1);
}

/** The Node of package.json; without devDependencies (a production install) the one that runs us. */
function pinnedNode() {
  const pinned = join(root, 'node_modules/node/bin/node');
  return existsSync(pinned) ? pinned : process.execPath;
}

function handOver() {
  const node = pinnedNode();
  // bin/worker-command.ts says why.
  const nursery = { worker: 8, intake: 64 }[command];
  const flags = nursery ? [`--max-semi-space-size=${nursery}`] : [];
  const child = spawn(node, [...flags, '--import', 'tsx', join('bin', `${command}.ts`), ...rest], {
    stdio: 'inherit',
    env: { ...process.env, PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH ?? ''}` },
  });
  // A terminal's Ctrl-C reaches the child by itself; a signal sent to us alone must be passed on.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  whenParentIsGone(() => child.kill('SIGTERM'));
  child.on('exit', (code, signal) => process.exit(signal ? 128 + (constants.signals[signal] ?? 1) : (code ?? 1)));
}

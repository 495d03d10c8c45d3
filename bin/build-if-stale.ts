/** The production build, made again only when something it is made of has changed. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const SOURCES = [
  'app',
  'components',
  'lib',
  'messages',
  'public',
  'prisma/schema.prisma',
  'next.config.ts',
  'proxy.ts',
];
const ALSO = ['package-lock.json', 'package.json', 'tsconfig.json'];
const STAMP = '.cache/build.stamp';
const LOCK = '.cache/build.lock';

export async function buildIfStale(): Promise<void> {
  const inputs = fingerprint();
  if (isFresh(inputs)) return;
  const release = await takeLock();
  try {
    if (isFresh(inputs)) return;
    console.error('Building the web …');
    // Types are checked by `npm run check`; here they would be checked a second time.
    const { status } = spawnSync(process.execPath, ['node_modules/next/dist/bin/next', 'build'], {
      stdio: ['ignore', process.env.VERBOSE ? 'inherit' : 'pipe', 'inherit'],
      env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    if (status !== 0) throw new Error('The build failed. VERBOSE=1 shows all it said.');
    writeFileSync(STAMP, inputs);
  } finally {
    release();
  }
}

function isFresh(inputs: string): boolean {
  return existsSync('.next/BUILD_ID') && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === inputs;
}

function fingerprint(): string {
  const hash = createHash('sha256');
  for (const file of [...SOURCES.flatMap(filesIn), ...ALSO]) hash.update(file).update(readFileSync(file));
  return hash.digest('hex');
}

function filesIn(path: string): string[] {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

async function takeLock(): Promise<() => void> {
  mkdirSync('.cache', { recursive: true });
  for (;;) {
    try {
      mkdirSync(LOCK);
      writeFileSync(join(LOCK, 'pid'), String(process.pid));
      return () => rmSync(LOCK, { recursive: true, force: true });
    } catch (error) {
      if ((error as { code?: string }).code !== 'EEXIST') throw error;
      if (ownerIsGone()) rmSync(LOCK, { recursive: true, force: true });
      else await wait(500);
    }
  }
}

function ownerIsGone(): boolean {
  try {
    process.kill(Number(readFileSync(join(LOCK, 'pid'), 'utf8')), 0);
    return false;
  } catch (error) {
    return (error as { code?: string }).code === 'ESRCH';
  }
}
